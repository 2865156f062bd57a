import type { Context } from '../context.js';
import { isObject } from '../json.js';
import { saysNullable } from '../schema/values.js';
import type { JsonObject, JsonValue } from '../types.js';

/** Keywords that constrain nothing. */
const NOTES = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'nullable',
  'externalDocs',
  'xml',
  'discriminator',
  '$comment',
]);

export interface Lone {
  readonly value: JsonObject;
  readonly pointer: string;
  readonly nullable: boolean;
}

const says = (value: JsonObject): string[] =>
  Object.keys(value).filter((key) => !NOTES.has(key) && !key.startsWith('x-'));

const isNull = (value: JsonValue): boolean =>
  isObject(value) && (value['type'] === 'null' || value['const'] === null);

/**
 * The schema that another one only wraps, to describe it or to admit null: `{allOf: [X], description}`,
 * `{oneOf: [X, {type: null}]}`. Such a wrapper is no type of its own.
 */
export function lone(value: JsonObject, pointer: string, context: Context): Lone | undefined {
  const keys = says(value);
  const plain = keys.filter((key) => key !== 'type' || value['type'] !== 'object');
  const [key] = plain;
  if (plain.length !== 1 || key === undefined || !['allOf', 'oneOf', 'anyOf'].includes(key)) return undefined;
  const parts = value[key];
  if (!Array.isArray(parts)) return undefined;
  const nullable = saysNullable(value) || (key !== 'allOf' && parts.some(isNull));
  const telling = parts
    .map((part, index) => ({ value: part, pointer: `${pointer}/${key}/${index}` }))
    .filter((part) => !isNull(part.value) && isObject(part.value) && says(part.value).length > 0);
  const [only] = telling;
  if (telling.length !== 1 || only === undefined || !isObject(only.value)) return undefined;
  // A part of the same allOf that only says "nullable" counts too.
  const partSays = parts.some((part) => isObject(part) && saysNullable(part) && context.legacy);
  return { value: only.value, pointer: only.pointer, nullable: nullable || partSays };
}
