import { NameScope, shortenWords, snake, toWordsOr } from '../../escape/names/index.js';
import { type Context, type Node, refName } from '../context.js';
import { isObject, objectAt } from '../json.js';
import { specText } from '../text.js';
import type { JsonObject, JsonValue, ObjectType, Property, SpecText, TypeExpr } from '../types.js';
import type { Untagged } from './finish.js';
import { lone } from './lone.js';
import { literal, scalar } from './scalar.js';
import { type Member, type Shape, shapeOf } from './shape.js';

/** Inline schemas nested deeper than this are of any type: models only describe. */
const MAX_DEPTH = 50;
/** Characters of a type's name. */
const MAX_NAME = 60;
const ANY: TypeExpr = { kind: 'any' };

interface Pending {
  readonly node: Node;
  readonly id: string;
  readonly words: readonly string[];
}

/**
 * Builds the named types that operations reach. A referenced schema is looked at when it is first referred to, and taken
 * apart from a queue, so that neither chains of references nor cycles recurse; only inline schemas do.
 */
export class TypeGraph {
  readonly #context: Context;
  readonly #ids = new NameScope();
  readonly #idOfComponent = new Map<JsonValue, string>();
  readonly #exprs = new Map<JsonValue, TypeExpr>();
  readonly #queue: Pending[] = [];
  readonly #types = new Map<string, Untagged>();
  readonly #anonymous = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
    this.#claimComponents();
  }

  /** The type of a schema; anonymous objects inside it are named after `words`. */
  expr(value: JsonValue | undefined, pointer: string, words: readonly string[]): TypeExpr {
    const expr = this.#expr(value, pointer, words, 0);
    this.#drain();
    return expr;
  }

  types(): ReadonlyMap<string, Untagged> {
    return this.#types;
  }

  /** Components keep their names whatever refers to them first: in order of their names, so order of keys is nothing. */
  #claimComponents(): void {
    const schemas = objectAt(objectAt(this.#context.root, 'components'), 'schemas');
    for (const name of Object.keys(schemas).sort()) {
      const value = schemas[name];
      if (isObject(value))
        this.#idOfComponent.set(value, this.#ids.claim(this.#nameOf(toWordsOr(name, ['type']))));
    }
  }

  #nameOf(words: readonly string[]): string {
    const short = shortenWords(words, MAX_NAME);
    return snake(/^[0-9]/.test(short[0] ?? '') ? ['type', ...short] : short);
  }

  #drain(): void {
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#build(next);
  }

  #expr(value: JsonValue | undefined, pointer: string, words: readonly string[], depth: number): TypeExpr {
    if (!isObject(value) || depth > MAX_DEPTH) return ANY;
    const only = lone(value, pointer, this.#context);
    if (only !== undefined) {
      const inner = this.#expr(only.value, only.pointer, words, depth + 1);
      return only.nullable ? orNull(inner) : inner;
    }
    const { $ref: ref } = value;
    if (typeof ref === 'string') return this.#reference(ref, words);
    return this.#inline({ value, pointer }, words, depth);
  }

  /** The type behind a reference, past schemas that only wrap another reference (a loop, as such chains can be long). */
  #reference(ref: string, words: readonly string[]): TypeExpr {
    const wrappers: { readonly value: JsonObject; readonly nullable: boolean }[] = [];
    let target = this.#context.target(ref);
    let name = refName(ref);
    while (target !== undefined && !this.#exprs.has(target.value)) {
      // Something to come back to if the target leads here again before it is known.
      this.#exprs.set(target.value, ANY);
      const only = lone(target.value, target.pointer, this.#context);
      const { $ref: next } = only?.value ?? {};
      if (only === undefined || typeof next !== 'string') break;
      wrappers.push({ value: target.value, nullable: only.nullable });
      target = this.#context.target(next);
      name = refName(next);
    }
    let expr = target === undefined ? ANY : this.#settled(target, name, words);
    for (const wrapper of wrappers.reverse()) {
      expr = withNull(expr, wrapper.nullable);
      this.#exprs.set(wrapper.value, expr);
    }
    return expr;
  }

  #settled(target: Node, name: string, words: readonly string[]): TypeExpr {
    const known = this.#exprs.get(target.value);
    if (known !== undefined && known !== ANY) return known;
    const expr = this.#named(target, name, words);
    this.#exprs.set(target.value, expr);
    return expr;
  }

  #named(target: Node, name: string, words: readonly string[]): TypeExpr {
    const shape = shapeOf(target, this.#context);
    const nullable = shape.nullable || (shape.values?.includes(null) ?? false);
    if (shape.values === undefined && isScalar(shape)) return withNull(scalar(shape), nullable);
    const typeWords = /^\d+$/.test(name) || name === 'schema' ? words : toWordsOr(name, words);
    const id = this.#idOfComponent.get(target.value) ?? this.#ids.claim(this.#nameOf(typeWords));
    this.#queue.push({ node: target, id, words: id.split('_') });
    return withNull({ kind: 'ref', id }, nullable);
  }

  /** Takes a referenced schema apart. */
  #build({ node, id, words }: Pending): void {
    const shape = shapeOf(node, this.#context);
    const named = { id, words, ...described(shape) };
    const values = shape.values === undefined ? undefined : literal(shape.values);
    if (values !== undefined) {
      this.#types.set(id, { ...named, kind: 'enum', values });
    } else if (isRecord(shape)) {
      this.#types.set(id, { ...named, ...this.#record(shape, words, 0) });
    } else {
      this.#types.set(id, { ...named, kind: 'alias', target: this.#structure(shape, words, 0) });
    }
  }

  #inline(node: Node, words: readonly string[], depth: number): TypeExpr {
    const shape = shapeOf(node, this.#context);
    const nullable = shape.nullable || (shape.values?.includes(null) ?? false);
    if (shape.values !== undefined) {
      const values = literal(shape.values);
      return withNull(values === undefined ? ANY : { kind: 'literal', values }, nullable);
    }
    if (isScalar(shape)) return withNull(scalar(shape), nullable);
    if (!isRecord(shape)) return withNull(this.#structure(shape, words, depth), nullable);
    return withNull(this.#anonymousRecord(shape, words, depth), nullable);
  }

  /** Two anonymous objects of the same members are one type, named after the first place. */
  #anonymousRecord(shape: Shape, words: readonly string[], depth: number): TypeExpr {
    const body = this.#record(shape, words, depth);
    const key = shapeKey(body);
    const known = this.#anonymous.get(key);
    if (known !== undefined) return { kind: 'ref', id: known };
    const id = this.#ids.claim(this.#nameOf(words));
    this.#anonymous.set(key, id);
    this.#types.set(id, { id, words: id.split('_'), ...described(shape), ...body });
    return { kind: 'ref', id };
  }

  #record(shape: Shape, words: readonly string[], depth: number): Omit<ObjectType, 'id' | 'words' | 'tags'> {
    const properties = [...this.#members(shape)].map(([member, required]) =>
      this.#property(member, required, words, depth),
    );
    const { additional } = shape;
    if (additional === undefined || additional.value === true)
      return { kind: 'object', properties, additional: 'unspecified' };
    if (additional.value === false) return { kind: 'object', properties, additional: 'forbidden' };
    const extra = this.#expr(additional.value, additional.pointer, [...words, 'value'], depth + 1);
    return { kind: 'object', properties, additional: extra.kind === 'any' ? 'unspecified' : extra };
  }

  /** The members with "required"; those of alternatives beside them are optional, as only one of the branches has them. */
  #members(shape: Shape): Map<Member, boolean> {
    const out = new Map<Member, boolean>();
    for (const member of shape.members.values()) out.set(member, shape.required.has(member.name));
    const names = new Set(shape.members.keys());
    for (const { branches, pointer } of shape.alternatives) {
      branches.forEach((branch, index) => {
        const node = this.#context.resolve(branch, `${pointer}/${index}`);
        if (node === undefined) return;
        for (const member of shapeOf(node, this.#context).members.values()) {
          if (names.has(member.name)) continue;
          names.add(member.name);
          out.set(member, false);
        }
      });
    }
    return out;
  }

  #property(member: Member, required: boolean, words: readonly string[], depth: number): Property {
    const [first] = member.schemas;
    const value =
      member.schemas.length === 1 ? first?.value : { allOf: member.schemas.map((schema) => schema.value) };
    const type = this.#expr(
      value,
      first?.pointer ?? '',
      [...words, ...toWordsOr(member.name, ['field'])],
      depth + 1,
    );
    const notes = this.#notes(value, first?.pointer ?? '');
    return { name: specText(member.name), type, required, ...notes };
  }

  #notes(value: JsonValue | undefined, pointer: string): Omit<Property, 'name' | 'type' | 'required'> {
    const own = isObject(value) ? value : {};
    const target = this.#context.resolve(value, pointer)?.value ?? {};
    const has = (keyword: string): boolean => own[keyword] === true || target[keyword] === true;
    const { description, default: initial } = own;
    return {
      readOnly: has('readOnly'),
      writeOnly: has('writeOnly'),
      deprecated: has('deprecated'),
      ...(typeof description === 'string' && description !== ''
        ? { description: specText(description) }
        : {}),
      ...(initial === undefined ? {} : { default: initial }),
    };
  }

  /** Arrays, maps and unions. */
  #structure(shape: Shape, words: readonly string[], depth: number): TypeExpr {
    const { tuple, items, additional } = shape;
    const [alternatives] = shape.alternatives;
    if (alternatives !== undefined && !shape.types?.has('array')) return this.#union(shape, words, depth);
    if (shape.types?.size !== undefined && shape.types.size > 1)
      return this.#severalTypes(shape, words, depth);
    if (tuple !== undefined) {
      const members = tuple.values.map((value, index) =>
        this.#expr(value, `${tuple.pointer}/${index}`, [...words, 'item'], depth + 1),
      );
      return { kind: 'tuple', items: members };
    }
    if (items !== undefined || shape.types?.has('array')) {
      return {
        kind: 'array',
        items: this.#expr(items?.value, items?.pointer ?? '', [...words, 'item'], depth + 1),
      };
    }
    const values = isObject(additional?.value)
      ? this.#expr(additional.value, additional.pointer, [...words, 'value'], depth + 1)
      : ANY;
    return { kind: 'map', values };
  }

  #severalTypes(shape: Shape, words: readonly string[], depth: number): TypeExpr {
    const members = [...(shape.types ?? [])].map((type) => {
      const one: Shape = { ...shape, types: new Set([type]) };
      return type === 'array' || type === 'object' ? this.#structure(one, words, depth) : scalar(one);
    });
    return { kind: 'union', members };
  }

  #union(shape: Shape, words: readonly string[], depth: number): TypeExpr {
    const members: TypeExpr[] = [];
    let nullable = false;
    for (const { branches, pointer } of shape.alternatives) {
      branches.forEach((branch, index) => {
        if (isObject(branch) && (branch['type'] === 'null' || branch['const'] === null)) {
          nullable = true;
          return;
        }
        members.push(
          this.#expr(branch, `${pointer}/${index}`, [...words, 'option', String(index + 1)], depth + 1),
        );
      });
    }
    const discriminator = shape.alternatives.find((one) => one.discriminator !== undefined)?.discriminator;
    return withNull(
      union(members, discriminator === undefined ? undefined : specText(discriminator)),
      nullable,
    );
  }
}

