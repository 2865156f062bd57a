/** Functions of the program that are given a function, and call it: `self._safe_call(fetch)`. */
import { childOf, type PyNode, walk } from '../python/tree.js';
import { isFunction, type Typing, textOf } from '../typing/module.js';
import { type Reference, referencesTo, scopeOf } from './scopes.js';
import { Kept, type Moving } from './work.js';

/** What is done with what is found: a call that must be awaited, and a function that must be async. */
export interface Asyncing {
  readonly awaitCall: (call: PyNode, typing: Typing, work: Moving) => void;
  readonly makeAsync: (definition: PyNode, typing: Typing, work: Moving) => void;
}

/** A parameter that takes a function. */
interface Taker {
  readonly definition: PyNode;
  readonly typing: Typing;
  readonly parameter: string;
}

/**
 * A function is given to another one of the program, which awaits it then; so every function that is given to that one becomes async.
 * False where it is not given to a function of the program. Throws `Kept` where the other one does more than call it.
 */
export function givenToOwn(
  { typing, node }: Reference,
  call: PyNode,
  work: Moving,
  asyncing: Asyncing,
): boolean {
  const takers = takersOf(call, node, typing, work);
  for (const taker of takers) {
    const known = work.takers.get(taker.definition) ?? new Set<string>();
    if (known.has(taker.parameter)) continue;
    work.takers.set(taker.definition, known.add(taker.parameter));
    takeAsync(taker, work, asyncing);
  }
  return takers.length > 0;
}

/** The functions of the program that a call may mean, with the parameter that an argument of it goes to. */
function takersOf(call: PyNode, argument: PyNode, typing: Typing, { modules }: Moving): Taker[] {
  const callee = childOf(call, 'function');
  const method = callee?.type === 'attribute';
  const name = textOf(method ? childOf(callee, 'attribute') : callee, typing);
  const found: Taker[] = [];
  for (const one of modules) {
    for (const node of walk(one.root)) {
      if (!isFunction(node) || textOf(childOf(node, 'name'), one) !== name) continue;
      const bound = scopeOf(node, one).type === 'class_definition';
      if (bound !== method) continue;
      const parameter = parameterFor(argument, call, typing, parametersOf(node, one).slice(bound ? 1 : 0));
      if (parameter === undefined)
        throw new Kept(`${textOf(argument, typing)} is passed on`, typing, argument);
      found.push({ definition: node, typing: one, parameter });
    }
  }
  return found;
}

/** Names of positional parameters. */
export function parametersOf(definition: PyNode, typing: Typing): string[] {
  const named = (childOf(definition, 'parameters')?.children ?? []).filter((one) => one.named);
  return named.map((one) => {
    if (one.type === 'identifier') return textOf(one, typing);
    const name = childOf(one, 'name') ?? (one.type === 'typed_parameter' ? one.children[0] : undefined);
    return name?.type === 'identifier' ? textOf(name, typing) : '';
  });
}

export function parameterFor(
  argument: PyNode,
  call: PyNode,
  typing: Typing,
  names: readonly string[],
): string | undefined {
  const given = argumentsOf(call);
  const at = given.findIndex((one) => one === argument || childOf(one, 'value') === argument);
  const one = given[at];
  const before = given.slice(0, at);
  if (one === undefined || before.some(({ type }) => /_splat$/.test(type))) return undefined;
  const name = one.type === 'keyword_argument' ? textOf(childOf(one, 'name'), typing) : names[at];
  return name !== undefined && name !== '' && names.includes(name) ? name : undefined;
}

const argumentsOf = (call: PyNode): PyNode[] =>
  (childOf(call, 'arguments')?.children ?? []).filter(({ named, type }) => named && type !== 'comment');

function takeAsync(taker: Taker, work: Moving, asyncing: Asyncing): void {
  const { definition, typing, parameter } = taker;
  const body = childOf(definition, 'body');
  for (const node of body === undefined ? [] : walk(body)) {
    if (node.type !== 'identifier' || textOf(node, typing) !== parameter) continue;
    const parent = typing.parents.get(node);
    if (parent?.type === 'attribute' && node.field === 'attribute') continue;
    if (parent?.type === 'keyword_argument' && node.field === 'name') continue;
    // `f.__name__` is the same for both kinds.
    if (parent?.type === 'attribute') continue;
    if (parent?.type !== 'call' || node.field !== 'function')
      throw new Kept(`${parameter} is passed on`, typing, node);
    asyncing.awaitCall(parent, typing, work);
  }
  for (const { typing: there, node } of referencesTo(definition, typing, work)) {
    const call = there.parents.get(node);
    if (call?.type === 'call' && node.field === 'function') giveAsync(call, taker, there, work, asyncing);
  }
}

/** What another caller gives must be a function of the program, which becomes async. */
function giveAsync(call: PyNode, taker: Taker, typing: Typing, work: Moving, asyncing: Asyncing): void {
  const bound = scopeOf(taker.definition, taker.typing).type === 'class_definition';
  const names = parametersOf(taker.definition, taker.typing).slice(bound ? 1 : 0);
  for (const one of argumentsOf(call)) {
    const value = one.type === 'keyword_argument' ? childOf(one, 'value') : one;
    if (value === undefined || parameterFor(value, call, typing, names) !== taker.parameter) continue;
    const given = functionNamed(value, typing);
    if (given === undefined) throw new Kept(`${textOf(value, typing)} is called by others`, typing, value);
    asyncing.makeAsync(given, typing, work);
  }
}

/** The function that a name means, looked for from the inside out; for `self.name`, the method of the class. */
function functionNamed(value: PyNode, typing: Typing): PyNode | undefined {
  const own = value.type === 'attribute' && textOf(childOf(value, 'object'), typing) === 'self';
  if (value.type !== 'identifier' && !own) return undefined;
  const name = textOf(own ? childOf(value, 'attribute') : value, typing);
  for (let scope = scopeOf(value, typing); ; scope = scopeOf(scope, typing)) {
    const inClass = scope.type === 'class_definition';
    for (const node of inClass === own ? walk(scope) : []) {
      const here = isFunction(node) && scopeOf(node, typing) === scope;
      if (here && textOf(childOf(node, 'name'), typing) === name) return node;
    }
    if (scope === typing.root) return undefined;
  }
}
