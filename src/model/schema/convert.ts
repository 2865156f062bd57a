import { type Context, refName } from '../context.js';
import { NameScope, snake, toWordsOr } from '../../escape/names/index.js';
import { at, isObject, listAt, put } from '../json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';
import { isHidden, type Side } from './hidden.js';
import { copyLimits } from './limits.js';
import { type Detail, inside, noteOf, shortExample } from './notes.js';
import { usablePattern } from './pattern.js';
import { fits } from './validate.js';
import { type Mend, saysNullable, typedValues } from './values.js';

export type Converted = JsonSchema | boolean;

interface Definition {
  readonly value: JsonValue;
  readonly pointer: string;
  readonly as: Map<Detail, Converted>;
}

/** Inline schemas nested deeper than this become definitions, so that no walk over a result is deep. */
const MAX_DEPTH = 40;

/**
 * Turns schemas of a document into JSON Schema 2020-12, as they are: references become `#/$defs/…` and are converted when
 * somebody asks for the definition, so nothing is ever expanded. Keywords that mean nothing are left out and reported.
 */
export class SchemaSet {
  readonly #context: Context;
  readonly #side: Side;
  readonly #names = new NameScope();
  readonly #nameOf = new Map<JsonValue, string>();
  readonly #definitions = new Map<string, Definition>();
  readonly #done: Readonly<Record<Detail, Map<JsonObject, JsonSchema>>> = {
    full: new Map(),
    brief: new Map(),
    bare: new Map(),
  };

  constructor(context: Context, side: Side) {
    this.#context = context;
    this.#side = side;
  }

  /** A definition that some converted schema refers to, by its name in `$defs`. */
  definition(name: string, detail: Detail): Converted {
    const definition = this.#definitions.get(name);
    if (definition === undefined) return true;
    const known = definition.as.get(detail);
    if (known !== undefined) return known;
    const converted = this.convert(definition.value, definition.pointer, detail);
    definition.as.set(detail, converted);
    return converted;
  }

  /** Follows `#/$defs/…`; for validation and sampling. */
  readonly follow = (ref: string): Converted => this.definition(ref.slice('#/$defs/'.length), 'bare');

  /** The same schema object for the same input, so do not change it. */
  convert(value: JsonValue | undefined, pointer: string, detail: Detail, depth = 0): Converted {
    if (typeof value === 'boolean') return value;
    if (!isObject(value)) return {};
    if (depth > MAX_DEPTH) return { $ref: `#/$defs/${this.#define(value, pointer, 'nested')}` };
    const known = this.#done[detail].get(value);
    if (known !== undefined) return known;
    const out: JsonSchema = {};
    this.#done[detail].set(value, out);
    this.#fill(value, out, { pointer, detail, depth });
    return out;
  }

  #fill(source: JsonObject, out: JsonSchema, place: Place): void {
    const { legacy } = this.#context;
    const nullable = legacy && saysNullable(source);
    if (typeof source['$ref'] === 'string') {
      const name = this.#reference(source['$ref']);
      if (name !== undefined) out['$ref'] = `#/$defs/${name}`;
      if (legacy) {
        if (nullable) orNull(out);
        this.#annotate(source, out, place, []);
        return;
      }
    }
    this.#constrain(source, out, place, nullable);
    this.#combine(source, out, place);
    if (nullable && out['type'] === undefined && out['enum'] === undefined) orNull(out);
    this.#annotate(source, out, place, ['default', 'examples']);
  }

  #constrain(source: JsonObject, out: JsonSchema, place: Place, nullable: boolean): void {
    const mend: Mend = (code, message) => this.#context.report(code, 'repair', message, place.pointer);
    const { types, values, forItems } = typedValues(source, nullable, mend);
    if (types.length > 0) out['type'] = types.length === 1 ? (types[0] ?? '') : [...types];
    if (values !== undefined && !forItems) out['enum'] = [...values];
    if (source['const'] !== undefined) out['const'] = source['const'];
    copyLimits(source, out, mend);
    if (typeof source['pattern'] === 'string') this.#pattern(source['pattern'], out, place);
    // Values that are not of the type are not of its format either.
    const isListed = values !== undefined && types.length === 0;
    if (typeof source['format'] === 'string' && source['format'] !== '' && !isListed)
      out['format'] = source['format'];
    if (source['contentEncoding'] === 'base64') out['contentEncoding'] = 'base64';
    this.#array(source, out, place, forItems ? values : undefined);
    this.#object(source, out, place);
  }

  #pattern(pattern: string, out: JsonSchema, place: Place): void {
    const usable = usablePattern(pattern);
    if (usable !== undefined) out['pattern'] = usable;
    if (usable === pattern) return;
    const done = usable === undefined ? 'and is not used' : `and is read as ${usable}`;
    const shown = pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern;
    this.#context.report(
      'schema.pattern',
      'repair',
      `pattern ${shown} is no ECMAScript regular expression as it stands, ${done}`,
      place.pointer,
    );
  }

  #array(source: JsonObject, out: JsonSchema, place: Place, itemValues?: readonly JsonValue[]): void {
    if (source['uniqueItems'] === true) out['uniqueItems'] = true;
    const { items } = source;
    const tuple = Array.isArray(items) ? items : source['prefixItems'];
    if (Array.isArray(tuple) && tuple.length > 0) {
      out['prefixItems'] = tuple.map((item, index) => this.#inner(item, place, 'prefixItems', index));
    }
    if (items !== undefined && !Array.isArray(items)) out['items'] = this.#inner(items, place, 'items');
    if (itemValues !== undefined) {
      const limit = { enum: [...itemValues] };
      out['items'] = isObject(out['items']) ? { allOf: [out['items'], limit] } : limit;
    }
    if (this.#context.legacy) return;
    for (const key of ['contains', 'unevaluatedItems']) {
      if (source[key] !== undefined) out[key] = this.#inner(source[key], place, key);
    }
  }

  #object(source: JsonObject, out: JsonSchema, place: Place): void {
    const { properties, required } = source;
    const hidden = new Set<string>();
    if (isObject(properties)) {
      const kept: JsonObject = {};
      for (const [name, member] of Object.entries(properties)) {
        if (isHidden(member, this.#side, this.#context)) hidden.add(name);
        else put(kept, name, this.#inner(member, place, 'properties', name));
      }
      out['properties'] = kept;
    }
    if (Array.isArray(required)) {
      const names = [...new Set(required)].filter((name) => typeof name === 'string' && !hidden.has(name));
      const met = names.filter((name) => !forbids(source, name));
      if (met.length > 0) out['required'] = met;
    }
    if (source['additionalProperties'] !== undefined) {
      out['additionalProperties'] = this.#inner(
        source['additionalProperties'],
        place,
        'additionalProperties',
      );
    }
    if (!this.#context.legacy) this.#objectSince31(source, out, place);
  }

  #objectSince31(source: JsonObject, out: JsonSchema, place: Place): void {
    for (const key of ['propertyNames', 'unevaluatedProperties']) {
      if (source[key] !== undefined) out[key] = this.#inner(source[key], place, key);
    }
    for (const key of ['patternProperties', 'dependentSchemas']) {
      const map = source[key];
      if (!isObject(map)) continue;
      const kept: JsonObject = {};
      for (const [name, member] of Object.entries(map)) {
        const usable = key === 'patternProperties' ? usablePattern(name) : name;
        if (usable !== undefined) put(kept, usable, this.#inner(member, place, key, name));
      }
      out[key] = kept;
    }
    if (isObject(source['dependentRequired'])) out['dependentRequired'] = source['dependentRequired'];
  }

  /**
   * oneOf becomes anyOf: branches of real documents overlap, and a value that two of them admit is not wrong for the
   * service. Which one was meant is told by the members.
   */
  #combine(source: JsonObject, out: JsonSchema, place: Place): void {
    for (const key of ['allOf', 'anyOf', 'oneOf']) {
      const parts = listAt(source, key);
      if (parts.length === 0) continue;
      const list = parts.map((part, index) => this.#inner(part, place, key, index));
      addAlternatives(out, key === 'allOf' ? 'allOf' : 'anyOf', list);
    }
    const keys = this.#context.legacy ? ['not'] : ['not', 'if', 'then', 'else'];
    for (const key of keys) {
      if (source[key] !== undefined) out[key] = this.#inner(source[key], place, key);
    }
  }

  #annotate(source: JsonObject, out: JsonSchema, place: Place, advice: readonly string[]): void {
    const text = noteOf(source['description'], place.detail);
    if (text !== '') out['description'] = text;
    if (source['deprecated'] === true) out['deprecated'] = true;
    if (place.detail === 'bare' || advice.length === 0) return;
    const local = out['$ref'] === undefined && out['allOf'] === undefined && out['anyOf'] === undefined;
    const { default: initial } = source;
    if (initial !== undefined && initial !== null && local && fits(out, initial, this.follow))
      out['default'] = initial;
    if (place.detail !== 'full' && out['pattern'] === undefined) return;
    const example = shortExample(source);
    if (example !== undefined && local && fits(out, example, this.follow)) out['examples'] = [example];
  }

  #inner(value: JsonValue | undefined, place: Place, ...keys: readonly (string | number)[]): Converted {
    return this.convert(value, at(place.pointer, ...keys), inside(place.detail), place.depth + 1);
  }

  /** The name of what a reference leads to, past references that add nothing. */
  #reference(ref: string): string | undefined {
    const seen = new Set<string>();
    for (let current = ref; !seen.has(current); ) {
      seen.add(current);
      const value = this.#context.lookup(current);
      if (value === undefined) return undefined;
      const next = isObject(value) && Object.keys(value).length === 1 ? value['$ref'] : undefined;
      if (typeof next !== 'string') return this.#define(value, current.slice(1), refName(current));
      const known = this.#nameOf.get(value);
      if (known !== undefined) return known;
      current = next;
    }
    return undefined;
  }

  #define(value: JsonValue, pointer: string, wanted: string): string {
    const known = this.#nameOf.get(value);
    if (known !== undefined) return known;
    const plain = /^[A-Za-z0-9_]{1,60}$/.test(wanted)
      ? wanted
      : snake(toWordsOr(wanted, ['schema'])).slice(0, 60);
    const name = this.#names.claim(plain);
    this.#nameOf.set(value, name);
    this.#definitions.set(name, { value, pointer, as: new Map() });
    return name;
  }
}

