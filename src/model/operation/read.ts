import type { KnownName } from '../../stages.js';
import type { Context } from '../context.js';
import type { TypeGraph } from '../graph/graph.js';
import { at, isObject, listAt, objectAt, proseAt, textAt } from '../json.js';
import type { SecurityReader } from '../security.js';
import { ownServer } from '../servers.js';
import type { TagBook } from '../tags.js';
import { specText } from '../text.js';
import type { JsonObject, JsonValue, Operation } from '../types.js';
import { type ReadBody, readBody } from './body.js';
import { type Identity, OperationNames } from './names.js';
import { authorizationParameter, declaredParameters, type ReadParameter, readParameters } from './params.js';
import { parsePath } from './path.js';
import { type ReadResponse, readResponses } from './responses.js';
import { safetyOf } from './safety.js';

/** An operation with the raw schemas that its tool is made from. */
export interface ReadOperation {
  /** The Operation Object. */
  readonly source: JsonObject;
  readonly operation: Operation;
  readonly params: readonly ReadParameter[];
  readonly body?: ReadBody;
  readonly responses: readonly ReadResponse[];
}

/** What reading an operation needs beside the operation. */
export interface Reading {
  readonly context: Context;
  readonly graph: TypeGraph;
  readonly tags: TagBook;
  readonly security: SecurityReader;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

/** Every operation of the document, in its order. `known`: names of an earlier time, which are kept. */
export function readOperations(reading: Reading, known: readonly KnownName[] = []): ReadOperation[] {
  const found = findOperations(reading.context);
  const names = new OperationNames(known, found);
  return found.map((one) => readOperation(reading, one, names.claim(one)));
}

/** An operation where it stands. */
interface Found extends Identity {
  readonly item: JsonObject;
  readonly operation: JsonObject;
  readonly pointer: string;
  readonly itemPointer: string;
}

function findOperations(context: Context): Found[] {
  const out: Found[] = [];
  for (const [key, value] of Object.entries(objectAt(context.root, 'paths'))) {
    if (key.startsWith('x-')) continue;
    const path = key.startsWith('/') ? key : `/${key}`;
    const item = context.resolve(value, at('/paths', key));
    if (item === undefined) continue;
    // Keywords beside the reference of a path item count too (OAS 3.1.1, 4.8.9).
    const own = isObject(value) ? value : {};
    const add = (method: string, operation: JsonObject, pointer: string): void => {
      const operationId = textAt(operation, 'operationId');
      out.push({
        path,
        method,
        operationId,
        item: item.value,
        operation,
        pointer,
        itemPointer: item.pointer,
      });
    };
    for (const method of METHODS) {
      const operation = item.value[method] ?? own[method];
      if (!isObject(operation)) continue;
      const holder = isObject(item.value[method]) ? item.pointer : at('/paths', key);
      add(method, operation, at(holder, method));
    }
    for (const [method, operation] of Object.entries(objectAt(item.value, 'additionalOperations'))) {
      if (!isObject(operation) || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/.test(method)) continue;
      add(method, operation, at(item.pointer, 'additionalOperations', method));
    }
  }
  return out;
}

function readOperation(reading: Reading, found: Found, id: string): ReadOperation {
  const { context, graph } = reading;
  const { path, item, operation: source, operationId, pointer } = found;
  const method = METHODS.includes(found.method) ? found.method.toUpperCase() : found.method;
  const words = id.split('_');
  const declared = declaredParameters(
    [
      { owner: item, pointer: found.itemPointer },
      { owner: source, pointer },
    ],
    context,
  );
  const template = parsePath(path, new Set(declared.map((parameter) => parameter.name)));
  const params = readParameters(
    declared,
    template,
    { words, pointer, title: `${method} ${path}` },
    context,
    graph,
  );
  const body = readBody(source['requestBody'], at(pointer, 'requestBody'), words, context, graph);
  const responses = readResponses(source, method, pointer, words, context, graph);
  const server = ownServer(source, item, context);
  const operation: Operation = {
    id,
    ...optionalText('operationId', operationId),
    pointer,
    method,
    path: specText(template.bare),
    segments: template.segments,
    fixedQuery: template.fixedQuery.map(([name, value]) => ({
      name: specText(name),
      value: specText(value),
    })),
    tag: reading.tags.claim(firstTag(source), path),
    ...optionalText('summary', proseAt(source, 'summary') ?? proseAt(item, 'summary')),
    ...optionalText('description', proseAt(source, 'description') ?? proseAt(item, 'description')),
    deprecated: source['deprecated'] === true,
    params: params.map((entry) => entry.parameter),
    ...(body === undefined ? {} : { body: body.body }),
    responses: responses.map((entry) => entry.response),
    security: reading.security.of(source, pointer, authorizationParameter([source, item], context)),
    ...(server === undefined ? {} : { server }),
    safety: safetyOf(method, [proseAt(source, 'summary'), operationId]),
  };
  return { source, operation, params, ...(body === undefined ? {} : { body }), responses };
}

const optionalText = <K extends string>(key: K, text: string | undefined) =>
  (text === undefined ? {} : { [key]: specText(text) }) as { [P in K]?: { spec: string } };

function firstTag(operation: JsonObject): string | undefined {
  const tag: JsonValue | undefined = listAt(operation, 'tags').find((value) => typeof value === 'string');
  return typeof tag === 'string' && tag.trim() !== '' ? tag : undefined;
}
