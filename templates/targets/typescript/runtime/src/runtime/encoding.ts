/**
 * How parameters are written into queries, headers and cookies; paths.ts does the paths. Follows OpenAPI 3.1.2 (Parameter
 * Object, Appendix C) and RFC 6570: what separates the members of a list is written as it is, what stands inside a member is
 * percent-encoded.
 */
import { ArgumentError } from './errors.js';
import { encodeComponent, encodeReserved, isGiven, isRecord, jsonText, textOf } from './text.js';

export interface Style {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

/** A parameter with a style other than the default of its place. */
export class Param {
  constructor(
    readonly value: unknown,
    readonly style: Style = {},
  ) {}
}

/** A parameter that is written as a JSON text. */
export const jsonParam = (value: unknown): Param =>
  new Param(isGiven(value) ? jsonText(value) : undefined);

/** Parameters of one place, by wire name. */
export type Params = Readonly<Record<string, unknown>>;

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ['spaceDelimited', '%20'],
  ['pipeDelimited', '%7C'],
  ['tabDelimited', '%09'],
]);
const HOP_HEADERS = new Set(
  (
    'connection content-length cookie expect host keep-alive proxy-authenticate proxy-authorization ' +
    'proxy-connection te trailer transfer-encoding upgrade'
  ).split(' '),
);

export const asParam = (raw: unknown): Param => (raw instanceof Param ? raw : new Param(raw));

/** Writes the query string without the leading question mark. */
export const buildQuery = (values: Params): string =>
  Object.entries(values)
    .flatMap(([name, raw]) => queryPairs(name, asParam(raw)))
    .join('&');

/** Writes one query parameter or form member as `name=value` pairs. */
export function queryPairs(name: string, { value, style }: Param): string[] {
  if (!isGiven(value)) return [];
  const key = encodeComponent(name);
  const kind = style.style ?? 'form';
  const write = style.allowReserved === true ? encodeReserved : encodeComponent;
  if (kind === 'deepObject' && typeof value === 'object') {
    return leaves(value).map(([path, leaf]) => `${key}${path}=${write(textOf(leaf))}`);
  }
  const within = (item: unknown): string => write(textOf(item)).replaceAll(',', '%2C');
  const explode = style.explode ?? !DELIMITERS.has(kind);
  const delimiter = DELIMITERS.get(kind) ?? ',';
  if (Array.isArray(value)) {
    const items = value.map(within);
    if (explode) return items.map((item) => `${key}=${item}`);
    return items.length === 0 ? [] : [`${key}=${items.join(delimiter)}`];
  }
  if (isRecord(value)) {
    const members = Object.entries(value).map(([k, v]) => [encodeComponent(k), within(v)]);
    if (explode) return members.map((member) => member.join('='));
    return [`${key}=${members.map((member) => member.join(delimiter)).join(delimiter)}`];
  }
  return [`${key}=${write(textOf(value))}`];
}

/** Writes header parameters, which are never percent-encoded. Throws `ArgumentError` for line breaks and the like. */
export function buildHeaders(values: Params): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, raw] of Object.entries(values)) {
    const param = asParam(raw);
    if (!isGiven(param.value)) continue;
    if (HOP_HEADERS.has(name.toLowerCase())) {
      throw new ArgumentError(name, 'this header belongs to the connection and cannot be set');
    }
    const text = simpleParts(param, (part) => part).join(',');
    refuseControl(name, text);
    headers[name] = text;
  }
  return headers;
}

/** Writes cookie parameters as `name=value` pairs, percent-encoded (style form). */
export const buildCookies = (values: Params): string[] =>
  Object.entries(values).flatMap(([name, raw]) => {
    const param = asParam(raw);
    for (const text of stringsIn(param.value)) refuseControl(name, text);
    return queryPairs(name, param);
  });

/** The members of a value in style simple: `a,b` or `k,v` or, exploded, `k=v`. */
export function simpleParts({ value, style }: Param, write: (text: string) => string): string[] {
  if (Array.isArray(value)) return value.map((item) => write(textOf(item)));
  if (!isRecord(value)) return [write(textOf(value))];
  const pairs = Object.entries(value).map(([k, v]) => [write(k), write(textOf(v))]);
  return style.explode === true ? pairs.map((pair) => pair.join('=')) : pairs.flat();
}

/** Flattens an object to `[member][0]` paths with their values. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) =>
    leaves(member, `${path}%5B${encodeComponent(key)}%5D`),
  );
}

/** All texts inside a value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  return [...keys, ...Object.values(value).flatMap(stringsIn)];
}

const isControl = (char: string): boolean => (char < ' ' && char !== '\t') || char === '\u007f';

function refuseControl(name: string, text: string): void {
  if ([...text].some(isControl)) {
    throw new ArgumentError(name, 'line breaks and control characters cannot be sent here');
  }
}
