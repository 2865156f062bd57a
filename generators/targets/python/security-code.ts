import type { ServiceModel } from '../../../src/model/types.js';
import { securityWays, type Way, type Ways } from '../../shared/security.js';
import { call, dictOf, type PyCode, str, tupleOf } from './code.js';

const CLASSES: Readonly<Record<Way['kind'], string>> = {
  apiKey: 'ApiKey',
  basic: 'Basic',
  bearer: 'Bearer',
  clientCredentials: 'OAuth2ClientCredentials',
};

function keywordsOf(way: Way): Readonly<Record<string, PyCode | undefined>> {
  switch (way.kind) {
    case 'apiKey':
      return { env: str(way.env), location: str(way.in), name: str(way.name) };
    case 'basic':
      return { username_env: str(way.usernameEnv), password_env: str(way.passwordEnv) };
    case 'bearer':
      return { env: str(way.env) };
    case 'clientCredentials':
      return {
        id_env: str(way.idEnv),
        secret_env: str(way.secretEnv),
        token_url: str(way.tokenUrl),
        scopes: way.scopes.length > 0 ? tupleOf(way.scopes.map(str)) : undefined,
      };
  }
}

export interface Schemes extends Pick<Ways, 'expand'> {
  readonly expression: PyCode | null;
  readonly classes: readonly string[];
}

export function schemesOf(model: ServiceModel): Schemes {
  const { all, expand } = securityWays(model);
  const entries = all.map((way) => [way.id, call(CLASSES[way.kind], [], keywordsOf(way))] as const);
  return {
    expression: all.length === 0 ? null : dictOf(entries),
    classes: [...new Set(all.map(({ kind }) => CLASSES[kind]))],
    expand,
  };
}
