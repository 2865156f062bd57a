import { isObject, sameJson } from '../model/json.js';
import type { JsonObject, JsonValue } from '../model/types.js';

/** An action of an Overlay 1.1. */
export type OverlayAction = {
  readonly target: string;
  readonly update?: JsonValue;
  readonly remove?: true;
};

/** Actions that make `after` of `before`, in an order in which none disturbs another. */
export function overlayActions(before: JsonValue, after: JsonValue): OverlayAction[] {
  return isObject(before) && isObject(after) ? objectActions(before, after, []) : [];
}

type Path = readonly (string | number)[];

function objectActions(before: JsonObject, after: JsonObject, path: Path): OverlayAction[] {
  const removed: OverlayAction[] = [];
  const inner: OverlayAction[] = [];
  const update: JsonObject = {};
  for (const [key, old] of Object.entries(before)) {
    const at = [...path, key];
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    if (now === old) continue;
    if (now === undefined) removed.push({ target: jsonPath(at), remove: true });
    else if (isObject(old) && isObject(now)) inner.push(...objectActions(old, now, at));
    else if (Array.isArray(old) && Array.isArray(now)) inner.push(...listActions(old, now, at));
    else {
      // Version 1.1 replaces no value by one of another kind: the old one goes first.
      if (isNested(old) || isNested(now)) removed.push({ target: jsonPath(at), remove: true });
      update[key] = now;
    }
  }
  for (const [key, now] of Object.entries(after)) if (!Object.hasOwn(before, key)) update[key] = now;
  const changed = Object.keys(update).length > 0 ? [{ target: jsonPath(path), update }] : [];
  return [...inner, ...removed, ...changed];
}

const isNested = (value: JsonValue): boolean => typeof value === 'object' && value !== null;

/** Items changed in place, or taken out, or added at the end; any other list is written anew. */
function listActions(before: readonly JsonValue[], after: readonly JsonValue[], path: Path): OverlayAction[] {
  if (before.length === after.length && before.every((item, at) => isObject(item) && isObject(after[at]))) {
    return before.flatMap((item, at) => {
      const now = after[at];
      return isObject(item) && isObject(now) ? objectActions(item, now, [...path, at]) : [];
    });
  }
  if (sameJson([...before], [...after])) return [];
  const gone: number[] = [];
  let next = 0;
  for (const [at, item] of before.entries()) {
    const kept = after[next];
    if (kept !== undefined && sameJson(item, kept)) next += 1;
    else gone.push(at);
  }
  const removals = gone
    .toReversed()
    .map((at) => ({ target: jsonPath([...path, at]), remove: true as const }));
  const added = after.slice(next);
  // What is appended must not be joined with it as a list.
  return [...removals, ...(added.length === 0 ? [] : [{ target: jsonPath(path), update: added }])];
}

/** `$.paths['/pets'].get` (RFC 9535). */
export function jsonPath(path: Path): string {
  const parts = path.map((key) => {
    if (typeof key === 'number') return `[${key}]`;
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${quoted(key)}]`;
  });
  return `$${parts.join('')}`;
}

/** A single-quoted name selector: its escapes are those of JSON, with ' for ". */
const quoted = (key: string): string =>
  `'${JSON.stringify(key).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