const shapeKey = (body: Pick<ObjectType, 'properties' | 'additional'>): string =>
  JSON.stringify([
    body.properties.map(({ name, type, required, readOnly, writeOnly }) => [
      name.spec,
      type,
      required,
      readOnly,
      writeOnly,
    ]),
    body.additional,
  ]);

function union(members: readonly TypeExpr[], discriminator: SpecText | undefined): TypeExpr {
  const distinct = new Map(members.map((member) => [JSON.stringify(member), member]));
  const [only] = distinct.values();
  if (only === undefined || [...distinct.values()].some((member) => member.kind === 'any')) return ANY;
  if (distinct.size === 1) return only;
  return {
    kind: 'union',
    members: [...distinct.values()],
    ...(discriminator === undefined ? {} : { discriminator }),
  };
}

const SCALARS = new Set(['string', 'number', 'integer', 'boolean']);

/** Neither members nor items nor alternatives: one plain type, or any. */
const isScalar = (shape: Shape): boolean =>
  shape.members.size === 0 &&
  shape.alternatives.length === 0 &&
  shape.items === undefined &&
  shape.tuple === undefined &&
  (shape.types === undefined
    ? shape.additional === undefined
    : shape.types.size === 1 && SCALARS.has([...shape.types].join()));

/** An object whose members are named. */
const isRecord = (shape: Shape): boolean =>
  shape.members.size > 0 &&
  (shape.types === undefined || (shape.types.has('object') && shape.types.size === 1));

const described = (shape: Shape): { description?: SpecText } =>
  shape.description === undefined ? {} : { description: specText(shape.description) };

const withNull = (type: TypeExpr, nullable: boolean): TypeExpr => (nullable ? orNull(type) : type);
const orNull = (type: TypeExpr): TypeExpr =>
  type.kind === 'any' || type.nullable === true ? type : { ...type, nullable: true };
