/** Decorators of the program itself: where one calls the function that it is given, its wrapper awaits it, for all that it decorates. */
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, bodyNodes, decoratorsOf, isFunction, type Typing, textOf } from '../typing/module.js';
import type { Asyncing } from './callbacks.js';
import { referencesTo, scopeOf } from './scopes.js';
import { Kept, type Moving } from './work.js';

/**
 * True when a decorator is one of the program, whose wrapper is async now. False for any other. Throws `Kept` where it does more than
 * to call what it is given.
 */
export function wrapsAsync(expression: PyNode, typing: Typing, work: Moving, asyncing: Asyncing): boolean {
  const callee = expression.type === 'call' ? childOf(expression, 'function') : expression;
  if (callee?.type !== 'identifier') return false;
  const found = work.modules.flatMap((one) =>
    one.root.children.flatMap((node) => definitionNamed(textOf(callee, typing), node, one)),
  );
  const [home] = found;
  if (home === undefined || found.length > 1) return false;
  if (work.decorators.has(home.definition)) return true;
  work.decorators.add(home.definition);
  const taker = expression.type === 'call' ? returned(home.definition, home.typing) : home.definition;
  if (taker === undefined) throw new Kept(`@${textOf(expression, typing)}`, typing, expression);
  work.decorators.add(taker);
  awaitGiven(taker, home.typing, work, asyncing);
  for (const { typing: there, node } of referencesTo(home.definition, home.typing, work))
    decorated(node, there, work, asyncing);
  return true;
}

interface Home {
  readonly definition: PyNode;
  readonly typing: Typing;
}

function definitionNamed(name: string, node: PyNode, typing: Typing): Home[] {
  const definition = node.type === 'decorated_definition' ? childOf(node, 'definition') : node;
  if (definition === undefined || !isFunction(definition)) return [];
  return textOf(childOf(definition, 'name'), typing) === name ? [{ definition, typing }] : [];
}

/** The function within that is given back. */
function returned(definition: PyNode, typing: Typing): PyNode | undefined {
  const names = new Set<string>();
  for (const node of bodyNodes(definition)) {
    const value = node.type === 'return_statement' ? node.children.find(({ named }) => named) : undefined;
    if (value !== undefined) names.add(textOf(value, typing));
  }
  for (const node of walk(definition)) {
    const inside = isFunction(node) && node !== definition && scopeOf(node, typing) === definition;
    if (inside && names.has(textOf(childOf(node, 'name'), typing))) return node;
  }
  return undefined;
}

/** Awaits the calls of a decorator's first parameter. */
function awaitGiven(taker: PyNode, typing: Typing, work: Moving, asyncing: Asyncing): void {
  const first = childOf(taker, 'parameters')?.children.find(({ named }) => named);
  const name = textOf(first?.type === 'identifier' ? first : first?.children[0], typing);
  const body = childOf(taker, 'body');
  for (const node of body === undefined ? [] : walk(body)) {
    if (node.type !== 'identifier' || textOf(node, typing) !== name) continue;
    const parent = typing.parents.get(node);
    if (parent?.type === 'attribute') continue;
    if (parent?.type === 'keyword_argument' && node.field === 'name') continue;
    const call = parent?.type === 'argument_list' ? typing.parents.get(parent) : undefined;
    if (/(^|\.)wraps$/.test(textOf(call && childOf(call, 'function'), typing))) continue;
    if (parent?.type !== 'call' || node.field !== 'function')
      throw new Kept(`${name} is passed on`, typing, node);
    if (scopeOf(node, typing) === taker) throw new Kept('a decorator that calls', typing, node);
    asyncing.awaitCall(parent, typing, work);
  }
}

/** Whatever else it stands above becomes async, too. */
function decorated(node: PyNode, typing: Typing, work: Moving, asyncing: Asyncing): void {
  const decorator = above(node, /^decorator$/, typing);
  const whole = decorator && typing.parents.get(decorator);
  const definition = whole && childOf(whole, 'definition');
  const used =
    definition !== undefined &&
    isFunction(definition) &&
    decoratorsOf(definition, typing).some((one) => one === node || childOf(one, 'function') === node);
  if (!used) throw new Kept(`${textOf(node, typing)} is passed on`, typing, node);
  asyncing.makeAsync(definition, typing, work);
}
