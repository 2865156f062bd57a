import type { SecurityScheme, ServiceModel } from '../../../src/model/types.js';
import { call, dictOf, type PyCode, str, tupleOf } from './code.js';

/** One way to present a credential, under a name of its own. */
interface Way {
  readonly id: string;
  readonly cls: string;
  readonly expression: PyCode;
}

/** An OAuth scheme can be met by a token that the owner brings or by client id and secret: two ways, the token first. */
function waysOf(scheme: SecurityScheme): Way[] {
  const { id, env } = scheme;
  const ways: Way[] = [];
  if (scheme.kind === 'apiKey' && env.apiKey !== undefined && scheme.in !== undefined) {
    const keywords = { env: str(env.apiKey), location: str(scheme.in), name: str(scheme.parameter ?? '') };
    ways.push({ id, cls: 'ApiKey', expression: call('ApiKey', [], keywords) });
  }
  if (scheme.kind === 'basic' && env.username !== undefined && env.password !== undefined) {
    const keywords = { username_env: str(env.username), password_env: str(env.password) };
    ways.push({ id, cls: 'Basic', expression: call('Basic', [], keywords) });
  }
  if (env.token !== undefined) {
    ways.push({ id, cls: 'Bearer', expression: call('Bearer', [], { env: str(env.token) }) });
  }
  if (scheme.tokenUrl !== undefined && env.clientId !== undefined && env.clientSecret !== undefined) {
    ways.push({
      id: ways.length === 0 ? id : `${id}:client_credentials`,
      cls: 'OAuth2ClientCredentials',
      expression: call('OAuth2ClientCredentials', [], {
        id_env: str(env.clientId),
        secret_env: str(env.clientSecret),
        token_url: str(scheme.tokenUrl),
        scopes: scheme.scopes?.length ? tupleOf(scheme.scopes.map(str)) : undefined,
      }),
    });
  }
  return ways;
}

export interface Schemes {
  readonly expression: PyCode | null;
  readonly classes: readonly string[];
  /** The same requirement with every way to meet it. */
  expand(alternatives: readonly (readonly string[])[]): string[][];
}

const product = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>((sets, ids) => sets.flatMap((set) => ids.map((id) => [...set, id])), [[]]);

export function schemesOf(model: ServiceModel): Schemes {
  const ways = new Map(model.securitySchemes.map((scheme) => [scheme.id, waysOf(scheme)]));
  const all = [...ways.values()].flat();
  const idsOf = (id: string): string[] => {
    const known = ways.get(id) ?? [];
    return known.length === 0 ? [id] : known.map((way) => way.id);
  };
  return {
    expression: all.length === 0 ? null : dictOf(all.map(({ id, expression }) => [id, expression] as const)),
    classes: [...new Set(all.map(({ cls }) => cls))],
    expand: (alternatives) => alternatives.flatMap((names) => product(names.map(idsOf))),
  };
}
