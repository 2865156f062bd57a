import { distinct } from '../schema/values.js';
import type { JsonObject, JsonScalar, JsonValue, TypeExpr } from '../types.js';
import type { Shape } from './shape.js';

/** The type of a schema without members, items and alternatives. */
export function scalar(shape: Shape): TypeExpr {
  const [type] = shape.types ?? [];
  switch (type) {
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind: type };
    case 'string':
      if (shape.binary) return { kind: 'binary' };
      return shape.format === undefined ? { kind: 'string' } : { kind: 'string', format: shape.format };
    default:
      return shape.binary ? { kind: 'binary' } : { kind: 'any' };
  }
}

const PLAIN: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean']);
const NOT_PLAIN = [
  '$ref',
  'enum',
  'const',
  'allOf',
  'oneOf',
  'anyOf',
  'properties',
  'items',
  'contentMediaType',
];

/** The type of the plainest schemas, which are most of all: one scalar type and nothing beside it. */
export function plainScalar(schema: JsonObject): TypeExpr | undefined {
  const { type, format } = schema;
  if (typeof type !== 'string' || !PLAIN.has(type) || NOT_PLAIN.some((key) => schema[key] !== undefined))
    return undefined;
  const nullable = schema['nullable'] === true || schema['x-nullable'] === true ? { nullable: true } : {};
  if (type === 'string' && format === 'binary') return { kind: 'binary', ...nullable };
  if (type === 'string')
    return { kind: 'string', ...(typeof format === 'string' ? { format } : {}), ...nullable };
  return { kind: type as 'number' | 'integer' | 'boolean', ...nullable };
}

/** The scalars of an enumeration without null; undefined when it lists objects or nothing else. */
export function literal(values: readonly JsonValue[]): JsonScalar[] | undefined {
  const out: JsonScalar[] = [];
  for (const value of distinct(values)) {
    if (typeof value === 'object' && value !== null) return undefined;
    if (value !== null) out.push(value);
  }
  return out.length > 0 ? out : undefined;
}
