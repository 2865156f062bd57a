/** Request bodies: JSON, forms, files, text and bytes. */
import { randomBytes } from 'node:crypto';
import { Param, queryPairs } from './encoding.js';
import { ArgumentError } from './errors.js';
import { givenMembers, isRecord, jsonText, textOf } from './text.js';

/** How one member of a form or multipart body is written (Encoding Object). */
export interface Encoding {
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  readonly contentType?: string;
}

/** A body as it goes on the wire. */
export interface EncodedBody {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Gives the body, or undefined when there is nothing to send. Throws `ArgumentError`. */
export type Body = () => EncodedBody | undefined;

/** Members by wire name; undefined is left out, null is sent. */
export type Members = Readonly<Record<string, unknown>>;

interface Optional {
  /** Send no body when no member was given. */
  readonly optional?: boolean;
}
interface Typed {
  readonly mediaType?: string;
}
interface Encoded {
  readonly encoding?: Readonly<Record<string, Encoding>>;
}

const isLeftOut = (members: Members, { optional }: Optional): boolean =>
  optional === true && Object.keys(members).length === 0;

/** A JSON object of members. */
export function jsonBody(members: Members, options: Typed & Optional = {}): Body {
  return () => {
    const given = givenMembers(members);
    if (isLeftOut(given, options)) return undefined;
    return json(given, options);
  };
}

/** Any JSON value as it is; undefined means that there is no body. */
export const wholeJsonBody =
  (value: unknown, options: Typed = {}): Body =>
  () =>
    value === undefined ? undefined : json(value, options);

const json = (value: unknown, { mediaType }: Typed): EncodedBody => ({
  type: mediaType ?? 'application/json',
  bytes: Buffer.from(jsonText(value, 'body')),
});

/** Checks what a document without a schema leaves open: forms have named members. */
function membersOf(value: unknown): Members {
  if (value === undefined) return {};
  if (isRecord(value)) return value;
  throw new ArgumentError('body', 'an object is wanted, with a member for each field of the form');
}

/** A form, application/x-www-form-urlencoded. */
export function formBody(members: unknown, options: Encoded & Optional = {}): Body {
  return () => {
    const given = givenMembers(membersOf(members));
    if (isLeftOut(given, options)) return undefined;
    const pairs = Object.entries(given).flatMap(([name, value]) =>
      formPairs(name, value, options.encoding?.[name]),
    );
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(pairs.join('&')) };
  };
}

interface MultipartOptions extends Encoded, Optional {
  /** Names of the members that hold base64 text and are sent as files. */
  readonly files?: readonly string[];
}

/** A multipart/form-data body. Lists become one part per item, objects JSON parts. */
export function multipartBody(members: unknown, options: MultipartOptions = {}): Body {
  return () => {
    const given = givenMembers(membersOf(members));
    if (isLeftOut(given, options)) return undefined;
    const boundary = `part-${randomBytes(16).toString('hex')}`;
    const parts = Object.entries(given).flatMap(([name, value]) => {
      const contentType = options.encoding?.[name]?.contentType ?? '';
      const isFile = options.files?.includes(name) ?? false;
      return (Array.isArray(value) ? value : [value]).map((item) =>
        part({ name, value: item, contentType, isFile }, boundary),
      );
    });
    const bytes = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
    return { type: `multipart/form-data; boundary=${boundary}`, bytes };
  };
}

/** A text, XML included. */
export const textBody =
  (value: unknown, options: Typed = {}): Body =>
  () =>
    value === undefined
      ? undefined
      : {
          type: `${options.mediaType ?? 'text/plain'}; charset=utf-8`,
          bytes: Buffer.from(textOf(value)),
        };

/** Bytes, given as base64 text. */
export const binaryBody =
  (value: unknown, options: Typed = {}): Body =>
  () =>
    value === undefined
      ? undefined
      : {
          type: options.mediaType ?? 'application/octet-stream',
          bytes: decodeBase64('body', value),
        };

/** Decodes base64, standard or URL-safe, with or without padding and line breaks. Throws `ArgumentError` for anything else. */
export function decodeBase64(name: string, value: unknown): Buffer<ArrayBuffer> {
  const compact = String(value)
    .replace(/\s/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(compact) || compact.length % 4 === 1) {
    throw new ArgumentError(name, 'the bytes of the file are wanted as base64 text');
  }
  return Buffer.from(compact, 'base64');
}

/** Writes a form member; without a style, objects are JSON texts and lists are repeated. */
function formPairs(name: string, value: unknown, encoding: Encoding = {}): string[] {
  const text = value === null ? 'null' : value;
  if (encoding.style !== undefined || encoding.explode !== undefined) {
    return queryPairs(name, new Param(text, encoding));
  }
  const plain = isRecord(text) ? jsonText(text, name) : text;
  const { allowReserved } = encoding;
  return queryPairs(
    name,
    new Param(plain, { explode: true, ...(allowReserved ? { allowReserved } : {}) }),
  );
}

interface Part {
  readonly name: string;
  readonly value: unknown;
  readonly contentType: string;
  readonly isFile: boolean;
}

function part({ name, value, contentType, isFile }: Part, boundary: string): Buffer<ArrayBuffer> {
  const quoted = name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const lines = [`--${boundary}`, `Content-Disposition: form-data; name="${quoted}"`];
  let bytes = Buffer.from(textOf(value));
  let type = contentType;
  if (isFile && typeof value === 'string') {
    lines[1] += `; filename="${quoted}"`;
    const [kind = ''] = contentType.split(',').map((text) => text.trim());
    type = kind === '' || kind.includes('*') ? 'application/octet-stream' : kind;
    bytes = decodeBase64(name, value);
  } else if (typeof value === 'object' && value !== null) {
    type ||= 'application/json';
  }
  if (type !== '') lines.push(`Content-Type: ${type}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes, Buffer.from('\r\n')]);
}
