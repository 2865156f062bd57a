import type { JsonObject } from '../../model/types.js';
import { objectEntries, own, ownObject, scalarText } from '../json.js';
import { show } from '../show.js';
import { type Document, placeIn } from './context.js';

const TYPES = ['apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS'];
/** HTTP schemes whose credential is a fixed header. */
const HTTP_SCHEMES = ['basic', 'bearer'];

/** Makes each security scheme complete, or says that it cannot be served. Unknown ones stay, for their name to be known. */
export function mendSchemes(document: Document): void {
  const schemes = ownObject(ownObject(document.root, 'components') ?? {}, 'securitySchemes');
  for (const [name, scheme] of objectEntries(schemes)) {
    if (document.sites.of(scheme) === undefined) mendScheme(name, scheme, document);
  }
}

function mendScheme(name: string, scheme: JsonObject, document: Document): void {
  const at = placeIn(document, ['components', 'securitySchemes', name]);
  const type = own(scheme, 'type');
  const known = TYPES.find((one) => one.toLowerCase() === scalarText(type).toLowerCase());
  if (known === undefined) {
    const problem =
      type === undefined ? 'has no type, which is missing' : `has the unknown type ${show(type)}`;
    const message = `The security scheme ${show(name)} ${problem}; its credential cannot be sent`;
    document.report.warning('spec.security-scheme', message, at);
    return;
  }
  scheme['type'] = known;
  if (known === 'apiKey') mendApiKey(name, scheme, document);
  if (known === 'http') mendHttp(name, scheme, document);
}

function mendApiKey(name: string, scheme: JsonObject, document: Document): void {
  const at = placeIn(document, ['components', 'securitySchemes', name]);
  if (typeof scheme['name'] !== 'string' || scheme['name'] === '') {
    scheme['name'] = name;
    const message = `The API key ${show(name)} does not say the name of its parameter, which is missing; ${show(name)} is used`;
    document.report.warning('spec.security-scheme', message, at);
  }
  const written = own(scheme, 'in');
  const place = scalarText(written).toLowerCase();
  if (written === place && ['header', 'query', 'cookie'].includes(place)) return;
  const found = ['header', 'query', 'cookie'].includes(place) ? place : 'header';
  const problem =
    written === undefined
      ? 'does not say its place, which is missing'
      : `has the invalid place ${show(written)}`;
  const message = `The API key ${show(name)} ${problem}; it is sent in the ${found}`;
  scheme['in'] = found;
  document.report.warning('spec.security-scheme', message, at);
}

function mendHttp(name: string, scheme: JsonObject, document: Document): void {
  const written = own(scheme, 'scheme');
  const lower = scalarText(written).toLowerCase();
  if (HTTP_SCHEMES.includes(lower)) {
    // Scheme names do not mind case (RFC 9110 section 11.1).
    scheme['scheme'] = lower;
    return;
  }
  const problem =
    written === undefined
      ? 'does not say its HTTP scheme, which is missing'
      : `uses the HTTP scheme ${show(written)}, which is unsupported`;
  const message = `The security scheme ${show(name)} ${problem}; its credential cannot be sent`;
  document.report.warning(
    'spec.security-scheme',
    message,
    placeIn(document, ['components', 'securitySchemes', name]),
  );
}
