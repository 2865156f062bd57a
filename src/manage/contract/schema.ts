/**
 * What a change of an input schema means for callers. A caller sends values, so everything that refuses more than before
 * is breaking, and everything that refuses less is not:
 *
 * | change                                               | weight   |
 * | ---------------------------------------------------- | -------- |
 * | an argument added, optional                          | extends  |
 * | an argument added, required; one made required       | breaking |
 * | an argument removed (others are not accepted)        | breaking |
 * | an argument made optional                            | extends  |
 * | a type or an enum value taken away                   | breaking |
 * | a type or an enum value added                        | extends  |
 * | a limit tightened or added                           | breaking |
 * | a limit loosened or removed                          | extends  |
 * | pattern, format, const, multipleOf added or changed  | breaking |
 * | anyOf, oneOf, allOf, not changed                     | breaking |
 * | title, description, default, examples, deprecated    | wording  |
 * | another keyword changed                              | breaking |
 */
import type { JsonObject, JsonValue } from '../../model/types.js';
import type { SchemaChange, Weight } from './types.js';

const WORDING = new Set([
  'title',
  'description',
  'default',
  'example',
  'examples',
  'deprecated',
  '$comment',
  'readOnly',
  'writeOnly',
]);
const HANDLED = new Set([
  'type',
  'enum',
  'properties',
  'required',
  'items',
  'additionalProperties',
  '$defs',
  '$ref',
  'nullable',
]);
/** A higher number refuses more (+1) or less (-1). */
const LIMITS: Readonly<Record<string, 1 | -1>> = {
  minimum: 1,
  exclusiveMinimum: 1,
  minLength: 1,
  minItems: 1,
  minProperties: 1,
  maximum: -1,
  exclusiveMaximum: -1,
  maxLength: -1,
  maxItems: -1,
  maxProperties: -1,
};

interface Side {
  readonly schema: JsonObject;
  readonly root: JsonObject;
}

/** The changes between two input schemas; references are followed, circles once. */
export function schemaChanges(before: JsonObject, after: JsonObject): SchemaChange[] {
  return new Comparison(before, after).compare(before, after, '');
}

class Comparison {
  readonly #seen = new Set<string>();

  constructor(
    private readonly rootBefore: JsonObject,
    private readonly rootAfter: JsonObject,
  ) {}

