import type { JsonObject } from '../../model/types.js';
import { objectEntries, own, ownObject, scalarText } from '../json.js';
import { moveMembers } from './context.js';

/** 2.0's names of the OAuth flows → 3.x. */
const FLOWS: Readonly<Record<string, string>> = {
  implicit: 'implicit',
  password: 'password',
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

/** `basic` and the flat `oauth2` of 2.0 become 3.x's. After the move into `components`. In place. */
export function upgradeSecurity(root: JsonObject): void {
  const schemes = ownObject(ownObject(root, 'components') ?? {}, 'securitySchemes');
  for (const [, scheme] of objectEntries(schemes)) {
    if (scheme['type'] === 'basic') {
      scheme['type'] = 'http';
      scheme['scheme'] = 'basic';
    } else if (scheme['type'] === 'oauth2' && own(scheme, 'flows') === undefined) {
      upgradeFlow(scheme);
    }
  }
}

function upgradeFlow(scheme: JsonObject): void {
  const written = scalarText(own(scheme, 'flow'));
  const name = Object.hasOwn(FLOWS, written) ? FLOWS[written] : undefined;
  const flow: JsonObject = {};
  moveMembers(scheme, flow, ['authorizationUrl', 'tokenUrl', 'scopes']);
  flow['scopes'] ??= {};
  delete scheme['flow'];
  scheme['flows'] = { [name ?? (flow['tokenUrl'] === undefined ? 'implicit' : 'clientCredentials')]: flow };
}
