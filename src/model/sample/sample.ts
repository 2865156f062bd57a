/** Values that satisfy a converted schema: arguments and answers for the generated tests. Bounded, and checked. */
import { isObject, put } from '../json.js';
import { type Follow, fits } from '../schema/validate.js';
import { isOfType } from '../schema/values.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';
import { sampleText } from './text.js';
import { type View, viewOf } from './view.js';

/** Optional members are filled up to this many values; a tree of them grows without use. */
const MAX_OPTIONAL = 40;
/** Values of one sample, made and tried; beyond, there is no sample. */
const MAX_NODES = 400;
const MAX_DEPTH = 12;
const MAX_BRANCHES = 12;
const MAX_ITEMS = 50;
const MAX_REFS = 200;

/** Values of definitions, made once per set of schemas: most answers name the same few hundred types. */
const made = new WeakMap<Follow, Map<string, JsonValue>>();

interface Run {
  readonly follow: Follow;
  /** Levels on which optional members are filled too. */
  readonly optional: number;
  nodes: number;
}

/** Undefined when no value could be made. `optional`: levels on which members that are not required are filled too. */
export function sample(
  schema: JsonSchema | boolean,
  follow: Follow,
  optional: number,
): JsonValue | undefined {
  for (const levels of new Set([optional, 0])) {
    const value = make(
      schema,
      { follow, optional: levels, nodes: 0 },
      { depth: 0, index: 0, refs: new Map() },
    );
    if (value !== undefined && fits(schema, value, follow)) return value;
  }
  return undefined;
}

interface Spot {
  readonly depth: number;
  readonly index: number;
  readonly refs: ReadonlyMap<string, number>;
}

function make(schema: JsonValue, run: Run, spot: Spot): JsonValue | undefined {
  if (spot.depth > MAX_DEPTH || run.nodes > MAX_NODES) return undefined;
  run.nodes++;
  const ref = spot.depth >= run.optional ? loneRef(schema) : undefined;
  if (ref === undefined) return choose(schema, run, spot);
  const known = made.get(run.follow) ?? new Map<string, JsonValue>();
  made.set(run.follow, known);
  const value = known.get(ref) ?? choose(schema, run, spot);
  if (value !== undefined) known.set(ref, value);
  return value;
}

function loneRef(schema: JsonValue): string | undefined {
  if (!isObject(schema)) return undefined;
  const { $ref: ref } = schema;
  return typeof ref === 'string' && Object.keys(schema).length === 1 ? ref : undefined;
}

function choose(schema: JsonValue, run: Run, spot: Spot): JsonValue | undefined {
  const width = widthOf(schema, run.follow, new Set());
  for (let pick = 0; pick < Math.min(width, MAX_BRANCHES); pick++) {
    const view = viewOf(schema, run.follow, pick, spot.refs);
    if (view === undefined) continue;
    const value = fromView(view, run, { ...spot, refs: view.refs });
    if (value !== undefined && (width === 1 || fits(schema, value, run.follow))) return value;
  }
  return undefined;
}

/** How many alternatives there are to try. Each definition is looked at once. */
function widthOf(schema: JsonValue, follow: Follow, seen: Set<string>): number {
  if (!isObject(schema)) return 1;
  const { $ref: ref, allOf, anyOf } = schema;
  let width = Array.isArray(anyOf) ? anyOf.length : 1;
  if (typeof ref === 'string' && !seen.has(ref) && seen.size < MAX_REFS) {
    seen.add(ref);
    width = Math.max(width, widthOf(follow(ref), follow, seen));
  }
  for (const part of Array.isArray(allOf) ? allOf : []) width = Math.max(width, widthOf(part, follow, seen));
  return width;
}

function fromView(view: View, run: Run, spot: Spot): JsonValue | undefined {
  const { values, types } = view;
  if (values !== undefined) {
    const fit = values.filter((value) => types === undefined || types.some((type) => isOfType(value, type)));
    return fit.find((value) => value !== null && value !== '') ?? fit[0];
  }
  const type = types === undefined ? guess(view) : (types.find((name) => name !== 'null') ?? types[0]);
  switch (type) {
    case 'string':
      return sampleText(view, spot.index);
    case 'integer':
    case 'number':
      return sampleNumber(view, type, spot.index);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return sampleList(view, run, spot);
    case 'object':
      return sampleObject(view, run, spot);
    default:
      return types === undefined ? 'sample' : undefined;
  }
}

