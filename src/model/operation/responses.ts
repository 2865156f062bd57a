import type { Context } from '../context.js';
import type { TypeGraph } from '../graph/graph.js';
import { objectAt, proseAt } from '../json.js';
import { specText } from '../text.js';
import type { JsonObject, JsonValue, ResponseModel } from '../types.js';
import { answerKind, bareType } from './media.js';

/** An answer, with what a sample of it can be made from. */
export interface ReadResponse {
  readonly response: ResponseModel;
  readonly schema: JsonValue | undefined;
  readonly pointer: string;
  readonly examples: readonly JsonValue[];
  /** Names of the declared headers. */
  readonly headers: readonly string[];
}

const RANK = { json: 1, text: 2, binary: 3 } as const;

export function readResponses(
  operation: JsonObject,
  method: string,
  pointer: string,
  words: readonly string[],
  context: Context,
  graph: TypeGraph,
): ReadResponse[] {
  const out: ReadResponse[] = [];
  for (const [status, value] of Object.entries(objectAt(operation, 'responses'))) {
    const normal = status.toUpperCase();
    if (!/^([1-5](\d\d|XX)|DEFAULT)$/.test(normal)) continue;
    const node = context.resolve(value, `${pointer}/responses/${status}`);
    if (node === undefined) continue;
    out.push(
      readResponse(
        normal === 'DEFAULT' ? 'default' : normal,
        method === 'HEAD',
        node.value,
        node.pointer,
        words,
        context,
        graph,
      ),
    );
  }
  return out;
}

function readResponse(
  status: string,
  isHead: boolean,
  value: JsonObject,
  pointer: string,
  words: readonly string[],
  context: Context,
  graph: TypeGraph,
): ReadResponse {
  const description = proseAt(value, 'description');
  const head = { status, ...(description === undefined ? {} : { description: specText(description) }) };
  const headers = Object.keys(objectAt(value, 'headers'));
  const media = Object.entries(objectAt(value, 'content')).map(([mediaType, content]) => ({
    mediaType,
    kind: answerKind(mediaType),
    content: context.resolve(content, pointer)?.value ?? {},
  }));
  const rank = (entry: (typeof media)[number]) =>
    RANK[entry.kind] - (bareType(entry.mediaType) === 'application/json' ? 1 : 0);
  const [first] = media.sort((a, b) => rank(a) - rank(b));
  // RFC 9110, 9.3.2, 15.3.5, 15.3.6 and 15.4.5: these have no content whatever the document says.
  if (first === undefined || isHead || ['204', '205', '304'].includes(status)) {
    return { response: { ...head, kind: 'empty' }, schema: undefined, pointer, examples: [], headers };
  }
  const { schema } = first.content;
  const place = `${pointer}/content/${first.mediaType.replace(/~/g, '~0').replace(/\//g, '~1')}/schema`;
  const isError = /^[45]/.test(status);
  const response: ResponseModel = {
    ...head,
    kind: first.kind,
    mediaType: specText(first.mediaType),
    ...(first.kind === 'json' && schema !== undefined
      ? { type: graph.expr(schema, place, [...words, isError ? 'error' : 'response']) }
      : {}),
  };
  return { response, schema, pointer: place, examples: examplesOf(first.content, context), headers };
}

function examplesOf(media: JsonObject, context: Context): JsonValue[] {
  const out: JsonValue[] = media['example'] === undefined ? [] : [media['example']];
  for (const entry of Object.values(objectAt(media, 'examples'))) {
    const { value } = context.resolve(entry, '')?.value ?? {};
    if (value !== undefined) out.push(value);
  }
  return out;
}
