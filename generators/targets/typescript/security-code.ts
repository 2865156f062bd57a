import type { TokenEndpoints, Way } from '../../shared/security.js';
import { call, listOf, objectOf, str, type TsCode } from './code.js';

type Grant = Extract<Way, { kind: 'tokenEndpoint' }>;

/** Runtime module and function of a scheme, and the call of it. */
interface WayCode {
  readonly module: string;
  readonly maker: string;
  readonly expression: TsCode;
}

const GRANTS = {
  clientCredentials: 'oauth2ClientCredentials',
  refreshToken: 'oauth2RefreshToken',
  authorizationCode: 'oauth2AuthorizationCode',
} as const;

const made = (module: string, maker: string, ...args: readonly TsCode[]): WayCode => ({
  module,
  maker,
  expression: call(maker, ...args),
});

const address = (url: TokenEndpoints['token']): TsCode | undefined =>
  url === undefined ? undefined : str(url);

function grantCode({ grant, idEnv, secretEnv, refreshEnv, endpoints, scopes }: Grant): WayCode {
  const asked = grant === 'refreshToken' || scopes.length === 0 ? undefined : listOf(scopes.map(str));
  const refreshes = grant !== 'clientCredentials' && refreshEnv !== undefined;
  const options = objectOf([
    ['idVariable', str(idEnv)],
    ['secretVariable', str(secretEnv)],
    ['refreshVariable', refreshes ? str(refreshEnv) : undefined],
    [
      'endpoints',
      objectOf([
        ['token', address(endpoints.token)],
        ['authorization', address(endpoints.authorization)],
        ['discovery', address(endpoints.discovery)],
      ]),
    ],
    ['scopes', asked],
  ]);
  return made('oauth', GRANTS[grant], options);
}

/** A security scheme of the client. */
export function wayCode(way: Way): WayCode {
  switch (way.kind) {
    case 'apiKey':
      return made('auth', 'apiKey', str(way.env), str(way.in), str(way.name));
    case 'basic':
      return made('auth', 'basic', str(way.usernameEnv), str(way.passwordEnv));
    case 'bearer':
      return made('auth', 'bearer', str(way.env));
    case 'mutualTls':
      return made('mtls', 'mutualTls', str(way.certificateEnv), str(way.keyEnv));
    case 'tokenEndpoint':
      return grantCode(way);
  }
}