function guess(view: View): string | undefined {
  if (view.members.size > 0 || view.required.size > 0 || view.limits.has('minProperties')) return 'object';
  if (view.items.length > 0 || view.prefix.length > 0) return 'array';
  if (view.limits.has('minimum') || view.limits.has('maximum')) return 'number';
  if (typeof view.additional === 'object') return 'object';
  return view.patterns.length > 0 ||
    view.format !== undefined ||
    view.limits.has('minLength') ||
    view.limits.has('maxLength') ||
    view.encoded
    ? 'string'
    : undefined;
}

function sampleNumber(view: View, type: string, index: number): number | undefined {
  const limit = (name: string, otherwise: number) => view.limits.get(name) ?? otherwise;
  const gap = type === 'integer' ? 1 : 0.5;
  const step = limit('multipleOf', 0);
  let low = Math.max(
    limit('minimum', Number.NEGATIVE_INFINITY),
    limit('exclusiveMinimum', Number.NEGATIVE_INFINITY) + gap,
  );
  let high = Math.min(
    limit('maximum', Number.POSITIVE_INFINITY),
    limit('exclusiveMaximum', Number.POSITIVE_INFINITY) - gap,
  );
  if (type === 'integer') [low, high] = [Math.ceil(low), Math.floor(high)];
  const offer = index === 0 ? view.offers.find((value) => typeof value === 'number') : undefined;
  const wanted = typeof offer === 'number' ? offer : (step || 1) * (1 + index);
  if (low > high) return type === 'integer' || !Number.isFinite(low + high) ? undefined : (low + high) / 2;
  const inside = Math.min(Math.max(wanted, low), high);
  if (step === 0) return inside;
  const above = Math.ceil(inside / step) * step;
  return above <= high ? above : Math.floor(high / step) * step;
}

function sampleList(view: View, run: Run, spot: Spot): JsonValue[] | undefined {
  const least = view.limits.get('minItems') ?? 0;
  // One item shows what a list holds; lists deep inside stay empty where they may.
  const shown = spot.depth < 2 ? Math.min(1, view.limits.get('maxItems') ?? 1) : 0;
  const wanted = Math.max(least, view.prefix.length, shown);
  if (wanted > MAX_ITEMS) return undefined;
  const items: JsonValue = view.items.length > 1 ? { allOf: view.items } : (view.items[0] ?? {});
  const out: JsonValue[] = [];
  for (let index = 0; index < wanted; index++) {
    const schema = view.prefix[index] ?? items;
    const value = make(schema, run, { depth: spot.depth + 1, index, refs: spot.refs });
    if (value === undefined) return out.length >= least ? out : undefined;
    out.push(value);
  }
  return out;
}

function sampleObject(view: View, run: Run, spot: Spot): JsonObject | undefined {
  const out: JsonObject = {};
  const inner = { depth: spot.depth + 1, index: 0, refs: spot.refs };
  const schemaOf = (name: string): JsonValue => {
    const schemas = view.members.get(name);
    if (schemas === undefined) return view.additional ?? {};
    return schemas.length === 1 ? (schemas[0] ?? {}) : { allOf: schemas };
  };
  for (const name of view.required) {
    const value = make(schemaOf(name), run, inner);
    if (value === undefined) return undefined;
    put(out, name, value);
  }
  const least = view.limits.get('minProperties') ?? 0;
  const most = view.limits.get('maxProperties') ?? Number.POSITIVE_INFINITY;
  for (const name of view.members.keys()) {
    const count = Object.keys(out).length;
    const wanted = count < least || (spot.depth < run.optional && run.nodes < MAX_OPTIONAL);
    if (!wanted || count >= most) break;
    if (Object.hasOwn(out, name)) continue;
    const value = make(schemaOf(name), run, inner);
    if (value !== undefined) put(out, name, value);
  }
  for (let extra = 1; Object.keys(out).length < Math.min(least, MAX_ITEMS); extra++) {
    const name =
      view.names === undefined ? `key${extra}` : make(view.names, run, { ...inner, index: extra - 1 });
    const value = make(view.additional ?? {}, run, inner);
    if (typeof name !== 'string' || value === undefined || Object.hasOwn(out, name)) return undefined;
    put(out, name, value);
  }
  return out;
}
