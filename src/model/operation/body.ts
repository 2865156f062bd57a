import type { Context } from '../context.js';
import type { TypeGraph } from '../graph/graph.js';
import { type Shape, shapeOf } from '../graph/shape.js';
import { isObject, objectAt, proseAt } from '../json.js';
import { specText } from '../text.js';
import type {
  BodyContent,
  BodyKind,
  JsonObject,
  JsonValue,
  MemberEncoding,
  ParameterStyle,
  RequestBody,
} from '../types.js';
import { bodyKind, bodyRank, meantType, saysSomething, sendableType } from './media.js';

/** The content that is sent, with what the tool's arguments are made from. */
export interface SentContent {
  readonly content: BodyContent;
  readonly schema: JsonValue | undefined;
  readonly pointer: string;
  readonly shape: Shape;
}

export interface ReadBody {
  readonly body: RequestBody;
  readonly sent: SentContent;
}

/** Comes after everything that is named well. */
const GUESSED = 20;
const DELIMITED: ReadonlySet<string> = new Set([
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'tabDelimited',
  'deepObject',
]);

/** The request body; undefined when the operation has none. */
export function readBody(
  value: JsonValue | undefined,
  pointer: string,
  words: readonly string[],
  context: Context,
  graph: TypeGraph,
): ReadBody | undefined {
  const node = context.resolve(value, pointer);
  if (node === undefined) return undefined;
  const read = Object.entries(objectAt(node.value, 'content')).map(([mediaType, media]) => {
    const place = `${node.pointer}/content/${mediaType.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    const content = context.resolve(media, place);
    return readContent(mediaType, content?.value ?? {}, content?.pointer ?? place, words, context, graph);
  });
  // A stable sort: among equals the document's order decides.
  const sorted = read.sort((a, b) => a.rank - b.rank).map((entry) => entry.sent);
  const [first] = sorted;
  if (first === undefined) return undefined;
  const description = proseAt(node.value, 'description');
  const body: RequestBody = {
    required: node.value['required'] === true,
    ...(description === undefined ? {} : { description: specText(description) }),
    content: sorted.map((entry) => entry.content),
  };
  return { body, sent: first };
}

function readContent(
  named: string,
  media: JsonObject,
  place: string,
  words: readonly string[],
  context: Context,
  graph: TypeGraph,
): { sent: SentContent; rank: number } {
  const pointer = `${place}/schema`;
  const described = shapeOf({ value: isObject(media['schema']) ? media['schema'] : {}, pointer }, context);
  const isText = described.types?.has('string') === true && !described.binary;
  const mediaType = mendedType(named, isText, described.binary, place, context);
  const kind = bodyKind(mediaType, isText, described.binary);
  const schema = asForm(kind, described, media['schema'], place, context);
  const shape =
    schema === media['schema']
      ? described
      : shapeOf({ value: isObject(schema) ? schema : {}, pointer }, context);
  // What the document itself describes as text (base64, a form already written) travels as it is.
  const isWritten =
    (kind === 'binary' && isEncodedText(shape, schema)) ||
    (kind === 'form' && described.types?.has('string') === true);
  const written = isWritten ? 'text' : kind;
  const content: BodyContent = {
    kind: written,
    mediaType: specText(sendableType(mediaType, written)),
    type: written === 'binary' ? { kind: 'binary' } : graph.expr(schema, pointer, [...words, 'body']),
    encoding: encodings(written, shape, objectAt(media, 'encoding'), context),
  };
  return {
    sent: { content, schema, pointer, shape },
    rank: bodyRank(mediaType, written, saysSomething(schema)) + (mediaType === named ? 0 : GUESSED),
  };
}

function mendedType(named: string, isText: boolean, isBinary: boolean, place: string, context: Context) {
  const meant = meantType(named, isText, isBinary);
  if (meant === undefined) return named;
  const message = `${JSON.stringify(named)} is no media type; the body is sent as ${meant}`;
  context.report('operation.media-type', 'repair', message, place);
  return meant;
}

/** A form described as a text, as bytes or as a list has one field: `file` for bytes, `body` for all else. */
function asForm(
  kind: BodyKind,
  shape: Shape,
  schema: JsonValue | undefined,
  place: string,
  context: Context,
): JsonValue | undefined {
  const isOneValue = shape.types !== undefined && !shape.types.has('object') && shape.members.size === 0;
  const isWritten = kind === 'form' && shape.types?.has('string') === true;
  if (schema === undefined || !isOneValue || isWritten) return schema;
  if (kind !== 'form' && kind !== 'multipart') return schema;
  const items = shape.items?.value;
  const listsBytes = isObject(items) && shapeOf({ value: items, pointer: place }, context).binary;
  const field = shape.binary || listsBytes ? 'file' : 'body';
  const message = `the form is described as one value; it is sent as the field ${field}`;
  context.report('operation.form-body', 'repair', message, place);
  return { type: 'object', properties: { [field]: schema }, required: [field] };
}

const isEncodedText = (shape: Shape, schema: JsonValue | undefined): boolean =>
  shape.format === 'byte' ||
  shape.format === 'base64' ||
  (isObject(schema) && schema['contentEncoding'] === 'base64');

/** How members are written where that differs from the default of the kind. */
function encodings(kind: BodyKind, shape: Shape, declared: JsonObject, context: Context): MemberEncoding[] {
  if (kind !== 'form' && kind !== 'multipart') return [];
  const names = new Set([...shape.members.keys(), ...Object.keys(declared)]);
  return [...names].flatMap((name) => {
    const given = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const encoding = memberEncoding(
      name,
      isObject(given) ? given : {},
      kind === 'multipart' && isFile(name, shape, context),
    );
    return Object.keys(encoding).length > 2 || encoding.file ? [encoding] : [];
  });
}

function memberEncoding(name: string, given: JsonObject, file: boolean): MemberEncoding {
  const { contentType, style, explode, allowReserved } = given;
  return {
    name: specText(name),
    ...(typeof contentType === 'string' && contentType !== '' ? { contentType: specText(contentType) } : {}),
    ...(typeof style === 'string' && DELIMITED.has(style) ? { style: style as ParameterStyle } : {}),
    ...(typeof explode === 'boolean' ? { explode } : {}),
    ...(allowReserved === true ? { allowReserved } : {}),
    file,
  };
}

/** Bytes, or a list of them: parts with a file name. */
export function isFile(name: string, shape: Shape, context: Context): boolean {
  const member = shape.members.get(name)?.schemas[0];
  if (member === undefined || !isObject(member.value)) return false;
  const own = shapeOf({ value: member.value, pointer: member.pointer }, context);
  if (own.binary) return true;
  if (!isObject(own.items?.value)) return false;
  return shapeOf({ value: own.items.value, pointer: own.items.pointer }, context).binary;
}
