import { openText } from '../../../src/escape/text.js';
import type {
  Argument,
  BodyContent,
  JsonObject,
  JsonValue,
  MemberEncoding,
  Operation,
  Tool,
} from '../../../src/model/types.js';
import { pairsOf } from './parameters.js';
import { isObject, textOf } from './text.js';

/** The members of a body by wire name, or the whole body; undefined when there is nothing to send. */
function bodyValue(
  operation: Operation,
  tool: Tool,
  given: ReadonlyMap<Argument, JsonValue>,
): JsonValue | undefined {
  const entries = [...given];
  if (tool.bodyMode === 'whole') return entries.find(([{ source }]) => source.in === 'body')?.[1];
  const members = entries.flatMap(([{ source }, value]) =>
    source.in === 'member' ? [[openText(source.name), value] as const] : [],
  );
  if (members.length === 0 && operation.body?.required !== true) return undefined;
  return Object.fromEntries(members);
}

const base64Bytes = (value: JsonValue): string => Buffer.from(textOf(value), 'base64').toString('base64');

function formPairs(name: string, value: JsonValue, encoding: MemberEncoding | undefined): string[] {
  const styled = encoding?.style !== undefined || encoding?.explode !== undefined;
  const style = {
    style: encoding?.style ?? 'form',
    explode: encoding?.explode ?? (encoding?.style === undefined || encoding.style === 'form'),
    allowReserved: encoding?.allowReserved === true,
  } as const;
  return pairsOf(name, isObject(value) && !styled ? JSON.stringify(value) : value, style);
}

function part(name: string, value: JsonValue, encoding: MemberEncoding | undefined): JsonObject {
  if (encoding?.file === true && typeof value === 'string')
    return { name, filename: name, base64: base64Bytes(value) };
  return { name, base64: Buffer.from(textOf(value)).toString('base64') };
}

/** `text/plain; version=1` → `text/plain`. */
const bare = (content: BodyContent): string => (openText(content.mediaType).split(';')[0] ?? '').trim();

const isForm = (content: BodyContent): boolean =>
  bare(content).toLowerCase() === 'application/x-www-form-urlencoded';

function encoded(content: BodyContent, value: JsonValue): JsonObject {
  const encodingOf = (name: string) => content.encoding.find((one) => openText(one.name) === name);
  const members = isObject(value) ? Object.entries(value) : [];
  switch (content.kind) {
    case 'json':
      return { json: value };
    case 'form':
      return { form: members.flatMap(([name, member]) => formPairs(name, member, encodingOf(name))) };
    case 'multipart': {
      const items = members.flatMap(([name, member]) =>
        (Array.isArray(member) ? member : [member]).map((item) => part(name, item, encodingOf(name))),
      );
      return { parts: items };
    }
    case 'binary':
      return { base64: base64Bytes(value) };
    case 'text':
    case 'xml':
      // A form that is given as it is written is read as the form that it is.
      return isForm(content) ? { form: textOf(value).split('&') } : { text: textOf(value) };
  }
}

/** What the API must receive as a body, in the words of `tests/upstream.py`. */
export function expectedBody(
  operation: Operation,
  tool: Tool,
  given: ReadonlyMap<Argument, JsonValue>,
): JsonObject | undefined {
  const content = operation.body?.content[0];
  if (content === undefined || tool.bodyMode === 'none') return undefined;
  const value = bodyValue(operation, tool, given);
  if (value === undefined) return undefined;
  const hasFields = content.kind === 'form' || content.kind === 'multipart';
  // A form without members is no body at all, unless one is required.
  if (hasFields && operation.body?.required !== true && isObject(value) && Object.keys(value).length === 0)
    return undefined;
  return { type: sentType(content), ...encoded(content, value) };
}

/** The content type, without what is added to it: the boundary of parts, the charset of texts. */
function sentType(content: BodyContent): string {
  switch (content.kind) {
    case 'multipart':
      return 'multipart/form-data';
    case 'form':
      return 'application/x-www-form-urlencoded';
    case 'text':
    case 'xml':
      return bare(content);
    case 'json':
    case 'binary':
      return openText(content.mediaType);
  }
}
