/** The last look at the types: which tags reach them, and in which order they can be written. */
import type { NamedType, TypeExpr } from '../types.js';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** A named type before it is known who reaches it. */
export type Untagged = Without<NamedType, 'tags'>;

/** The ids that a type expression refers to. */
export function refsOf(type: TypeExpr): string[] {
  switch (type.kind) {
    case 'ref':
      return [type.id];
    case 'array':
      return refsOf(type.items);
    case 'map':
      return refsOf(type.values);
    case 'tuple':
      return type.items.flatMap(refsOf);
    case 'union':
      return type.members.flatMap(refsOf);
    default:
      return [];
  }
}

function refsOfNamed(type: Untagged): string[] {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'alias':
      return refsOf(type.target);
    case 'object': {
      const members = type.properties.flatMap((property) => refsOf(property.type));
      return typeof type.additional === 'string' ? members : [...members, ...refsOf(type.additional)];
    }
  }
}

/**
 * Types with their tags, each after the types it refers to (except where they refer to each other).
 * `roots`: per tag, the types its operations name.
 */
export function finishTypes(
  types: ReadonlyMap<string, Untagged>,
  roots: ReadonlyMap<string, readonly TypeExpr[]>,
): NamedType[] {
  const edges = new Map([...types].map(([id, type]) => [id, [...new Set(refsOfNamed(type))]]));
  const tags = new Map<string, string[]>();
  const starts: string[] = [];
  for (const [tag, exprs] of roots) {
    const ids = exprs.flatMap(refsOf);
    starts.push(...ids);
    for (const id of postorder(ids, edges)) {
      const list = tags.get(id);
      if (list === undefined) tags.set(id, [tag]);
      else list.push(tag);
    }
  }
  return postorder(starts, edges).flatMap((id) => {
    const type = types.get(id);
    return type === undefined ? [] : [{ ...type, tags: tags.get(id) ?? [] }];
  });
}

/** Everything reachable, dependencies first; a stack of its own, as chains can be long. */
function postorder(starts: readonly string[], edges: ReadonlyMap<string, readonly string[]>): string[] {
  const out: string[] = [];
  const seen = new Set<string>();
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const stack = [{ id: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const child = edges.get(top.id)?.[top.next++];
      if (child === undefined) {
        out.push(top.id);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ id: child, next: 0 });
      }
    }
  }
  return out;
}
