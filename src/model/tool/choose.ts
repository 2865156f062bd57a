import type { Context } from '../context.js';
import type { Operation, ServiceModel, Tag } from '../types.js';
import { type Filter, parseChoice } from './choice.js';
import { nearest } from './nearest.js';
import { pathPattern } from './path-pattern.js';

/** Up to this many operations each is a tool; more would fill a model's context with what it does not need. */
export const STATIC_LIMIT = 80;

export interface Chosen {
  readonly operations: ReadonlySet<string>;
  readonly mode: ServiceModel['toolMode'];
}

/** What filters are held against. */
export interface Choosable {
  readonly operations: readonly Operation[];
  readonly tags: readonly Tag[];
  /** By id of the operation: the names of its tool that somebody gave it. */
  readonly names?: ReadonlyMap<string, string>;
  /** By id of the operation: scopes that an extension of the document gives it. */
  readonly scopes?: ReadonlyMap<string, readonly string[]>;
}

/** Which operations become tools; the grammar is that of `parseChoice`. Unknown names are errors. */
export function chooseTools(text: string, from: Choosable, context: Context): Chosen {
  const choice = parseChoice(text);
  if (choice === undefined) {
    context.report('model.tools-choice', 'error', `${text} is no choice of tools`);
    return { operations: new Set(), mode: 'static' };
  }
  const tests = choice.filters.map((filter) => testOf(filter, from, context));
  const chosen = from.operations.filter((operation) => tests.every((test) => test(operation)));
  const isDynamic = choice.mode === 'dynamic' || (choice.mode === 'auto' && chosen.length > STATIC_LIMIT);
  return {
    operations: new Set(chosen.map(({ id }) => id)),
    mode: isDynamic ? 'dynamic' : 'static',
  };
}

type Test = (operation: Operation) => boolean;

function testOf(filter: Filter, from: Choosable, context: Context): Test {
  const test = finding(filter, from, context);
  return filter.not ? (operation) => !test(operation) : test;
}

function finding({ kind, names }: Filter, from: Choosable, context: Context): Test {
  switch (kind) {
    case 'read-only':
      return ({ safety }) => safety.readOnly;
    case 'tags': {
      const wanted = byTag(names, from.tags, context);
      return ({ tag }) => wanted.has(tag);
    }
    case 'operations': {
      const wanted = byOperation(names, from, context, 'model.operation-unknown');
      return ({ id }) => wanted.has(id);
    }
    case 'methods': {
      const methods = new Map(from.operations.map(({ method }) => [method.toLowerCase(), method]));
      const wanted = pick(
        names,
        methods,
        missing('model.method-unknown', 'operation with the method', context),
      );
      return ({ method }) => wanted.has(method);
    }
    case 'paths':
      return byPath(names, from, context);
    case 'scopes':
      return byScope(names, from, context);
    default:
      return kind satisfies never;
  }
}

/** Operations named by id, operationId or the name of their tool; unknown names are errors. */
export function byOperation(
  names: readonly string[],
  from: Choosable,
  context: Context,
  code: string,
): Set<string> {
  const idOf = new Map<string, string>();
  for (const { id, operationId } of from.operations)
    if (operationId !== undefined) idOf.set(operationId.spec, id);
  for (const { id } of from.operations) idOf.set(id, id);
  for (const [id, name] of from.names ?? []) idOf.set(name, id);
  return pick(names, idOf, missing(code, 'operation', context));
}

function byTag(names: readonly string[], tags: readonly Tag[], context: Context): Set<string> {
  const idOf = new Map<string, string>();
  for (const { id, name } of tags) {
    idOf.set(name.spec.toLowerCase(), id);
    idOf.set(id, id);
  }
  return pick(names, idOf, missing('model.tag-unknown', 'tag', context));
}

/** A pattern that finds nothing is a slip of the pen: it would silently choose less than was meant. */
function byPath(patterns: readonly string[], { operations }: Choosable, context: Context): Test {
  const tests = patterns.map(pathPattern);
  tests.forEach((test, index) => {
    if (operations.some(({ path }) => test(path.spec))) return;
    context.report('model.path-unknown', 'error', `there is no path like ${patterns[index]}`);
  });
  return ({ path }) => tests.some((test) => test(path.spec));
}

function byScope(names: readonly string[], { scopes = new Map() }: Choosable, context: Context): Test {
  const known = new Map([...scopes.values()].flat().map((scope: string) => [scope, scope]));
  const wanted = pick(names, known, missing('model.scope-unknown', 'operation with the scope', context));
  return ({ id }) => (scopes.get(id) ?? []).some((scope: string) => wanted.has(scope));
}

type Unknown = (name: string, near: string | undefined) => void;

const missing =
  (code: string, what: string, context: Context): Unknown =>
  (name, near) => {
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    context.report(code, 'error', `there is no ${what} ${name}${hint}`);
  };

function pick(names: readonly string[], idOf: ReadonlyMap<string, string>, unknown: Unknown): Set<string> {
  const out = new Set<string>();
  for (const name of names) {
    const id = idOf.get(name) ?? idOf.get(name.toLowerCase());
    if (id === undefined) unknown(name, nearest(name, [...idOf.keys()]));
    else out.add(id);
  }
  return out;
}
