import type { JsonValue, NamedType, TypeExpr } from '../../model/types.js';

export type TypesById = ReadonlyMap<string, NamedType>;

export const byId = (types: readonly NamedType[]): TypesById => new Map(types.map((type) => [type.id, type]));

/** Deeper than any type that can be written down without repeating itself; beyond it null is as good as anything. */
const MAX_DEPTH = 12;

/** The smallest value of a type: only required members, empty lists. For answers without a sample of their own. */
export function minimalValue(type: TypeExpr, types: TypesById, depth = 0): JsonValue {
  if (type.nullable === true || depth > MAX_DEPTH) return null;
  switch (type.kind) {
    case 'any':
    case 'map':
      return {};
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1;
    case 'string':
    case 'binary':
      return 'text';
    case 'literal':
      return type.values[0] ?? null;
    case 'array':
      return [];
    case 'tuple':
      return type.items.map((item) => minimalValue(item, types, depth + 1));
    case 'union': {
      const [first] = type.members;
      return first === undefined ? null : minimalValue(first, types, depth + 1);
    }
    case 'ref':
      return namedValue(types.get(type.id), types, depth + 1);
  }
}

function namedValue(type: NamedType | undefined, types: TypesById, depth: number): JsonValue {
  if (type === undefined) return {};
  if (type.kind === 'enum') return type.values[0] ?? null;
  if (type.kind === 'alias') return minimalValue(type.target, types, depth);
  const members = type.properties.filter(({ required, writeOnly }) => required && !writeOnly);
  return Object.fromEntries(
    members.map((member) => [member.name.spec, minimalValue(member.type, types, depth)]),
  );
}
