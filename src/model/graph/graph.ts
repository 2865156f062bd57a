import { type Context, type Node, refName } from '../context.js';
import { isObject, prose } from '../json.js';
import { specText } from '../text.js';
import type { JsonObject, JsonValue, ObjectType, Property, SpecText, TypeExpr } from '../types.js';
import type { Untagged } from './finish.js';
import { ANY, isRecord, isScalar, orNull, union, withNull } from './kinds.js';
import { lone } from './lone.js';
import { literal, plainScalar, scalar } from './scalar.js';
import { type Member, type Shape, shapeOf } from './shape.js';
import { type Spot, TypeNames, under } from './type-names.js';

/** Inline schemas nested deeper than this are of any type: models only describe. */
const MAX_DEPTH = 50;

interface Pending {
  readonly node: Node;
  readonly id: string;
}

/**
 * Builds the named types that operations reach. A referenced schema is looked at when it is first referred to, and taken
 * apart from a queue, so that neither chains of references nor cycles recurse; only inline schemas do.
 */
export class TypeGraph {
  readonly #context: Context;
  readonly #names: TypeNames;
  readonly #exprs = new Map<JsonValue, TypeExpr>();
  readonly #inlines = new Map<JsonObject, TypeExpr>();
  readonly #queue: Pending[] = [];
  readonly #types = new Map<string, Untagged>();
  readonly #anonymous = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
    this.#names = new TypeNames(context);
  }

  /** The type of a schema; anonymous objects inside it are named after `words`. */
  expr(value: JsonValue | undefined, pointer: string, words: readonly string[]): TypeExpr {
    const expr = this.#expr(value, pointer, { name: words }, 0);
    this.#drain();
    return expr;
  }

  types(): ReadonlyMap<string, Untagged> {
    return this.#types;
  }

  #drain(): void {
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) this.#build(next);
  }

  #expr(value: JsonValue | undefined, pointer: string, spot: Spot, depth: number): TypeExpr {
    if (!isObject(value) || depth > MAX_DEPTH) return ANY;
    const plain = plainScalar(value);
    if (plain !== undefined) return plain;
    const only = lone(value, pointer, this.#context);
    if (only !== undefined) {
      const inner = this.#expr(only.value, only.pointer, spot, depth + 1);
      return only.nullable ? orNull(inner) : inner;
    }
    const { $ref: ref } = value;
    if (typeof ref === 'string') return this.#reference(ref, spot);
    const known = this.#inlines.get(value);
    if (known !== undefined) return known;
    // Parts of an allOf can lead back here: each inline schema is taken apart once, and is of any type meanwhile.
    this.#inlines.set(value, ANY);
    const expr = this.#inline({ value, pointer }, spot, depth);
    this.#inlines.set(value, expr);
    return expr;
  }

  /** The type behind a reference, past schemas that only wrap another reference (a loop, as such chains can be long). */
  #reference(ref: string, spot: Spot): TypeExpr {
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
    let expr = target === undefined ? ANY : this.#settled(target, name, spot);
    for (const wrapper of wrappers.reverse()) {
      expr = withNull(expr, wrapper.nullable);
      this.#exprs.set(wrapper.value, expr);
    }
    return expr;
  }

  #settled(target: Node, name: string, spot: Spot): TypeExpr {
    const known = this.#exprs.get(target.value);
    if (known !== undefined && known !== ANY) return known;
    const expr = this.#named(target, name, spot);
    this.#exprs.set(target.value, expr);
    return expr;
  }

  #named(target: Node, name: string, spot: Spot): TypeExpr {
    const shape = shapeOf(target, this.#context);
    const nullable = shape.nullable || (shape.values?.includes(null) ?? false);
    if (shape.values === undefined && isScalar(shape)) return withNull(scalar(shape), nullable);
    const id = this.#names.referenced(target.value, name, spot);
    this.#queue.push({ node: target, id });
    return withNull({ kind: 'ref', id }, nullable);
  }

  /** Takes a referenced schema apart. */
  #build({ node, id }: Pending): void {
    const words = id.split('_');
    const spot: Spot = { name: words };
    const shape = shapeOf(node, this.#context);
    const named = { id, words, ...described(shape) };
    const values = shape.values === undefined ? undefined : literal(shape.values);
    if (values !== undefined) {
      this.#types.set(id, { ...named, kind: 'enum', values });
    } else if (isRecord(shape)) {
      this.#types.set(id, { ...named, ...this.#record(shape, spot, 0) });
    } else {
      this.#types.set(id, { ...named, kind: 'alias', target: this.#structure(shape, spot, 0) });
    }
  }

  #inline(node: Node, spot: Spot, depth: number): TypeExpr {
    const shape = shapeOf(node, this.#context);
    const nullable = shape.nullable || (shape.values?.includes(null) ?? false);
    if (shape.values !== undefined) {
      const values = literal(shape.values);
      return withNull(values === undefined ? ANY : { kind: 'literal', values }, nullable);
    }
    if (isScalar(shape)) return withNull(scalar(shape), nullable);
    if (!isRecord(shape)) return withNull(this.#structure(shape, spot, depth), nullable);
    return withNull(this.#anonymousRecord(shape, spot, depth), nullable);
  }

  /** Two anonymous objects of the same members are one type, named after the first place. */
  #anonymousRecord(shape: Shape, spot: Spot, depth: number): TypeExpr {
    const body = this.#record(shape, spot, depth);
    const key = shapeKey(body);
    const known = this.#anonymous.get(key);
    if (known !== undefined) return { kind: 'ref', id: known };
    const id = this.#names.anonymous(spot);
    this.#anonymous.set(key, id);
    this.#types.set(id, { id, words: id.split('_'), ...described(shape), ...body });
    return { kind: 'ref', id };
  }

  #record(shape: Shape, spot: Spot, depth: number): Omit<ObjectType, 'id' | 'words' | 'tags'> {
    const properties = [...this.#members(shape)].map(([member, required]) =>
      this.#property(member, required, spot, depth),
    );
    const { additional } = shape;
    if (additional === undefined || additional.value === true)
      return { kind: 'object', properties, additional: 'unspecified' };
    if (additional.value === false) return { kind: 'object', properties, additional: 'forbidden' };
    const extra = this.#expr(additional.value, additional.pointer, under(spot, ['value']), depth + 1);
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

  /**
   * Where several parts of an allOf describe a member, the first that tells anything does: what fits all parts fits that
   * one, and laying them over each other again and again would take exponential time.
   */
  #property(member: Member, required: boolean, spot: Spot, depth: number): Property {
    let type: TypeExpr = ANY;
    for (const { value, pointer } of member.schemas) {
      if (type.kind === 'any') type = this.#expr(value, pointer, under(spot, member.name), depth + 1);
    }
    const notes = member.schemas.map(({ value, pointer }) => this.#notes(value, pointer));
    return {
      name: specText(member.name),
      type,
      required,
      ...pick('description', notes),
      ...pick('default', notes),
      readOnly: notes.some((note) => note.readOnly),
      writeOnly: notes.some((note) => note.writeOnly),
      deprecated: notes.some((note) => note.deprecated),
    };
  }

  #notes(value: JsonValue | undefined, pointer: string): Notes {
    const own = isObject(value) ? value : {};
    const target = this.#context.resolve(value, pointer)?.value ?? {};
    const has = (keyword: string): boolean => own[keyword] === true || target[keyword] === true;
    const { description, default: initial } = own;
    return {
      readOnly: has('readOnly'),
      writeOnly: has('writeOnly'),
      deprecated: has('deprecated'),
      ...(typeof description === 'string' && description !== ''
        ? { description: specText(prose(description)) }
        : {}),
      ...(initial === undefined ? {} : { default: initial }),
    };
  }

  /** Arrays, maps and unions. */
  #structure(shape: Shape, spot: Spot, depth: number): TypeExpr {
    const { tuple, items, additional } = shape;
    const [alternatives] = shape.alternatives;
    if (alternatives !== undefined && !shape.types?.has('array')) return this.#union(shape, spot, depth);
    if (shape.types?.size !== undefined && shape.types.size > 1)
      return this.#severalTypes(shape, spot, depth);
    if (tuple !== undefined) {
      const members = tuple.values.map((value, index) =>
        this.#expr(value, `${tuple.pointer}/${index}`, under(spot, ['item']), depth + 1),
      );
      return { kind: 'tuple', items: members };
    }
    // `items` says nothing about a value that is no list (JSON Schema 2020-12, 10.3.1.2).
    if (items !== undefined && shape.types === undefined) return ANY;
    if (shape.types?.has('array')) {
      return {
        kind: 'array',
        items: this.#expr(items?.value, items?.pointer ?? '', under(spot, ['item']), depth + 1),
      };
    }
    const values = isObject(additional?.value)
      ? this.#expr(additional.value, additional.pointer, under(spot, ['value']), depth + 1)
      : ANY;
    return { kind: 'map', values };
  }

  #severalTypes(shape: Shape, spot: Spot, depth: number): TypeExpr {
    const members = [...(shape.types ?? [])].map((type) => {
      const one: Shape = { ...shape, types: new Set([type]) };
      if (isRecord(one)) return this.#anonymousRecord(one, spot, depth);
      return type === 'array' || type === 'object' ? this.#structure(one, spot, depth) : scalar(one);
    });
    return { kind: 'union', members };
  }

  #union(shape: Shape, spot: Spot, depth: number): TypeExpr {
    const members: TypeExpr[] = [];
    let nullable = false;
    for (const { branches, pointer } of shape.alternatives) {
      branches.forEach((branch, index) => {
        if (isObject(branch) && (branch['type'] === 'null' || branch['const'] === null)) {
          nullable = true;
          return;
        }
        members.push(
          this.#expr(branch, `${pointer}/${index}`, under(spot, ['option', String(index + 1)]), depth + 1),
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

type Notes = Omit<Property, 'name' | 'type' | 'required'>;

/** The first that says something of this kind. */
function pick<K extends 'description' | 'default'>(
  key: K,
  notes: readonly Notes[],
): { [P in K]?: NonNullable<Notes[P]> } {
  const value = notes.find((note) => note[key] !== undefined)?.[key];
  return value === undefined || value === null
    ? {}
    : ({ [key]: value } as { [P in K]?: NonNullable<Notes[P]> });
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

const described = (shape: Shape): { description?: SpecText } =>
  shape.description === undefined ? {} : { description: specText(prose(shape.description)) };
