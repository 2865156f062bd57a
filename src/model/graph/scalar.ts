import { distinct } from '../schema/values.js';
import type { JsonScalar, JsonValue, TypeExpr } from '../types.js';
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

/** The scalars of an enumeration without null; undefined when it lists objects or nothing else. */
export function literal(values: readonly JsonValue[]): JsonScalar[] | undefined {
  const out: JsonScalar[] = [];
  for (const value of distinct(values)) {
    if (typeof value === 'object' && value !== null) return undefined;
    if (value !== null) out.push(value);
  }
  return out.length > 0 ? out : undefined;
}