  compare(was: JsonValue | undefined, is: JsonValue | undefined, at: string): SchemaChange[] {
    const before: Side = { schema: this.#resolve(was, this.rootBefore), root: this.rootBefore };
    const after: Side = { schema: this.#resolve(is, this.rootAfter), root: this.rootAfter };
    if (this.#known(was, is)) return [];
    return [
      ...types(before.schema, after.schema, at),
      ...enums(before.schema, after.schema, at),
      ...this.#properties(before.schema, after.schema, at),
      ...this.#inner(before.schema, after.schema, at),
      ...limits(before.schema, after.schema, at),
      ...others(before.schema, after.schema, at),
    ];
  }

  #resolve(schema: JsonValue | undefined, root: JsonObject): JsonObject {
    let here = asObject(schema);
    for (let hops = 0; typeof here['$ref'] === 'string' && hops < 50; hops++) {
      const name = here['$ref']
        .replace(/^#\/\$defs\//, '')
        .replaceAll('~1', '/')
        .replaceAll('~0', '~');
      const { $ref: _, ...beside } = here;
      here = { ...asObject(asObject(root['$defs'])[name]), ...beside };
    }
    return here;
  }

  /** A pair of references is compared once, which also ends circles. */
  #known(was: JsonValue | undefined, is: JsonValue | undefined): boolean {
    const [a, b] = [asObject(was)['$ref'], asObject(is)['$ref']];
    if (typeof a !== 'string' || typeof b !== 'string') return false;
    const key = `${a}\n${b}`;
    if (this.#seen.has(key)) return true;
    this.#seen.add(key);
    return false;
  }

  #properties(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
    const [was, is] = [asObject(before['properties']), asObject(after['properties'])];
    const [needed, needs] = [names(before['required']), names(after['required'])];
    const out: SchemaChange[] = [];
    for (const name of Object.keys(is)) {
      const place = join(at, name);
      if (!Object.hasOwn(was, name)) {
        out.push(
          needs.has(name)
            ? change('breaking', place, 'added, and required')
            : change(
                before['additionalProperties'] === false ? 'extends' : 'breaking',
                place,
                'added, optional',
              ),
        );
        continue;
      }
      if (needs.has(name) && !needed.has(name)) out.push(change('breaking', place, 'required now'));
      if (!needs.has(name) && needed.has(name)) out.push(change('extends', place, 'optional now'));
      out.push(...this.compare(was[name], is[name], place));
    }
    for (const name of Object.keys(was)) {
      if (Object.hasOwn(is, name)) continue;
      const closed = after['additionalProperties'] === false;
      out.push(
        change(
          closed || typeof after['additionalProperties'] === 'object' ? 'breaking' : 'extends',
          join(at, name),
          'removed',
        ),
      );
    }
    return out;
  }

  #inner(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
    const out: SchemaChange[] = [];
    const [items, itemsNow] = [before['items'], after['items']];
    if (isObject(items) && isObject(itemsNow)) out.push(...this.compare(items, itemsNow, `${at}[]`));
    else if (!same(items, itemsNow)) {
      out.push(
        change(itemsNow === undefined ? 'extends' : 'breaking', `${at}[]`, 'another type of elements'),
      );
    }
    const [more, moreNow] = [before['additionalProperties'] ?? true, after['additionalProperties'] ?? true];
    if (isObject(more) && isObject(moreNow)) return [...out, ...this.compare(more, moreNow, join(at, '*'))];
    if (same(more, moreNow)) return out;
    const opened = moreNow === true || more === false;
    out.push(
      change(opened ? 'extends' : 'breaking', at, opened ? 'takes more members' : 'takes fewer members'),
    );
    return out;
  }
}

function types(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
  const [was, is] = [typeSet(before), typeSet(after)];
  const accepts = (set: ReadonlySet<string>, type: string): boolean =>
    set.size === 0 || set.has(type) || (type === 'integer' && set.has('number'));
  const lost = was.size === 0 ? is.size > 0 : [...was].some((type) => !accepts(is, type));
  const won = is.size === 0 ? was.size > 0 : [...is].some((type) => !accepts(was, type));
  if (!lost && !won) return [];
  const say = (set: ReadonlySet<string>): string => (set.size === 0 ? 'anything' : [...set].join(' or '));
  return [change(lost ? 'breaking' : 'extends', at, `${say(is)} instead of ${say(was)}`)];
}

function typeSet(schema: JsonObject): Set<string> {
  const types = names(schema['type']);
  if (schema['nullable'] === true && types.size > 0) types.add('null');
  return types;
}

function enums(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
  const [was, is] = [before['enum'], after['enum']];
  if (same(was, is)) return [];
  if (!Array.isArray(is)) return [change('extends', at, 'no longer one of fixed values')];
  if (!Array.isArray(was)) return [change('breaking', at, 'one of fixed values now')];
  const known = new Set(is.map(stable));
  const before2 = new Set(was.map(stable));
  const gone = was.filter((value) => !known.has(stable(value)));
  const fresh = is.filter((value) => !before2.has(stable(value)));
  return [
    ...(gone.length > 0 ? [change('breaking', at, `no longer ${list(gone)}`)] : []),
    ...(fresh.length > 0 ? [change('extends', at, `also ${list(fresh)}`)] : []),
  ];
}

function limits(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
  return Object.entries(LIMITS).flatMap(([keyword, sign]) => {
    const [was, is] = [before[keyword], after[keyword]];
    if (same(was, is)) return [];
    if (is === undefined) return [change('extends', at, `${keyword} ${String(was)} removed`)];
    const tighter = typeof was !== 'number' || typeof is !== 'number' || (is - was) * sign > 0;
    return [
      change(tighter ? 'breaking' : 'extends', at, `${keyword} ${String(was ?? 'none')} → ${String(is)}`),
    ];
  });
}

function others(before: JsonObject, after: JsonObject, at: string): SchemaChange[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords].flatMap((keyword) => {
    if (HANDLED.has(keyword) || keyword in LIMITS || same(before[keyword], after[keyword])) return [];
    if (WORDING.has(keyword)) return [change('wording', at, `${keyword} changed`)];
    const gone = after[keyword] === undefined && keyword !== 'allOf';
    const loosened =
      gone &&
      ['pattern', 'format', 'const', 'multipleOf', 'uniqueItems', 'not', 'anyOf', 'oneOf'].includes(keyword);
    return [change(loosened ? 'extends' : 'breaking', at, `${keyword} ${gone ? 'removed' : 'changed'}`)];
  });
}

const change = (weight: Weight, at: string, what: string): SchemaChange => ({ weight, at, what });
const join = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);
const list = (values: readonly JsonValue[]): string => {
  const shown = values.slice(0, 5).map((value) => JSON.stringify(value));
  return `${shown.join(', ')}${values.length > 5 ? ` and ${values.length - 5} more` : ''}`;
};
const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asObject = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});
const names = (value: JsonValue | undefined): Set<string> =>
  new Set([value ?? []].flat().filter((one): one is string => typeof one === 'string'));

/** JSON with sorted keys: equal values, equal texts. */
export function stable(value: JsonValue): string {
  return JSON.stringify(value, (_, one: JsonValue) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}
const same = (a: JsonValue | undefined, b: JsonValue | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && stable(a) === stable(b));
