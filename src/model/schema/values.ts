/** `type`, `enum` and `const` of a schema, cleaned: what cannot mean anything is left out and reported. */
import { sameJson } from '../json.js';
import type { JsonObject, JsonValue } from '../types.js';

export const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

/** Says what was mended: a code and a sentence. */
export type Mend = (code: string, message: string) => void;

export function isOfType(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

/** The declared types; empty when none is declared or none is known. 2.0's `file` is text. */
export function declaredTypes(schema: JsonObject, mend: Mend): string[] {
  const declared = schema['type'];
  if (declared === undefined) return [];
  const types: string[] = [];
  for (const type of Array.isArray(declared) ? declared : [declared]) {
    if (type === 'file') types.push('string');
    else if (typeof type === 'string' && TYPES.has(type)) types.push(type);
    else if (type !== null) mend('schema.type', `${JSON.stringify(type)} is no type, and is not used`);
  }
  return [...new Set(types)];
}

/** True for `nullable` in every spelling of 2.0 and 3.0. */
export const saysNullable = (schema: JsonObject): boolean =>
  schema['nullable'] === true || schema['x-nullable'] === true;

interface TypedValues {
  readonly types: readonly string[];
  readonly values?: readonly JsonValue[];
  /** The values were meant for the items of an array. */
  readonly forItems: boolean;
}

/** The types and the enumerated values that agree with them. */
export function typedValues(schema: JsonObject, nullable: boolean, mend: Mend): TypedValues {
  const types = declaredTypes(schema, mend);
  if (nullable && types.length > 0 && !types.includes('null')) types.push('null');
  const listed = schema['enum'];
  if (!Array.isArray(listed) || listed.length === 0) {
    if (listed !== undefined) mend('schema.enum', 'enum is no list of values, and is not used');
    return { types, forItems: false };
  }
  const values = distinct(nullable && !listed.includes(null) ? [...listed, null] : listed);
  if (types.length === 0) return { types, values, forItems: false };
  if (types.includes('array') && !values.some(Array.isArray)) return { types, values, forItems: true };
  return { ...agree(types, values, mend), forItems: false };
}

/**
 * Where no value is of the type, the values count: somebody wrote each of them down. Unquoted numbers where the type says text
 * are what YAML makes of texts; texts come first there, and both are taken.
 */
function agree(types: readonly string[], values: readonly JsonValue[], mend: Mend) {
  const fits = values.filter((value) => types.some((type) => isOfType(value, type)));
  if (fits.some((value) => value !== null) || fits.length === values.length) return { types, values: fits };
  mend('schema.enum-type', `no value of enum is a ${types.join(' or ')}`);
  const texts = types.includes('string') ? values.filter(isScalar).map(String) : [];
  return { types: [], values: distinct([...texts, ...values]) };
}

const isScalar = (value: JsonValue): boolean => typeof value === 'number' || typeof value === 'boolean';

/** Each value once. Scalars by a key, the rest by comparison: lists of objects are short. */
export function distinct(values: readonly JsonValue[]): JsonValue[] {
  const seen = new Set<JsonValue>();
  const out: JsonValue[] = [];
  for (const value of values) {
    const scalar = typeof value !== 'object' || value === null;
    if (scalar ? seen.has(value) : out.length < 200 && out.some((other) => sameJson(other, value))) continue;
    seen.add(value);
    out.push(value);
  }
  return out;
}
