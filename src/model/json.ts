/** Reading untrusted JSON: nothing is assumed about a value's kind, and no key finds a member of Object.prototype. */
import type { JsonObject, JsonValue } from './types.js';

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const own = (object: JsonObject, key: string): JsonValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** The member when it is an object, else an empty one. */
export function objectAt(object: JsonObject, key: string): JsonObject {
  const value = own(object, key);
  return isObject(value) ? value : {};
}

/** The member when it is a list, else an empty one. */
export function listAt(object: JsonObject, key: string): readonly JsonValue[] {
  const value = own(object, key);
  return Array.isArray(value) ? value : [];
}

/** The member when it is a text that says something. */
export function textAt(object: JsonObject, key: string): string | undefined {
  const value = own(object, key);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Prose beyond this is not kept: no model, no person and no docstring has room for it. */
const MAX_PROSE = 5_000;

export const prose = (text: string): string =>
  text.length > MAX_PROSE ? `${text.slice(0, MAX_PROSE - 1)}…` : text;

/** A description or summary, when it says something. */
export function proseAt(object: JsonObject, key: string): string | undefined {
  const text = textAt(object, key);
  return text === undefined ? undefined : prose(text);
}

/** Sets an own member whatever its name is: `__proto__` too. */
export function put(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    object[key] = value;
  }
}

/** An object of the given members, in order. */
export function fromPairs(pairs: Iterable<readonly [string, JsonValue]>): JsonObject {
  const out: JsonObject = {};
  for (const [key, value] of pairs) put(out, key, value);
  return out;
}

/** Same JSON value; members of objects in any order. Bounded by the caller's choice of values. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, at) => sameJson(item, b[at] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] ?? null, b[key] ?? null))
  );
}

/** One segment of a JSON pointer. */
export const pointerKey = (key: string): string =>
  key.includes('~') || key.includes('/') ? key.replace(/~/g, '~0').replace(/\//g, '~1') : key;

/** A pointer with further segments. */
export const at = (pointer: string, ...keys: readonly (string | number)[]): string =>
  keys.reduce<string>((path, key) => `${path}/${typeof key === 'number' ? key : pointerKey(key)}`, pointer);
