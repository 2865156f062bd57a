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
