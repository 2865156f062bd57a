import type { NamedType, TypeExpr } from '../../../src/model/types.js';
import type { Context } from './context.js';

/** What the types of models are printed with. */
type Names = Pick<Context, 'types' | 'typeNames' | 'circleOf'>;

const RAW = 'json.RawMessage';

/** True where nil stands for null already. */
export const hasNil = (go: string): boolean => /^(\[\]|map\[|\*|any$|json\.RawMessage$)/.test(go);

/** The Go type of a value as models say it. A union stays JSON, for its reader to decide. */
export function modelType(type: TypeExpr, names: Names, depth = 0): string {
  const bare = depth > 8 ? 'any' : bareType(type, names, depth);
  return type.nullable === true && !hasNil(bare) ? `*${bare}` : bare;
}

function bareType(type: TypeExpr, names: Names, depth: number): string {
  switch (type.kind) {
    case 'boolean':
      return 'bool';
    case 'integer':
      return 'int64';
    case 'number':
      return 'float64';
    case 'string':
    case 'binary':
      return 'string';
    case 'literal':
      return literalType(type.values);
    case 'array':
      return `[]${modelType(type.items, names, depth + 1)}`;
    case 'map':
      return `map[string]${modelType(type.values, names, depth + 1)}`;
    case 'ref':
      return names.typeNames.get(type.id) ?? 'any';
    case 'tuple':
      return '[]any';
    case 'union':
      return RAW;
    case 'any':
      return 'any';
  }
}

function literalType(values: readonly unknown[]): string {
  const some = values.filter((value) => value !== null);
  const base = some.every((value) => typeof value === 'string')
    ? 'string'
    : some.every((value) => typeof value === 'boolean')
      ? 'bool'
      : some.every(Number.isSafeInteger)
        ? 'int64'
        : 'any';
  return some.length === 0 || base === 'any' ? 'any' : some.length < values.length ? `*${base}` : base;
}

/** True when a Go type of this name holds its values in place: a circle of such types would be endless. */
export function inPlace(id: string, names: Names): boolean {
  const named = names.types.get(id);
  return named?.kind === 'object' && named.properties.length > 0;
}

export const sameCircle = (a: NamedType, b: string, names: Names): boolean =>
  names.circleOf.get(a.id) === names.circleOf.get(b);
