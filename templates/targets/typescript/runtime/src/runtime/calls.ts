/** One request, written down before it is sent. */
import type { Body } from './bodies.js';
import {
  type Connection,
  type Credentials,
  chooseSchemes,
  type Keys,
  passedFor,
  type Scheme,
  type Security,
} from './credentials.js';
import { buildCookies, buildHeaders, buildQuery, type Params } from './encoding.js';
import { SettingsError } from './errors.js';
import { buildPath } from './paths.js';

/** What an operation sends: parameters by wire name, and a body. */
export interface Arguments {
  readonly path?: Params;
  readonly query?: Params;
  readonly headers?: Params;
  readonly cookies?: Params;
  readonly body?: Body;
}

/** A request that is ready to be sent, and what is needed to talk about it. */
export interface Call {
  readonly method: string;
  /** `/pets/{petId}` */
  readonly template: string;
  /** `GET /pets/{petId}`: method and template, without any value. */
  readonly operation: string;
  readonly origin: string;
  /** Path and query. Final: nothing encodes it again. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes?: Buffer;
  readonly schemes: readonly Scheme[];
  readonly missing: readonly string[];
  /** Asked before each further try; three tries when left out. */
  readonly mayRetry?: () => boolean;
}

/** Writes address, headers and body. Throws `ArgumentError` for an argument that cannot be sent. */
export function prepare(
  method: string,
  template: string,
  baseUrl: string,
  args: Arguments,
  accept: string,
): Call {
  const { origin } = new URL(baseUrl);
  const where = `${baseUrl.slice(origin.length)}/${buildPath(template, args.path ?? {}).replace(/^\/+/, '')}`;
  const [path = '', ...fixed] = where.split('?');
  const query = [fixed.join('?'), buildQuery(args.query ?? {})]
    .filter((part) => part !== '')
    .join('&');
  const given = buildHeaders(args.headers ?? {});
  const cookies = buildCookies(args.cookies ?? {});
  const body = args.body?.();
  const headers = {
    ...(has(given, 'accept') ? {} : { Accept: accept === '' ? '*/*' : `${accept}, */*;q=0.1` }),
    ...(body === undefined ? given : without(given, new Set(['content-type']))),
    ...(cookies.length === 0 ? {} : { Cookie: cookies.join('; ') }),
    ...(body === undefined ? {} : { 'Content-Type': body.type }),
  };
  return {
    method,
    template,
    operation: `${method} ${template}`,
    origin,
    target: query === '' ? path : `${path}?${query}`,
    headers,
    ...(body === undefined ? {} : { bytes: body.bytes }),
    schemes: [],
    missing: [],
  };
}

type Texts = Readonly<Record<string, string>>;

const has = (headers: Texts, wanted: string): boolean =>
  Object.keys(headers).some((name) => name.toLowerCase() === wanted);

const without = (headers: Texts, names: ReadonlySet<string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())));

/** Adds the credentials of the first alternative that is configured; they win over arguments. */
export async function authorize(
  call: Call,
  security: Security,
  keys: Keys,
  connection: Connection,
): Promise<Call> {
  const choice = chooseSchemes(security, keys);
  const out: Credentials = { headers: {}, query: {}, cookies: {} };
  for (const scheme of choice.schemes) {
    const passed = passedFor(scheme, keys);
    if (passed === undefined) await scheme.apply(out, keys.secrets, connection);
    else out.headers[scheme.header ?? ''] = passed;
  }
  const taken = new Set(Object.keys(out.headers).map((name) => name.toLowerCase()));
  const [path = '', query = ''] = splitOnce(call.target, '?');
  const pairs = replaced(query.split('&'), buildQuery(out.query).split('&'));
  const cookies = replaced((call.headers['Cookie'] ?? '').split('; '), buildCookies(out.cookies));
  return {
    ...call,
    ...choice,
    target: pairs.length === 0 ? path : `${path}?${pairs.join('&')}`,
    headers: {
      ...without(call.headers, new Set([...taken, 'cookie'])),
      ...(cookies.length === 0 ? {} : { Cookie: cookies.join('; ') }),
      ...out.headers,
    },
  };
}

const keyOf = (pair: string): string => pair.split('=')[0] ?? '';

/** The pairs, with those of the credentials in place of others of their names. */
function replaced(pairs: readonly string[], credentials: readonly string[]): string[] {
  const own = credentials.filter((pair) => pair !== '');
  const names = new Set(own.map(keyOf));
  return [...pairs.filter((pair) => pair !== '' && !names.has(keyOf(pair))), ...own];
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** Checks a base URL: http or https, a host, no credentials, no fragment. Throws `SettingsError` for anything else. */
export function checkedUrl(text: string, variable: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isGood =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '';
  if (isGood) return url.href.replace(/\/+$/, '');
  throw new SettingsError(
    `${variable} must be an address like https://api.example.com/v1, without credentials`,
  );
}
