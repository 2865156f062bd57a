import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import type { Report } from '../report.js';
import { kindOf, show } from '../show.js';
import { trailTo } from '../trail.js';

/** One action of an overlay (Overlay Specification 1.1, "Action Object"), checked. */
export interface Action {
  /** A JSONPath expression (RFC 9535). */
  readonly target: string;
  readonly change:
    | { readonly kind: 'remove' }
    | { readonly kind: 'update'; readonly value: JsonValue }
    | { readonly kind: 'copy'; readonly from: string };
  /** Segments of the action in its file. */
  readonly at: readonly string[];
}

export interface Overlay {
  readonly file: ParsedFile;
  /** 1.0 lets a value replace one of another kind, 1.1 calls that an error. */
  readonly strict: boolean;
  readonly actions: readonly Action[];
}

/** Reads an overlay of version 1.0 or 1.1; undefined when the report says what is wrong with it. */
export function readOverlay(file: ParsedFile, report: Report): Overlay | undefined {
  const root = file.value;
  const wrong = (message: string, ...at: string[]): undefined =>
    report.error('spec.overlay', message, trailTo(file, at)) as undefined;
  if (!isObject(root) || own(root, 'overlay') === undefined)
    return wrong(`This is no overlay: it must be an object with "overlay: 1.0.0", not ${kindOf(root)}`);
  const version = String(own(root, 'overlay'));
  if (!/^1(\.0|\.1)?(\.\d+)?$/.test(version))
    return wrong(`Overlay version ${show(version)} is unknown; 1.0 and 1.1 can be read`, 'overlay');
  const actions = own(root, 'actions');
  if (!Array.isArray(actions)) return wrong(`actions must be a list, not ${kindOf(actions)}`, 'actions');
  const read = actions.map((action, index) => readAction(action, ['actions', String(index)], wrong));
  if (read.includes(undefined)) return undefined;
  const strict = version.startsWith('1.1');
  return { file, strict, actions: read.filter((action) => action !== undefined) };
}

type Wrong = (message: string, ...at: string[]) => undefined;

function readAction(action: JsonValue, at: readonly string[], wrong: Wrong): Action | undefined {
  if (!isObject(action)) return wrong(`An action must be an object, not ${kindOf(action)}`, ...at);
  const target = own(action, 'target');
  if (typeof target !== 'string' || !target.startsWith('$'))
    return wrong('An action needs a target, a JSONPath that starts with $', ...at);
  const unknown = Object.keys(action).find((key) => !FIELDS.has(key) && !key.startsWith('x-'));
  if (unknown !== undefined)
    return wrong(`An action has no ${show(unknown)}; it has target, update, remove and copy`, ...at, unknown);
  const change = changeOf(action);
  return change === undefined
    ? wrong('An action needs update, remove: true, or copy', ...at)
    : { target, change, at };
}

const FIELDS = new Set(['target', 'description', 'update', 'remove', 'copy']);

function changeOf(action: JsonObject): Action['change'] | undefined {
  if (action['remove'] === true) return { kind: 'remove' };
  const value = own(action, 'update');
  if (value !== undefined) return { kind: 'update', value };
  const from = own(action, 'copy');
  return typeof from === 'string' ? { kind: 'copy', from } : undefined;
}
