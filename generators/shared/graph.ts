import type { NamedType, TypeExpr } from '../../src/model/types.js';

/** Ids of the types that a type expression names. */
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

/** Ids of the types that a named type needs. */
export function needsOf(type: NamedType): string[] {
  switch (type.kind) {
    case 'enum':
      return [];
    case 'alias':
      return refsOf(type.target);
    case 'object':
      return [
        ...type.properties.flatMap((property) => refsOf(property.type)),
        ...(typeof type.additional === 'string' ? [] : refsOf(type.additional)),
      ];
  }
}

interface Visit {
  index: number;
  low: number;
  onStack: boolean;
}

/**
 * Strongly connected components, each after those it needs (Tarjan). Iterative: a document's chain of types may be longer than
 * the call stack.
 */
export function components(types: readonly NamedType[]): NamedType[][] {
  const byId = new Map(types.map((type) => [type.id, type]));
  const order = new Map(types.map((type, index) => [type.id, index]));
  const needs = new Map(types.map((type) => [type.id, needsOf(type).filter((id) => byId.has(id))]));
  const visits = new Map<string, Visit>();
  const stack: string[] = [];
  const found: NamedType[][] = [];
  const enter = (id: string): Visit => {
    const visit = { index: visits.size, low: visits.size, onStack: true };
    visits.set(id, visit);
    stack.push(id);
    return visit;
  };
  const leave = (id: string, visit: Visit): void => {
    if (visit.low !== visit.index) return;
    const members = stack.splice(stack.lastIndexOf(id));
    for (const member of members) {
      const state = visits.get(member);
      if (state !== undefined) state.onStack = false;
    }
    const sorted = members.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    found.push(sorted.flatMap((member) => byId.get(member) ?? []));
  };
  for (const { id } of types) if (!visits.has(id)) walk(id, { needs, visits, enter, leave });
  return found;
}

interface Walk {
  readonly needs: ReadonlyMap<string, readonly string[]>;
  readonly visits: ReadonlyMap<string, Visit>;
  readonly enter: (id: string) => Visit;
  readonly leave: (id: string, visit: Visit) => void;
}

function walk(root: string, { needs, visits, enter, leave }: Walk): void {
  const path = [{ id: root, visit: enter(root), next: 0 }];
  for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
    const need = needs.get(frame.id)?.[frame.next];
    frame.next += 1;
    if (need === undefined) {
      path.pop();
      leave(frame.id, frame.visit);
      const above = path.at(-1);
      if (above !== undefined) above.visit.low = Math.min(above.visit.low, frame.visit.low);
      continue;
    }
    const seen = visits.get(need);
    if (seen === undefined) path.push({ id: need, visit: enter(need), next: 0 });
    else if (seen.onStack) frame.visit.low = Math.min(frame.visit.low, seen.index);
  }
}
