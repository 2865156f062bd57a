/** What the API answered: decoded, compared with the document. */
import type { ZodType } from 'zod';
import { InvalidAnswer } from './errors.js';
import { log } from './log.js';
import type { Headers } from './wire.js';

const CHECKED_BYTES = 1_000_000;
// Lines of JSON are text: no single value can be read from them.
const JSON_TYPE = /[/+.-]json$/;
const TEXT_TYPE = new RegExp(
  [
    '^text/|[/+]xml$|\\+(yaml|jwt)$|ndjson|jsonl|json-seq|x-json-stream|x-www-form-urlencoded$',
    '/(x-)?(yaml|javascript|ecmascript|graphql|toml|csv|sql|jwt|jose|sparql-query|turtle|n-triples|pgp-\\w+)$',
  ].join('|'),
);

/** A successful answer, as it came. */
export interface ApiResponse<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** The content type without parameters, in lower case; '' when there is none. */
  readonly mediaType: string;
  /** A JSON value, a text, bytes, or null for an empty body. */
  readonly data: unknown;
  /** The JSON text, where `data` cannot hold its numbers exactly. */
  readonly exact?: string;
  /** Gives the answer as the documented type. Throws a `ZodError` where it does not fit. */
  parse(): T;
}

export interface Decoded {
  readonly mediaType: string;
  readonly data: unknown;
  readonly exact?: string;
}

interface Received {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/**
 * Turns a body into a JSON value, text or bytes. Throws `InvalidAnswer` when it claims to be JSON and is not, or a web page
 * came where data were promised; with `strict`, also for an empty body or another content type than the promised one.
 */
export function decode(received: Received, accept: string, strict: boolean): Decoded {
  const { status, contentType, body } = received;
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const wantsJson = accept.split(',').every(isJson);
  if (body.length === 0) {
    if (strict && wantsJson && status !== 204) {
      throw new InvalidAnswer(status, 'an empty answer came where JSON was expected');
    }
    return { mediaType: '', data: null };
  }
  if (isJson(mediaType)) return { mediaType, ...parseJson(status, body) };
  if (wantsJson) return insteadOfJson(received, mediaType, strict);
  return { mediaType, data: isText(mediaType) ? textFrom(contentType, body) : body };
}

/** Integers beyond 2^53 change when they become numbers of JavaScript. */
const LONG_NUMBER = /[[:,\s]-?\d{16,}|^-?\d{16,}/;
const BETWEEN_STRINGS = /("(?:[^"\\]|\\.)*")|\s+/g;

/** Made once: each costs as much as a small answer. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Parses strictly: UTF-8, no trailing text. */
export function parseJson(status: number, body: Buffer): { data: unknown; exact?: string } {
  try {
    const text = UTF8.decode(body);
    const data: unknown = JSON.parse(text);
    if (!LONG_NUMBER.test(text)) return { data };
    return {
      data,
      exact: text.replace(BETWEEN_STRINGS, (_, string: string | undefined) => string ?? ''),
    };
  } catch {
    throw new InvalidAnswer(status, 'the API sent invalid JSON');
  }
}

/** Compares an answer with the document. A difference is logged; the data pass all the same, unless `strict`. */
export function checkAnswer(
  operation: string,
  { data }: Decoded,
  returns: ZodType | undefined,
  size: number,
  strict: boolean,
): void {
  if (returns === undefined || data === null || size > CHECKED_BYTES) return;
  const result = returns.safeParse(data);
  if (result.success) return;
  const differences = result.error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
  log('warning', 'answer differs from the document', {
    operation,
    differences,
    count: result.error.issues.length,
  });
  if (strict) {
    const text = 'the answer does not have the documented format: unexpected or missing members';
    throw new InvalidAnswer(200, text);
  }
}

/** Reads what came although JSON was promised. Mislabelled JSON is common and accepted. */
function insteadOfJson(
  { status, contentType, body }: Received,
  mediaType: string,
  strict: boolean,
): Decoded {
  const start = body.subarray(0, 100).toString('latin1').trimStart();
  if (!strict && /^[{[]/.test(start)) {
    const parsed = parsedOrNothing(status, body);
    if (parsed !== undefined) return { mediaType: 'application/json', ...parsed };
  }
  if (strict || mediaType.includes('html')) {
    const kind = /^[a-z0-9/-]{1,60}$/.test(mediaType) ? mediaType : 'unreadable';
    throw new InvalidAnswer(status, `content of type ${kind} came where JSON was expected`);
  }
  log('warning', 'answer is not JSON, as the document promises', { status });
  return { mediaType, data: isText(mediaType) ? textFrom(contentType, body) : body };
}

function parsedOrNothing(status: number, body: Buffer): ReturnType<typeof parseJson> | undefined {
  try {
    return parseJson(status, body);
  } catch {
    return undefined;
  }
}

const isJson = (media: string): boolean =>
  JSON_TYPE.test((media.split(';')[0] ?? '').trim().toLowerCase());
const isText = (media: string): boolean => TEXT_TYPE.test(media);

function textFrom(contentType: string, body: Buffer): string {
  const charset = /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
