import type { Diagnostic } from '../../src/diagnostics/types.js';
import { clip, openText } from '../../src/escape/text.js';
import type { SecurityScheme, ServiceModel, SpecText } from '../../src/model/types.js';

/** One way to present a credential, under a name of its own. `env` names variables. */
export type Way = { readonly id: string } & (
  | {
      readonly kind: 'apiKey';
      readonly env: string;
      readonly in: 'header' | 'query' | 'cookie';
      readonly name: SpecText;
    }
  | { readonly kind: 'basic'; readonly usernameEnv: string; readonly passwordEnv: string }
  | { readonly kind: 'bearer'; readonly env: string }
  | {
      readonly kind: 'clientCredentials';
      readonly idEnv: string;
      readonly secretEnv: string;
      readonly tokenUrl: SpecText;
      readonly scopes: readonly SpecText[];
    }
);

/** Where tokens are had: two addresses, or the document that names them. */
export interface TokenEndpoints {
  readonly token?: SpecText;
  readonly authorization?: SpecText;
  readonly discovery?: SpecText;
}

/** Ways that need more of a server than to send what it is given; `refreshEnv` may hold a refresh token. */
export type TokenWay = { readonly id: string } & (
  | {
      readonly kind: 'tokenEndpoint';
      readonly grant: 'clientCredentials' | 'refreshToken' | 'authorizationCode';
      readonly idEnv: string;
      readonly secretEnv: string;
      readonly refreshEnv: string | undefined;
      readonly endpoints: TokenEndpoints;
      readonly scopes: readonly SpecText[];
    }
  | { readonly kind: 'mutualTls'; readonly certificateEnv: string; readonly keyEnv: string }
);

/** The token that somebody brings comes first, then what needs nobody, then the person who signs in. */
function tokenWaysOf(scheme: SecurityScheme): TokenWay[] {
  const { env, id, authorizationCode: code, discoveryUrl: discovery, refreshUrl } = scheme;
  if (env.certificate !== undefined && env.key !== undefined)
    return [{ id, kind: 'mutualTls', certificateEnv: env.certificate, keyEnv: env.key }];
  const { clientId: idEnv, clientSecret: secretEnv, refreshToken: refreshEnv } = env;
  if (idEnv === undefined || secretEnv === undefined) return [];
  const way = (
    grant: 'clientCredentials' | 'refreshToken' | 'authorizationCode',
    endpoints: TokenEndpoints,
  ) => ({
    ...{ id: `${id}:${grant}`, kind: 'tokenEndpoint' as const, grant, idEnv, secretEnv, refreshEnv },
    ...{ endpoints, scopes: scheme.scopes ?? [] },
  });
  if (discovery !== undefined)
    return (['refreshToken', 'clientCredentials', 'authorizationCode'] as const).map((grant) =>
      way(grant, { discovery }),
    );
  return [
    ...(refreshUrl === undefined ? [] : [way('refreshToken', { token: refreshUrl })]),
    ...(scheme.tokenUrl === undefined ? [] : [way('clientCredentials', { token: scheme.tokenUrl })]),
    ...(code === undefined
      ? []
      : [way('authorizationCode', { token: code.tokenUrl, authorization: code.authorizationUrl })]),
  ];
}

/** An OAuth scheme can be met by a token that the owner brings or by client id and secret: two ways, the token first. */
function waysOf(scheme: SecurityScheme): Way[] {
  const { id, env } = scheme;
  const ways: Way[] = [];
  if (scheme.kind === 'apiKey' && env.apiKey !== undefined && scheme.in !== undefined)
    ways.push({ id, kind: 'apiKey', env: env.apiKey, in: scheme.in, name: scheme.parameter ?? { spec: '' } });
  if (scheme.kind === 'basic' && env.username !== undefined && env.password !== undefined)
    ways.push({ id, kind: 'basic', usernameEnv: env.username, passwordEnv: env.password });
  if (env.token !== undefined) ways.push({ id, kind: 'bearer', env: env.token });
  if (scheme.tokenUrl !== undefined && env.clientId !== undefined && env.clientSecret !== undefined)
    ways.push({
      id: ways.length === 0 ? id : `${id}:client_credentials`,
      kind: 'clientCredentials',
      idEnv: env.clientId,
      secretEnv: env.clientSecret,
      tokenUrl: scheme.tokenUrl,
      scopes: scheme.scopes ?? [],
    });
  return ways;
}

export interface Ways<W = Way> {
  readonly all: readonly W[];
  /** The same requirement with every way to meet it. */
  expand(alternatives: readonly (readonly string[])[]): string[][];
}

const product = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>((sets, ids) => sets.flatMap((set) => ids.map((id) => [...set, id])), [[]]);

function waysBy<W extends { readonly id: string }>(
  model: ServiceModel,
  of: (scheme: SecurityScheme) => readonly W[],
): Ways<W> {
  const ways = new Map(model.securitySchemes.map((scheme) => [scheme.id, of(scheme)]));
  const idsOf = (id: string): string[] => {
    const known = ways.get(id) ?? [];
    return known.length === 0 ? [id] : known.map((way) => way.id);
  };
  return {
    all: [...ways.values()].flat(),
    expand: (alternatives) => alternatives.flatMap((names) => product(names.map(idsOf))),
  };
}

/** The ways that need no more than what is given: keys, passwords, tokens, client id and secret. */
export const securityWays = (model: ServiceModel): Ways => waysBy(model, waysOf);

/** The variables of those ways. */
export const variablesOf = (ways: Ways): ReadonlySet<string> =>
  new Set(
    ways.all.flatMap((way) => {
      if (way.kind === 'basic') return [way.usernameEnv, way.passwordEnv];
      return way.kind === 'clientCredentials' ? [way.idEnv, way.secretEnv] : [way.env];
    }),
  );

/**
 * What the owner of a server should know whose language has only {@link securityWays}: which schemes nobody can meet with it.
 *
 * @param title of the language
 */
export const unmetSchemes = (model: ServiceModel, title: string): Diagnostic[] =>
  model.securitySchemes
    .filter(({ env }) => env.certificate !== undefined)
    .map(({ wireName }) => ({
      code: 'security.language',
      severity: 'warning',
      message: `${title} servers show no client certificates, as the security scheme ${openText(clip(wireName, 60))} wants.`,
    }));

/** Every way to present the credentials of a service: refresh tokens, signing in and client certificates, too. */
export const allSecurityWays = (
  model: ServiceModel,
): Ways<Exclude<Way, { kind: 'clientCredentials' }> | TokenWay> =>
  waysBy(model, (scheme) => [
    ...waysOf(scheme).filter((way) => way.kind !== 'clientCredentials'),
    ...tokenWaysOf(scheme),
  ]);
