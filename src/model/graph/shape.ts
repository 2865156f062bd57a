/** What a schema says once its references and allOf parts are laid over each other. */
import { OVER_MEMBERS } from '../schema/over-members.js';
import type { Context, Node } from '../context.js';
import { isObject, listAt } from '../json.js';
import { declaredTypes, saysNullable } from '../schema/values.js';
import type { JsonValue } from '../types.js';

export interface Member {
  readonly name: string;
  /** One per part that describes it. */
  readonly schemas: readonly { readonly value: JsonValue; readonly pointer: string }[];
}

export interface Alternatives {
  readonly branches: readonly JsonValue[];
  readonly pointer: string;
  readonly discriminator?: string;
}

export interface Shape {
  types: Set<string> | undefined;
  nullable: boolean;
  values: readonly JsonValue[] | undefined;
  format: string | undefined;
  binary: boolean;
  description: string | undefined;
  items: { readonly value: JsonValue; readonly pointer: string } | undefined;
  tuple: { readonly values: readonly JsonValue[]; readonly pointer: string } | undefined;
  additional: { readonly value: JsonValue; readonly pointer: string } | undefined;
  readonly members: Map<string, Member>;
  readonly required: Set<string>;
  readonly alternatives: Alternatives[];
  /** Keywords that the members alone do not show, by name: `not`, `minProperties`, `if`… */
  readonly others: Set<string>;
}

/** An allOf of more parts than this is a bomb. */
const MAX_PARTS = 20_000;

const ignore = (): void => undefined;

export function shapeOf(start: Node, context: Context): Shape {
  const shape: Shape = {
    types: undefined,
    nullable: false,
    values: undefined,
    format: undefined,
    binary: false,
    description: undefined,
    items: undefined,
    tuple: undefined,
    additional: undefined,
    members: new Map(),
    required: new Set(),
    alternatives: [],
    others: new Set(),
  };
  // Each part once, however often it is referred to: diamonds and cycles of allOf stay linear.
  const seen = new Set<JsonValue>();
  const todo: Node[] = [start];
  for (let part = todo.pop(); part !== undefined && seen.size < MAX_PARTS; part = todo.pop()) {
    if (seen.has(part.value)) continue;
    seen.add(part.value);
    const inner = lay(part, shape, context, part === start);
    for (let index = inner.length - 1; index >= 0; index--) {
      const next = inner[index];
      if (next !== undefined) todo.push(next);
    }
  }
  return shape;
}

/** Lays one part over the shape; returns the parts inside it. */
function lay(part: Node, shape: Shape, context: Context, isStart: boolean): Node[] {
  const { value: schema, pointer } = part;
  const inner: Node[] = [];
  if (typeof schema['$ref'] === 'string') {
    const target = context.target(schema['$ref']);
    if (target !== undefined) inner.push(target);
    if (saysNullable(schema)) shape.nullable = true;
    if (context.legacy) return inner;
  }
  layKind(part, shape, isStart);
  layMembers(part, shape);
  listAt(schema, 'allOf').forEach((value, index) => {
    if (isObject(value)) inner.push({ value, pointer: `${pointer}/allOf/${index}` });
  });
  for (const key of ['oneOf', 'anyOf']) {
    const branches = listAt(schema, key);
    if (branches.length === 0) continue;
    const { discriminator } = schema;
    const property = isObject(discriminator) ? discriminator['propertyName'] : undefined;
    shape.alternatives.push({
      branches,
      pointer: `${pointer}/${key}`,
      ...(typeof property === 'string' ? { discriminator: property } : {}),
    });
  }
  for (const key of OVER_MEMBERS) if (schema[key] !== undefined) shape.others.add(key);
  return inner;
}

function layKind(part: Node, shape: Shape, isStart: boolean): void {
  const { value: schema, pointer } = part;
  const types = declaredTypes(schema, ignore);
  if (types.includes('null') || saysNullable(schema)) shape.nullable = true;
  const own = types.filter((type) => type !== 'null');
  if (own.length > 0) shape.types = shape.types === undefined ? new Set(own) : meet(shape.types, own);
  const listed = listAt(schema, 'enum');
  // Scalars listed for an array are meant for its items.
  const isForItems = types.includes('array') && listed.length > 0 && !listed.some(Array.isArray);
  if (!isForItems && listed.length > 0) shape.values = listed;
  if (schema['const'] !== undefined) shape.values = [schema['const']];
  if (typeof schema['format'] === 'string') shape.format ??= schema['format'];
  const { contentMediaType, contentEncoding, description } = schema;
  if (schema['format'] === 'binary' || schema['type'] === 'file') shape.binary = true;
  if (contentMediaType !== undefined && contentEncoding === undefined && schema['items'] === undefined)
    shape.binary = true;
  if (typeof description === 'string' && (isStart || shape.description === undefined))
    shape.description ??= description;
  const { items, prefixItems } = schema;
  const tuple = Array.isArray(items) ? items : prefixItems;
  if (Array.isArray(tuple) && tuple.length > 0)
    shape.tuple ??= { values: tuple, pointer: `${pointer}/prefixItems` };
  const item = isForItems ? { allOf: [items ?? {}, { enum: [...listed] }] } : items;
  if (item !== undefined && !Array.isArray(item))
    shape.items ??= { value: item, pointer: `${pointer}/items` };
}

const meet = (known: Set<string>, more: readonly string[]): Set<string> => {
  const both = more.filter((type) => known.has(type) || (type === 'integer' && known.has('number')));
  if (more.includes('number') && known.has('integer')) both.push('integer');
  // Parts that contradict each other admit nothing; the first part is what was meant.
  return both.length > 0 ? new Set(both) : known;
};

function layMembers(part: Node, shape: Shape): void {
  const { value: schema, pointer } = part;
  const { properties, required, additionalProperties } = schema;
  if (isObject(properties)) {
    for (const [name, value] of Object.entries(properties)) {
      const schemas = [
        ...(shape.members.get(name)?.schemas ?? []),
        { value, pointer: `${pointer}/properties/${name}` },
      ];
      shape.members.set(name, { name, schemas });
    }
  }
  if (Array.isArray(required)) {
    for (const name of required) if (typeof name === 'string') shape.required.add(name);
  }
  if (additionalProperties !== undefined) {
    shape.additional ??= { value: additionalProperties, pointer: `${pointer}/additionalProperties` };
  }
}
