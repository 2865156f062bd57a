import type { LocatedFile } from '../../stages.js';
import type { Context } from '../context.js';
import { isObject, own } from '../json.js';
import { nearest } from '../tool/nearest.js';
import type { JsonObject, JsonValue, Operation } from '../types.js';
import { Members, withoutUndefined } from './members.js';
import type { ToolEdit } from './types.js';

const CODE = 'model.tools-file';
const KEYS = ['name', 'title', 'description', 'hidden', 'pinned', 'off', 'hints'] as const;
const HINT_KEYS = ['readOnly', 'destructive', 'idempotent', 'openWorld'] as const;
const HINTS = {
  readOnly: 'readOnly',
  destructive: 'destructive',
  idempotent: 'idempotent',
  openWorld: 'openWorld',
} as const;

/** The decisions of a `tools.yaml`, by id of the operation. What is wrong in it is an error with its place. */
export function fileEdits(
  file: LocatedFile | undefined,
  operations: readonly Operation[],
  context: Context,
): ReadonlyMap<string, ToolEdit> {
  const edits = new Map<string, ToolEdit>();
  const tools = file === undefined ? undefined : toolsOf(file, context);
  if (file === undefined || tools === undefined) return edits;
  const idOf = spellings(operations);
  for (const [key, value] of Object.entries(tools)) {
    const id = idOf.get(key);
    const at: ToolEdit['at'] = (...keys) => file.place(['tools', key, ...keys]);
    if (id === undefined) {
      const near = nearest(key, [...idOf.keys()]);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      context.report('model.tools-file-operation', 'error', `there is no operation ${key}${hint}`, at());
    } else if (edits.has(id)) {
      context.report(CODE, 'error', `the operation ${key} stands twice, under several names`, at());
    } else if (value !== null) edits.set(id, readEdit(value, at, context));
  }
  return edits;
}

/** The members of `tools`; an empty file, or one of comments, says nothing. */
function toolsOf(file: LocatedFile, context: Context): JsonObject | undefined {
  const { value } = file;
  if (value === null || value === '') return undefined;
  const tools = isObject(value) ? own(value, 'tools') : undefined;
  const other = isObject(value) ? Object.keys(value).find((key) => key !== 'tools') : undefined;
  if (!isObject(value) || other !== undefined) {
    const message = other === undefined ? 'the file must be an object' : `the file has no ${other}`;
    context.report(CODE, 'error', `${message}; it has tools`, file.place(other === undefined ? [] : [other]));
    return undefined;
  }
  if (tools === undefined || tools === null) return undefined;
  if (isObject(tools)) return tools;
  context.report(CODE, 'error', 'tools must be an object with an entry per operation', file.place(['tools']));
  return undefined;
}

/** Every way to name an operation: its id, its operationId, `GET /pets`. */
function spellings(operations: readonly Operation[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const { id, operationId, method, path } of operations) {
    if (operationId !== undefined) out.set(operationId.spec, id);
    out.set(`${method} ${path.spec}`, id);
  }
  for (const { id } of operations) out.set(id, id);
  return out;
}

function readEdit(value: JsonValue, at: ToolEdit['at'], context: Context): ToolEdit {
  if (!isObject(value)) {
    context.report(CODE, 'error', `an entry must be an object with ${KEYS.join(', ')}`, at());
    return { at };
  }
  refuseUnknown(value, KEYS, at, context);
  const read = new Members(value, at, context, CODE, 'error');
  return {
    ...withoutUndefined({
      name: read.text('name'),
      title: read.text('title'),
      description: read.text('description'),
      pinned: read.flag('pinned'),
      off: read.flag('off'),
    }),
    ...hintsOf(own(value, 'hints'), at, context),
    ...hiddenOf(own(value, 'hidden'), at, context),
    at,
  };
}

function refuseUnknown(
  value: JsonObject,
  keys: readonly string[],
  at: ToolEdit['at'],
  context: Context,
): void {
  for (const key of Object.keys(value).filter((one) => !keys.includes(one))) {
    const near = nearest(key, keys);
    const hint = near === undefined ? `; there are ${keys.join(', ')}` : `; did you mean ${near}?`;
    context.report(CODE, 'error', `there is no ${key}${hint}`, at(key));
  }
}

function hintsOf(
  value: JsonValue | undefined,
  at: ToolEdit['at'],
  context: Context,
): Pick<ToolEdit, 'hints'> {
  if (value === undefined) return {};
  if (!isObject(value)) {
    context.report(CODE, 'error', `hints must be an object with ${HINT_KEYS.join(', ')}`, at('hints'));
    return {};
  }
  const inside: ToolEdit['at'] = (...keys) => at('hints', ...keys);
  refuseUnknown(value, HINT_KEYS, inside, context);
  const hints = new Members(value, inside, context, CODE, 'error').hints(HINTS);
  return hints === undefined ? {} : { hints };
}

function hiddenOf(
  value: JsonValue | undefined,
  at: ToolEdit['at'],
  context: Context,
): Pick<ToolEdit, 'hidden'> {
  if (value === undefined) return {};
  if (isObject(value)) return { hidden: new Map(Object.entries(value)) };
  context.report(
    CODE,
    'error',
    'hidden must be an object: argument, and the value that is always sent',
    at('hidden'),
  );
  return {};
}
