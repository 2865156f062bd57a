import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own } from '../json.js';
import { step, type Trail } from '../trail.js';
import { type Kind, isReferable, type Slot, slotOf } from './kinds.js';

/** One value of a known kind on the walk, with what holds it, so that a visitor can replace it. */
export interface Visit {
  readonly value: JsonValue;
  readonly kind: Kind;
  readonly trail: Trail;
  readonly holder?: JsonObject | JsonValue[];
  readonly key?: string | number;
}

/**
 * Visits every value whose kind the table knows, parents first, in the order of the document. The visitor may change
 * the value in place; what it returns is walked (undefined: nothing below is). Keeps a stack of its own.
 */
export function walk(start: Visit, visit: (at: Visit) => JsonValue | undefined): void {
  const open: Visit[] = [start];
  const found: Visit[] = [];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const value = visit(at);
    if (!isObject(value)) continue;
    found.length = 0;
    collect(value, at, found);
    for (let index = found.length - 1; index >= 0; index--) {
      const next = found[index];
      if (next !== undefined) open.push(next);
    }
  }
}

function collect(value: JsonObject, at: Visit, found: Visit[]): void {
  for (const key in value) {
    const slot = slotOf(at.kind, key);
    if (slot === undefined || !Object.hasOwn(value, key)) continue;
    const child = value[key];
    if (child !== undefined) collectSlot(slot, child, { holder: value, key, trail: at.trail }, found);
  }
}

interface Spot {
  readonly holder: JsonObject;
  readonly key: string;
  readonly trail: Trail;
}

function collectSlot({ kind, as }: Slot, child: JsonValue, spot: Spot, found: Visit[]): void {
  const trail = step(spot.trail, spot.key);
  if (as === 'one') {
    found.push({ value: child, kind, trail, holder: spot.holder, key: spot.key });
  } else if (as === 'list' && Array.isArray(child)) {
    child.forEach((value, key) => {
      found.push({ value, kind, trail: step(trail, key), holder: child, key });
    });
  } else if (as === 'map' && isObject(child)) {
    for (const [key, value] of Object.entries(child)) {
      // Extensions stand between the names of these maps; schemas and examples may be called anything.
      if (key.startsWith('x-') && EXTENSIBLE.has(kind)) continue;
      found.push({ value, kind, trail: step(trail, key), holder: child, key });
    }
  }
}

const EXTENSIBLE: ReadonlySet<Kind> = new Set(['pathItem', 'response']);

/** The `$ref` of a value that is a reference: its text, or whatever else was written there. */
export const refOf = (value: JsonObject, kind: Kind): JsonValue | undefined =>
  isReferable(kind) ? own(value, '$ref') : undefined;
