import type { JsonObject, JsonValue } from '../model/types.js';

/** A JSON object: not null, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member. Documents choose names such as `constructor`, which a plain lookup finds on the prototype. */
export const own = (object: JsonObject, key: string): JsonValue | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** The member as an object, or undefined. */
export function ownObject(object: JsonObject, key: string): JsonObject | undefined {
  const value = own(object, key);
  return isObject(value) ? value : undefined;
}

/** The object members of an object, as pairs; other members are skipped. */
export const objectEntries = (value: JsonValue | undefined): [string, JsonObject][] =>
  isObject(value)
    ? Object.entries(value).filter((pair): pair is [string, JsonObject] => isObject(pair[1]))
    : [];

/**
 * A scalar as text, `''` for everything else. `String()` would call the `toString` of an object, which a document can set to
 * anything.
 */
export const scalarText = (value: unknown): string =>
  (typeof value === 'object' && value !== null) || value === undefined ? '' : String(value);

/** Empties an object in place, so that whoever holds it sees the change. */
export function clear(object: JsonObject): void {
  for (const key of Object.keys(object)) delete object[key];
}

/** Any of the values that a `$ref` or a walk can stand on. */
export function childOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d{0,9})$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) ? own(value, key) : undefined;
}
