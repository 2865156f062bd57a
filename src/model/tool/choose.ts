import type { Context } from '../context.js';
import type { Operation, ServiceModel, Tag } from '../types.js';

/** Up to this many operations each is a tool; more would fill a model's context with what it does not need. */
export const STATIC_LIMIT = 80;

export interface Chosen {
  readonly operations: ReadonlySet<string>;
  readonly mode: ServiceModel['toolMode'];
}

/** Which operations become tools: `auto`, `all`, `dynamic`, `read-only`, `tags:a,b`, `operations:a,b`. */
export function chooseTools(
  choice: string,
  operations: readonly Operation[],
  tags: readonly Tag[],
  context: Context,
): Chosen {
  const all = new Set(operations.map((operation) => operation.id));
  const [kind = '', list = ''] = splitOnce(choice);
  switch (kind) {
    case 'all':
      return { operations: all, mode: 'static' };
    case 'auto':
      return { operations: all, mode: operations.length > STATIC_LIMIT ? 'dynamic' : 'static' };
    case 'dynamic':
      return { operations: all, mode: 'dynamic' };
    case 'read-only': {
      const safe = operations
        .filter((operation) => operation.safety.readOnly)
        .map((operation) => operation.id);
      return { operations: new Set(safe), mode: 'static' };
    }
    case 'tags':
      return { operations: byTag(namesOf(list), operations, tags, context), mode: 'static' };
    case 'operations':
      return {
        operations: byOperation(namesOf(list), operations, context, 'model.operation-unknown'),
        mode: 'static',
      };
    default:
      context.report('model.tools-choice', 'error', `${choice} is no choice of tools`);
      return { operations: new Set(), mode: 'static' };
  }
}

/** Operations named by id or operationId; unknown names are errors. */
export function byOperation(
  names: readonly string[],
  operations: readonly Operation[],
  context: Context,
  code: string,
): Set<string> {
  const idOf = new Map<string, string>();
  for (const { id, operationId } of operations) if (operationId !== undefined) idOf.set(operationId.spec, id);
  for (const { id } of operations) idOf.set(id, id);
  return pick(names, idOf, (name, near) => {
    context.report(
      code,
      'error',
      `there is no operation ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  });
}

function byTag(
  names: readonly string[],
  operations: readonly Operation[],
  tags: readonly Tag[],
  context: Context,
) {
  const idOf = new Map<string, string>();
  for (const { id, name } of tags) {
    idOf.set(name.spec.toLowerCase(), id);
    idOf.set(id, id);
  }
  const wanted = pick(names, idOf, (name, near) => {
    context.report(
      'model.tag-unknown',
      'error',
      `there is no tag ${name}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  });
  return new Set(
    operations.filter((operation) => wanted.has(operation.tag)).map((operation) => operation.id),
  );
}

function pick(
  names: readonly string[],
  idOf: ReadonlyMap<string, string>,
  unknown: (name: string, near: string | undefined) => void,
): Set<string> {
  const out = new Set<string>();
  for (const name of names) {
    const id = idOf.get(name) ?? idOf.get(name.toLowerCase());
    if (id === undefined) unknown(name, nearest(name, [...idOf.keys()]));
    else out.add(id);
  }
  return out;
}

function splitOnce(choice: string): [string, string] {
  const colon = choice.indexOf(':');
  return colon < 0 ? [choice, ''] : [choice.slice(0, colon), choice.slice(colon + 1)];
}

const namesOf = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The name that takes the fewest edits, when it is close. */
export function nearest(name: string, among: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of among) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const edits = distance(wanted, candidate.toLowerCase(), least);
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance; `limit` when it is at least that. */
function distance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost));
    }
    if (Math.min(...next) >= limit) return limit;
    row = next;
  }
  return row[b.length] ?? limit;
}
