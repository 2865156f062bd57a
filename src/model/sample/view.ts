/** A converted schema with its references and parts laid over each other, one branch of each alternative taken. */
import { isObject } from '../json.js';
import type { Follow } from '../schema/validate.js';
import type { JsonObject, JsonValue } from '../types.js';

export interface View {
  types: readonly string[] | undefined;
  values: readonly JsonValue[] | undefined;
  readonly offers: JsonValue[];
  readonly members: Map<string, JsonValue[]>;
  readonly required: Set<string>;
  readonly items: JsonValue[];
  readonly patterns: string[];
  readonly limits: Map<string, number>;
  prefix: readonly JsonValue[];
  format: string | undefined;
  encoded: boolean;
  unique: boolean;
  additional: JsonValue | undefined;
  names: JsonValue | undefined;
  readonly refs: ReadonlyMap<string, number>;
}

const MAX_DEPTH = 60;
/** A reference met again on its own way: once more is enough to close a recursion that can be closed. */
const MAX_AGAIN = 2;
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties', 'multipleOf'];

/** Undefined when the schema admits nothing or repeats itself without end. `pick`: which alternative. */
export function viewOf(
  schema: JsonValue,
  follow: Follow,
  pick: number,
  refs: ReadonlyMap<string, number>,
): View | undefined {
  const counted = new Map(refs);
  const view: View = {
    types: undefined,
    values: undefined,
    offers: [],
    members: new Map(),
    required: new Set(),
    items: [],
    patterns: [],
    limits: new Map(),
    prefix: [],
    format: undefined,
    encoded: false,
    unique: false,
    additional: undefined,
    names: undefined,
    refs: counted,
  };
  return lay(schema, { view, follow, pick, refs: counted, laid: new Set() }, 0) ? view : undefined;
}

interface Run {
  readonly view: View;
  readonly follow: Follow;
  readonly pick: number;
  readonly refs: Map<string, number>;
  readonly laid: Set<string>;
}

function lay(schema: JsonValue, run: Run, depth: number): boolean {
  if (schema === true) return true;
  if (!isObject(schema) || depth > MAX_DEPTH) return false;
  const { $ref: ref, allOf, anyOf } = schema;
  if (typeof ref === 'string') {
    if (!layReference(ref, run, depth)) return false;
  }
  layKind(schema, run.view);
  layMembers(schema, run.view);
  if (Array.isArray(allOf) && !allOf.every((part) => lay(part, run, depth + 1))) return false;
  if (!Array.isArray(anyOf) || anyOf.length === 0) return true;
  // null last: it says least.
  const ordered = [...anyOf].sort((a, b) => Number(isNull(a)) - Number(isNull(b)));
  const branch = ordered[run.pick % ordered.length];
  return branch !== undefined && lay(branch, run, depth + 1);
}

const isNull = (schema: JsonValue): boolean =>
  isObject(schema) && (schema['type'] === 'null' || schema['const'] === null);

/** What a definition says is laid once per view, however often its parts refer to it. */
function layReference(ref: string, run: Run, depth: number): boolean {
  if (run.laid.has(ref)) return true;
  run.laid.add(ref);
  const again = (run.refs.get(ref) ?? 0) + 1;
  if (again > MAX_AGAIN) return false;
  run.refs.set(ref, again);
  return lay(run.follow(ref), run, depth + 1);
}

function layKind(schema: JsonObject, view: View): void {
  const { type, enum: listed, const: fixed, format, pattern } = schema;
  const types = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  if (types.length > 0) {
    const { types: before } = view;
    view.types =
      before === undefined
        ? types
        : types.filter((name) => before.includes(name) || (name === 'integer' && before.includes('number')));
  }
  if (Array.isArray(listed))
    view.values = view.values === undefined ? listed : view.values.filter((value) => listed.includes(value));
  if (fixed !== undefined) view.values = [fixed];
  if (typeof format === 'string') view.format ??= format;
  if (schema['contentEncoding'] === 'base64') view.encoded = true;
  if (typeof pattern === 'string') view.patterns.push(pattern);
  if (schema['default'] !== undefined) view.offers.push(schema['default']);
  if (Array.isArray(schema['examples'])) view.offers.unshift(...schema['examples']);
  for (const name of UPPER) layLimit(name, schema[name], view, Math.min);
  for (const name of LOWER) layLimit(name, schema[name], view, Math.max);
}

function layLimit(
  name: string,
  value: JsonValue | undefined,
  view: View,
  choose: (a: number, b: number) => number,
): void {
  if (typeof value !== 'number') return;
  const before = view.limits.get(name);
  view.limits.set(name, before === undefined ? value : choose(before, value));
}

function layMembers(schema: JsonObject, view: View): void {
  const { properties, required, items, prefixItems } = schema;
  if (isObject(properties)) {
    for (const [name, value] of Object.entries(properties)) {
      const list = view.members.get(name);
      if (list === undefined) view.members.set(name, [value]);
      else list.push(value);
    }
  }
  if (Array.isArray(required))
    for (const name of required) if (typeof name === 'string') view.required.add(name);
  if (items !== undefined) view.items.push(items);
  if (schema['contains'] !== undefined) view.items.push(schema['contains']);
  if (Array.isArray(prefixItems)) view.prefix = prefixItems;
  if (schema['uniqueItems'] === true) view.unique = true;
  if (schema['additionalProperties'] !== undefined) view.additional = schema['additionalProperties'];
  if (schema['propertyNames'] !== undefined) view.names = schema['propertyNames'];
}
