import { openText } from '../../../src/escape/text.js';
import type { Operation, SecurityScheme, ServiceModel } from '../../../src/model/types.js';
import { encode } from './text.js';

/** Where the credentials of a request go. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

/** The value that the tests give a variable. */
export const testValue = (variable: string): string => `test-${variable.toLowerCase().replaceAll('_', '-')}`;

/** Variables that the tests set: all but those of client id and secret, which would ask a real token endpoint. */
export const testVariables = (model: ServiceModel): string[] =>
  [
    ...new Set(
      model.securitySchemes.flatMap(({ env }) => [env.token, env.apiKey, env.username, env.password]),
    ),
  ].filter((name) => name !== undefined);

const none: Credentials = { headers: {}, query: [], cookies: [] };

function presented(scheme: SecurityScheme): Credentials | undefined {
  const { env } = scheme;
  if (scheme.kind === 'apiKey' && env.apiKey !== undefined) {
    const name = openText(scheme.parameter ?? '');
    const value = testValue(env.apiKey);
    if (scheme.in === 'query') return { ...none, query: [`${encode(name)}=${encode(value)}`] };
    if (scheme.in === 'cookie') return { ...none, cookies: [`${encode(name)}=${encode(value)}`] };
    return { ...none, headers: { [name.toLowerCase()]: value } };
  }
  if (scheme.kind === 'basic' && env.username !== undefined && env.password !== undefined) {
    const pair = Buffer.from(`${testValue(env.username)}:${testValue(env.password)}`).toString('base64');
    return { ...none, headers: { authorization: `Basic ${pair}` } };
  }
  return env.token === undefined
    ? undefined
    : { ...none, headers: { authorization: `Bearer ${testValue(env.token)}` } };
}

const isBroughtByClient = ({ env }: SecurityScheme): boolean =>
  env.clientId !== undefined && env.token === undefined && env.apiKey === undefined;

/** The first alternative that the tests' variables can meet; nothing where there is none. */
export function expectedCredentials(operation: Operation, model: ServiceModel): Credentials {
  const schemes = new Map(model.securitySchemes.map((scheme) => [scheme.id, scheme]));
  for (const alternative of operation.security) {
    const wanted = alternative.flatMap(({ scheme }) => schemes.get(scheme) ?? []);
    if (wanted.some(isBroughtByClient)) continue;
    const parts = wanted.flatMap((scheme) => presented(scheme) ?? []);
    if (parts.length === 0) continue;
    return {
      headers: Object.assign({}, ...parts.map(({ headers }) => headers)),
      query: parts.flatMap(({ query }) => query),
      cookies: parts.flatMap(({ cookies }) => cookies),
    };
  }
  return none;
}
