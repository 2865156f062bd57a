import type { SecurityScheme, ServiceModel, SpecText } from '../../src/model/types.js';

/** Where tokens are had: two addresses, or the document that names them. */
export interface TokenEndpoints {
  readonly token?: SpecText;
  readonly authorization?: SpecText;
  readonly discovery?: SpecText;
}

/** One way to present a credential, under a name of its own. `env` names variables; `refreshEnv` may hold a refresh token. */
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
function tokenWaysOf(scheme: SecurityScheme): Way[] {
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

/** The ways of a scheme: what is given, then what tokens are had with. */
function waysOf(scheme: SecurityScheme): Way[] {
  const { id, env } = scheme;
  const ways: Way[] = [];
  if (scheme.kind === 'apiKey' && env.apiKey !== undefined && scheme.in !== undefined)
    ways.push({ id, kind: 'apiKey', env: env.apiKey, in: scheme.in, name: scheme.parameter ?? { spec: '' } });
  if (scheme.kind === 'basic' && env.username !== undefined && env.password !== undefined)
    ways.push({ id, kind: 'basic', usernameEnv: env.username, passwordEnv: env.password });
  if (env.token !== undefined) ways.push({ id, kind: 'bearer', env: env.token });
  return [...ways, ...tokenWaysOf(scheme)];
}

export interface Ways {
  readonly all: readonly Way[];
  /** The same requirement with every way to meet it. */
  expand(alternatives: readonly (readonly string[])[]): string[][];
}

const product = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>((sets, ids) => sets.flatMap((set) => ids.map((id) => [...set, id])), [[]]);

/** Every way to present the credentials of a service. */
export function securityWays(model: ServiceModel): Ways {
  const ways = new Map(model.securitySchemes.map((scheme) => [scheme.id, waysOf(scheme)]));
  const idsOf = (id: string): string[] => {
    const known = ways.get(id) ?? [];
    return known.length === 0 ? [id] : known.map((way) => way.id);
  };
  return {
    all: [...ways.values()].flat(),
    expand: (alternatives) => alternatives.flatMap((names) => product(names.map(idsOf))),
  };
}
