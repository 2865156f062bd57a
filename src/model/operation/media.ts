import { isObject } from '../json.js';
import type { BodyKind, JsonObject } from '../types.js';

/** `Application/JSON; charset=utf-8` → `application/json`. */
export const bareType = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

/** Lines of JSON are text: no single JSON value can be read from them. */
const JSON_LINES = /ndjson|jsonl|json-seq|jsonlines|x-json-stream/;
const TEXT =
  /^text\/|\/(?:x-)?(?:yaml|javascript|ecmascript|graphql|toml|csv|sql|jwt|jose|sparql-query|turtle|n-triples|pgp-\w+)$|\+(?:yaml|jwt)$/;

export const isJsonType = (mediaType: string): boolean => {
  const type = bareType(mediaType);
  return /[/+.-]json$/.test(type) && !JSON_LINES.test(type);
};

/** How a body of this type is written. `isText`: the schema says plain text; `isBinary`: it says bytes. */
export function bodyKind(mediaType: string, isText: boolean, isBinary: boolean): BodyKind {
  const type = bareType(mediaType);
  if (isJsonType(type)) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'form';
  if (type.startsWith('multipart/')) return 'multipart';
  if (/[/+]xml$/.test(type)) return 'xml';
  if (type === '*/*' || type === 'application/*') return isBinary ? 'binary' : isText ? 'text' : 'json';
  if (TEXT.test(type) || JSON_LINES.test(type)) return 'text';
  return 'binary';
}

const MEDIA_TYPE = /^[\w!#$&^.+*-]+\/[\w!#$&^.+*-]+$/;
const MISSPELT: readonly (readonly [pattern: RegExp, meant: string])[] = [
  [/json/, 'application/json'],
  [/urlencoded/, 'application/x-www-form-urlencoded'],
  [/multipart|form-?data/, 'multipart/form-data'],
  [/xml/, 'application/xml'],
];

/**
 * The media type that was meant where the document has none under `content`: undefined for a good one. `applicationjson; v=1`
 * keeps its parameters; what says nothing is as its value is.
 */
export function meantType(mediaType: string, isText: boolean, isBinary: boolean): string | undefined {
  const type = bareType(mediaType);
  if (MEDIA_TYPE.test(type)) return undefined;
  const [, meant] = MISSPELT.find(([pattern]) => pattern.test(type)) ?? [];
  if (meant !== undefined) return meant + mediaType.slice(mediaType.split(';')[0]?.length);
  return isBinary ? 'application/octet-stream' : isText ? 'text/plain' : 'application/json';
}

/** A wildcard cannot be sent as Content-Type: the plainest type it admits. */
export function sendableType(mediaType: string, kind: BodyKind): string {
  const type = bareType(mediaType);
  // Texts are sent in UTF-8 and say so, whatever the document promises.
  const isText = kind === 'text' || kind === 'xml';
  if (!type.includes('*')) return (isText ? mediaType.replace(/;\s*charset=[^;]*/i, '') : mediaType).trim();
  if (kind === 'json') return 'application/json';
  if (kind === 'multipart') return 'multipart/form-data';
  if (kind === 'text') return 'text/plain';
  return type.startsWith('image/')
    ? 'image/png'
    : type.replace('*/*', 'application/octet-stream').replace('*', 'octet-stream');
}

const RANK: Readonly<Record<BodyKind, number>> = {
  json: 0,
  form: 3,
  multipart: 4,
  text: 5,
  binary: 6,
  xml: 7,
};

/** Lower is sent first: JSON, then forms, then what is one text; what has no schema after everything that has. */
export function bodyRank(mediaType: string, kind: BodyKind, isTyped: boolean): number {
  const type = bareType(mediaType);
  const exact = kind !== 'json' || type === 'application/json' ? 0 : /patch/.test(type) ? 2 : 1;
  const needsSchema = kind === 'json' || kind === 'form' || kind === 'multipart';
  return RANK[kind] + exact + (needsSchema && !isTyped ? 10 : 0);
}

/** How an answer of this type is read. */
export function answerKind(mediaType: string): 'json' | 'text' | 'binary' {
  const type = bareType(mediaType);
  if (isJsonType(type) || type === '*/*') return 'json';
  return TEXT.test(type) || JSON_LINES.test(type) || /[/+]xml$|x-www-form-urlencoded$/.test(type)
    ? 'text'
    : 'binary';
}

/** True when a schema says anything. */
export const saysSomething = (schema: unknown): schema is JsonObject =>
  isObject(schema as JsonObject) && Object.keys(schema as JsonObject).length > 0;