interface Place {
  readonly pointer: string;
  readonly detail: Detail;
  readonly depth: number;
}

/** The schema, or null. */
function orNull(out: JsonSchema): void {
  if (Object.keys(out).length === 0) return;
  const inner = { ...out };
  for (const key of Object.keys(out)) delete out[key];
  out['anyOf'] = [inner, { type: 'null' }];
}

/** Adds a list of alternatives or parts; a lone reference needs no list. */
function addAlternatives(out: JsonSchema, key: 'allOf' | 'anyOf', list: Converted[]): void {
  const [only] = list;
  if (list.length === 1 && isObject(only) && out['$ref'] === undefined) {
    const keys = Object.keys(only);
    if (keys.length === 1 && keys[0] === '$ref') {
      out['$ref'] = only['$ref'] ?? '';
      return;
    }
  }
  if (out[key] === undefined) out[key] = list;
  else out['allOf'] = [...(Array.isArray(out['allOf']) ? out['allOf'] : []), { [key]: list }];
}

/** Whether a closed object does not know a member: to require it, too, would leave no value at all. */
const forbids = (
  { additionalProperties, properties, patternProperties }: JsonObject,
  name: unknown,
): boolean =>
  additionalProperties === false &&
  patternProperties === undefined &&
  !(isObject(properties) && typeof name === 'string' && Object.hasOwn(properties, name));
