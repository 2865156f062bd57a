/** A small validator for the schemas that this program makes: is a default, an example or a made-up value right? */
import { isObject, own, sameJson } from '../json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';
import { fitsFormat } from './formats.js';
import { matcher } from './pattern.js';
import { distinct, isOfType } from './values.js';

/** Resolves `#/$defs/…`. */
export type Follow = (ref: string) => JsonSchema | boolean;

/** Guards against endless references and against values that take longer to judge than they are worth. */
const MAX_STEPS = 20_000;
const MAX_DEPTH = 80;

interface Run {
  readonly follow: Follow;
  steps: number;
}

/** True when the value satisfies the schema. False too when that could not be decided in bounded time. */
export function fits(schema: JsonValue | undefined, value: JsonValue, follow: Follow): boolean {
  return check(schema, value, { follow, steps: 0 }, 0);
}

function check(schema: JsonValue | undefined, value: JsonValue, run: Run, depth: number): boolean {
  if (schema === undefined || schema === true) return true;
  if (!isObject(schema)) return false;
  if (++run.steps > MAX_STEPS || depth > MAX_DEPTH) return false;
  const again = (inner: JsonValue | undefined, part: JsonValue) => check(inner, part, run, depth + 1);
  const ref = schema['$ref'];
  if (typeof ref === 'string' && !check(run.follow(ref), value, run, depth + 1)) return false;
  if (!fitsKind(schema, value) || !fitsCombinators(schema, value, again)) return false;
  if (typeof value === 'string') return fitsText(schema, value);
  if (typeof value === 'number') return fitsNumber(schema, value);
  if (Array.isArray(value)) return fitsList(schema, value, again);
  return isObject(value) ? fitsObject(schema, value, again) : true;
}

type Again = (schema: JsonValue | undefined, value: JsonValue) => boolean;

function fitsKind(schema: JsonObject, value: JsonValue): boolean {
  const { type, enum: listed } = schema;
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (types.length > 0 && !types.some((name) => typeof name === 'string' && isOfType(value, name)))
    return false;
  if (Array.isArray(listed) && !listed.some((other) => sameJson(other, value))) return false;
  return schema['const'] === undefined || sameJson(schema['const'], value);
}

function fitsCombinators(schema: JsonObject, value: JsonValue, again: Again): boolean {
  const { allOf, anyOf, not } = schema;
  if (Array.isArray(allOf) && !allOf.every((part) => again(part, value))) return false;
  if (Array.isArray(anyOf) && !anyOf.some((part) => again(part, value))) return false;
  if (not !== undefined && again(not, value)) return false;
  if (schema['if'] === undefined) return true;
  return again(schema[again(schema['if'], value) ? 'then' : 'else'], value);
}

const limit = (schema: JsonObject, key: string, otherwise: number): number => {
  const value = schema[key];
  return typeof value === 'number' ? value : otherwise;
};

function fitsText(schema: JsonObject, text: string): boolean {
  const { pattern, format } = schema;
  const length = [...text].length;
  if (length < limit(schema, 'minLength', 0) || length > limit(schema, 'maxLength', Number.POSITIVE_INFINITY))
    return false;
  if (typeof format === 'string' && !fitsFormat(format, text)) return false;
  // What cannot be found out in time is not held against the value.
  return typeof pattern !== 'string' || (matcher(pattern).test(text) ?? true);
}

function fitsNumber(schema: JsonObject, number: number): boolean {
  const step = limit(schema, 'multipleOf', 0);
  const ratio = step === 0 ? 0 : number / step;
  return (
    number >= limit(schema, 'minimum', Number.NEGATIVE_INFINITY) &&
    number <= limit(schema, 'maximum', Number.POSITIVE_INFINITY) &&
    number > limit(schema, 'exclusiveMinimum', Number.NEGATIVE_INFINITY) &&
    number < limit(schema, 'exclusiveMaximum', Number.POSITIVE_INFINITY) &&
    Math.abs(ratio - Math.round(ratio)) < 1e-9
  );
}

function fitsList(schema: JsonObject, list: readonly JsonValue[], again: Again): boolean {
  const { prefixItems, items, contains } = schema;
  if (list.length < limit(schema, 'minItems', 0)) return false;
  if (list.length > limit(schema, 'maxItems', Number.POSITIVE_INFINITY)) return false;
  if (schema['uniqueItems'] === true && distinct(list).length < list.length) return false;
  const first = Array.isArray(prefixItems) ? prefixItems : [];
  if (!list.every((item, index) => again(index < first.length ? first[index] : items, item))) return false;
  return contains === undefined || list.some((item) => again(contains, item));
}

function fitsObject(schema: JsonObject, value: JsonObject, again: Again): boolean {
  const names = Object.keys(value);
  if (names.length < limit(schema, 'minProperties', 0)) return false;
  if (names.length > limit(schema, 'maxProperties', Number.POSITIVE_INFINITY)) return false;
  const { required, properties, patternProperties, propertyNames, dependentRequired } = schema;
  const has = (name: JsonValue) => typeof name === 'string' && Object.hasOwn(value, name);
  if (Array.isArray(required) && !required.every(has)) return false;
  if (propertyNames !== undefined && !names.every((name) => again(propertyNames, name))) return false;
  if (isObject(dependentRequired)) {
    for (const [name, needs] of Object.entries(dependentRequired)) {
      if (has(name) && Array.isArray(needs) && !needs.every(has)) return false;
    }
  }
  const patterns = isObject(patternProperties) ? Object.entries(patternProperties) : [];
  const known = isObject(properties) ? properties : {};
  return names.every((name) => {
    const member = own(value, name) ?? null;
    const matching = patterns.filter(([pattern]) => matcher(pattern).test(name) === true);
    if (!matching.every(([, inner]) => again(inner, member))) return false;
    if (Object.hasOwn(known, name)) return again(own(known, name), member);
    return matching.length > 0 || again(schema['additionalProperties'], member);
  });
}
