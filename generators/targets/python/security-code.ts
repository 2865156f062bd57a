import type { ServiceModel } from '../../../src/model/types.js';
import { securityWays, type TokenEndpoints, type Way, type Ways } from '../../shared/security.js';
import { call, dictOf, type PyCode, str, tupleOf } from './code.js';

type Keywords = Readonly<Record<string, PyCode | undefined>>;

/** Runtime module, class and arguments of a scheme. */
interface SchemeCode {
  readonly module: string;
  readonly names: readonly string[];
  readonly expression: PyCode;
}

const GRANTS = {
  clientCredentials: 'OAuth2ClientCredentials',
  refreshToken: 'OAuth2RefreshToken',
  authorizationCode: 'OAuth2AuthorizationCode',
} as const;

const plain = (module: string, name: string, keywords: Keywords): SchemeCode => ({
  module,
  names: [name],
  expression: call(name, [], keywords),
});

const endpoints = ({ token, authorization, discovery }: TokenEndpoints): PyCode =>
  call('Endpoints', [], {
    token: token === undefined ? undefined : str(token),
    authorization: authorization === undefined ? undefined : str(authorization),
    discovery: discovery === undefined ? undefined : str(discovery),
  });

function tokenCode(way: Extract<Way, { kind: 'tokenEndpoint' }>): SchemeCode {
  const name = GRANTS[way.grant];
  const refreshes = way.grant !== 'clientCredentials' && way.refreshEnv !== undefined;
  const keywords = {
    id_env: str(way.idEnv),
    secret_env: str(way.secretEnv),
    endpoints: endpoints(way.endpoints),
    scopes:
      way.grant === 'refreshToken' || way.scopes.length === 0 ? undefined : tupleOf(way.scopes.map(str)),
    refresh_env: refreshes ? str(way.refreshEnv ?? '') : undefined,
  };
  return { module: 'oauth', names: [name, 'Endpoints'], expression: call(name, [], keywords) };
}

function schemeCode(way: Way): SchemeCode {
  switch (way.kind) {
    case 'apiKey':
      return plain('auth', 'ApiKey', { env: str(way.env), location: str(way.in), name: str(way.name) });
    case 'basic':
      return plain('auth', 'Basic', {
        username_env: str(way.usernameEnv),
        password_env: str(way.passwordEnv),
      });
    case 'bearer':
      return plain('auth', 'Bearer', { env: str(way.env) });
    case 'mutualTls':
      return plain('credentials', 'MutualTls', {
        certificate_env: str(way.certificateEnv),
        key_env: str(way.keyEnv),
      });
    case 'tokenEndpoint':
      return tokenCode(way);
  }
}

export interface Schemes extends Pick<Ways, 'expand'> {
  readonly expression: PyCode | null;
  /** Runtime modules with what is imported from them. */
  readonly imports: readonly (readonly [module: string, names: readonly string[]])[];
}

/** The security schemes of the client. Only what the document has is imported. */
export function schemesOf(model: ServiceModel): Schemes {
  const { all, expand } = securityWays(model);
  const codes = all.map((way) => ({ id: way.id, ...schemeCode(way) }));
  return {
    expression: codes.length === 0 ? null : dictOf(codes.map(({ id, expression }) => [id, expression])),
    imports: codes.map(({ module, names }) => [module, names] as const),
    expand,
  };
}
