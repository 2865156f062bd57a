import { openText } from '../../../src/escape/text.js';
import type {
  Argument,
  JsonObject,
  JsonValue,
  Operation,
  Parameter,
  ServiceModel,
  Tool,
} from '../../../src/model/types.js';
import { expectedBody } from './body.js';
import { expectedCredentials } from './credentials.js';
import { headerText, pairsOf, pathText } from './parameters.js';
import { encode } from './text.js';

type Given = ReadonlyMap<Argument, JsonValue>;

interface Sent {
  readonly parameter: Parameter;
  readonly name: string;
  readonly value: JsonValue;
}

const isJson = (mediaType: string): boolean => /[/+]json\b/i.test(mediaType);

/** Arguments as parameters; those described by `content` are JSON texts. */
function sentParameters(operation: Operation, given: Given): Sent[] {
  const seen = new Set<string>();
  return [...given].flatMap(([{ source }, value]) => {
    if (source.in === 'body' || source.in === 'member') return [];
    const name = openText(source.name);
    const parameter = operation.params.find((one) => one.in === source.in && openText(one.name) === name);
    if (parameter === undefined || seen.has(`${source.in} ${name}`)) return [];
    seen.add(`${source.in} ${name}`);
    const json = parameter.contentType !== undefined && isJson(openText(parameter.contentType));
    return [{ parameter, name, value: json ? JSON.stringify(value) : value }];
  });
}

/** The path as it goes on the wire. Literal text of the document is encoded where it must be. */
function expectedPath(operation: Operation, sent: readonly Sent[]): string {
  return operation.segments
    .map((part) => {
      if ('text' in part) return literalPath(openText(part.text));
      const name = openText(part.param);
      const found = sent.find(({ parameter, name: wire }) => parameter.in === 'path' && wire === name);
      return found === undefined ? '' : pathText(name, found.value, found.parameter);
    })
    .join('');
}

const literalPath = (text: string): string =>
  encode(text).replace(/%(2F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D|25)/g, (code) =>
    decodeURIComponent(code),
  );

function expectedQuery(operation: Operation, sent: readonly Sent[]): string[] {
  const isGiven = (wire: string): boolean =>
    sent.some(({ parameter, name }) => parameter.in === 'query' && name === wire);
  const fixed = operation.fixedQuery.flatMap(({ name, value }) =>
    isGiven(openText(name)) ? [] : [`${encode(openText(name))}=${encode(openText(value))}`],
  );
  const own = sent.flatMap(({ parameter, name, value }) =>
    parameter.in === 'query' ? pairsOf(name, value, parameter) : [],
  );
  return [...fixed, ...own];
}

function expectedHeaders(sent: readonly Sent[]): Record<string, string> {
  const headers = sent.filter(({ parameter }) => parameter.in === 'header');
  return Object.fromEntries(
    headers.map(({ name, value, parameter }) => [name.toLowerCase(), headerText(value, parameter.explode)]),
  );
}

/** The request that a call with these arguments must make, worked out from the model alone. */
export function expectedRequest(
  operation: Operation,
  tool: Tool,
  given: Given,
  model: ServiceModel,
): JsonObject {
  const sent = sentParameters(operation, given);
  const credentials = expectedCredentials(operation, model);
  const names = new Set(credentials.query.map((pair) => pair.split('=')[0]));
  const query = expectedQuery(operation, sent).filter((pair) => !names.has(pair.split('=')[0]));
  const body = expectedBody(operation, tool, given);
  const cookies = sent.flatMap(({ parameter, name, value }) =>
    parameter.in === 'cookie' ? pairsOf(name, value, parameter) : [],
  );
  return {
    method: operation.method,
    path: expectedPath(operation, sent),
    query: [...query, ...credentials.query].sort(),
    headers: { ...expectedHeaders(sent), ...credentials.headers },
    cookies: [...cookies, ...credentials.cookies],
    ...(body === undefined ? {} : { body }),
  };
}
