import type { TokenEndpoints, Way } from '../../shared/security.js';
import { code, type GoCode, listOf, str } from './code.js';

type Fields = Readonly<Record<string, GoCode | undefined>>;

const GRANTS = {
  clientCredentials: 'rest.ClientCredentials',
  refreshToken: 'rest.RefreshToken',
  authorizationCode: 'rest.AuthorizationCode',
} as const;

const fieldsOf = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value.go}`]));

/** `rest.Bearer{Env: "…"}`; what is undefined is left out. */
const struct = (type: string, fields: Fields): GoCode => code(`${type}{${fieldsOf(fields).join(', ')}}`);

/** The same with a field per line. */
const longStruct = (type: string, fields: Fields): GoCode =>
  code(`${type}{\n${fieldsOf(fields).join(',\n')},\n}`);

const address = (url: TokenEndpoints['token']): GoCode | undefined =>
  url === undefined ? undefined : str(url);

function tokenCode(way: Extract<Way, { kind: 'tokenEndpoint' }>): GoCode {
  const { grant, endpoints, refreshEnv, scopes } = way;
  const asked =
    grant === 'refreshToken' || scopes.length === 0 ? undefined : listOf('[]string', scopes.map(str));
  return longStruct('&rest.OAuth', {
    Grant: code(GRANTS[grant]),
    Endpoints: struct('rest.Endpoints', {
      Token: address(endpoints.token),
      Authorization: address(endpoints.authorization),
      Discovery: address(endpoints.discovery),
    }),
    IDEnv: str(way.idEnv),
    SecretEnv: str(way.secretEnv),
    RefreshEnv: grant === 'clientCredentials' || refreshEnv === undefined ? undefined : str(refreshEnv),
    Scopes: asked,
  });
}

/** `[][]string{{"a"}, {"b", "c"}}`: what operations need that do not say so themselves; many are one per line. */
export function securityCode(alternatives: readonly (readonly string[])[]): GoCode {
  const lists = alternatives.map((names) => `{${names.map((name) => str(name).go).join(', ')}}`);
  return code(lists.length > 3 ? `[][]string{\n${lists.join(',\n')},\n}` : `[][]string{${lists.join(', ')}}`);
}

/** A security scheme of the client. */
export function schemeCode(way: Way): GoCode {
  switch (way.kind) {
    case 'apiKey':
      return struct('rest.APIKey', { Env: str(way.env), In: str(way.in), Name: str(way.name) });
    case 'basic':
      return struct('rest.Basic', { UsernameEnv: str(way.usernameEnv), PasswordEnv: str(way.passwordEnv) });
    case 'bearer':
      return struct('rest.Bearer', { Env: str(way.env) });
    case 'mutualTls':
      return struct('rest.MutualTLS', { CertificateEnv: str(way.certificateEnv), KeyEnv: str(way.keyEnv) });
    case 'tokenEndpoint':
      return tokenCode(way);
  }
}
