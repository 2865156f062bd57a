import type { Context } from '../context.js';
import { at, isObject, own } from '../json.js';
import type { JsonObject, JsonValue, Operation } from '../types.js';
import { Members, withoutUndefined } from './members.js';
import type { ToolEdit } from './types.js';

/** Extensions of an operation that speak about its tool; the first has the last word. */
const EXTENSIONS = ['x-mcp', 'x-speakeasy-mcp'] as const;

const HINTS = {
  readOnly: 'readOnlyHint',
  destructive: 'destructiveHint',
  idempotent: 'idempotentHint',
  openWorld: 'openWorldHint',
} as const;

/**
 * What the document's own extensions say about the tool of an operation: `x-mcp` (true, false, or an object) and
 * `x-speakeasy-mcp`, with `name`, `title`, `description`, `disabled` or `enabled`, `scopes`, and the hints of the protocol, beside
 * them or under `annotations`. `x-mcp: false` at a path or at the root holds for every operation below that does not say otherwise.
 */
export function extensionEdit(operation: Operation, context: Context): ToolEdit | undefined {
  const source = objectAtPointer(operation.pointer, context);
  const found = EXTENSIONS.flatMap((key) => {
    const value = own(source, key);
    return value === undefined ? [] : [editOf(value, at(operation.pointer, key), context)];
  });
  const off = found.find((edit) => edit.off !== undefined)?.off ?? inherited(operation.pointer, context);
  if (found.length === 0 && off !== true) return undefined;
  const merged: ToolEdit = Object.assign({ at: () => operation.pointer }, ...found.toReversed());
  return off === undefined ? merged : { ...merged, off };
}

function editOf(value: JsonValue, pointer: string, context: Context): ToolEdit {
  const place = (...keys: readonly string[]): string => at(pointer, ...keys);
  if (typeof value === 'boolean') return { off: !value, at: place };
  if (!isObject(value)) {
    context.report('model.extension', 'warning', 'the extension must be true, false or an object', pointer);
    return { at: place };
  }
  const read = new Members(value, place, context, 'model.extension', 'warning');
  const annotations = own(value, 'annotations');
  const inner = isObject(annotations) ? annotations : {};
  const more = new Members(
    inner,
    (key = '') => place('annotations', key),
    context,
    'model.extension',
    'warning',
  );
  const hints = { ...more.hints(HINTS), ...read.hints(HINTS) };
  return {
    ...withoutUndefined({
      name: read.text('name'),
      title: read.text('title') ?? more.text('title'),
      description: read.text('description'),
      scopes: read.texts('scopes'),
      off: offOf(read.flag('disabled'), read.flag('enabled')),
    }),
    ...(Object.keys(hints).length === 0 ? {} : { hints }),
    at: place,
  };
}

function offOf(disabled: boolean | undefined, enabled: boolean | undefined): boolean | undefined {
  if (disabled !== undefined) return disabled;
  return enabled === undefined ? undefined : !enabled;
}

/** At the root, an object under `x-mcp` describes a server (Redocly, Zuplo) and says nothing about operations. */
function inherited(pointer: string, context: Context): boolean | undefined {
  const item = objectAtPointer(pointer.replace(/(\/additionalOperations)?\/[^/]*$/, ''), context);
  for (const level of [item, context.root]) {
    const value = own(level, 'x-mcp');
    const enabled = isObject(value) ? own(value, 'enabled') : value;
    if (typeof enabled === 'boolean') return !enabled;
  }
  return undefined;
}

function objectAtPointer(pointer: string, context: Context): JsonObject {
  const value = context.lookup(`#${pointer}`);
  return isObject(value) ? value : {};
}
