/** Code that waited for an answer in place awaits it now, and so does everything that calls it. */
import { qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import {
  above,
  bodyNodes,
  decoratorName,
  decoratorsOf,
  isAsync,
  isFunction,
  type Typing,
  textOf,
} from '../typing/module.js';
import { asksCache, cachesAsync } from './caches.js';
import { givenToOwn } from './callbacks.js';
import { wrapsAsync } from './decorators.js';
import { lambdaInPlace, offThread } from './threads.js';
import { isCommon, type Reference, referencesTo, scopeOf } from './scopes.js';
import { addEdit, Kept, type Moving } from './work.js';

/** Decorators that take an async function as well as any. */
const TAKES_BOTH =
  /^(tool|resource|prompt|custom_route|call_tool|list_tools|list_prompts|get_prompt|list_resources|read_resource|staticmethod|classmethod|abstractmethod|wraps)$/;
/** Of others, by their full names. */
const TAKES_BOTH_OF_OTHERS = /^(tenacity\.retry|backoff\.(on_exception|on_predicate))$/;
const KNOWN_BASES = /^(object|ABC|abc\.ABC|BaseModel|pydantic\.BaseModel|Protocol|Generic\b.*|Exception)$/;

/** Awaits a call. Throws `Kept` where that cannot be. */
export function awaitCall(call: PyNode, typing: Typing, work: Moving): void {
  const parent = typing.parents.get(call);
  if (parent?.type === 'await' || work.calls.has(call)) return;
  work.calls.add(call);
  if (parent?.type === 'with_item' || parent?.type === 'as_pattern')
    throw new Kept('an answer in a with statement', typing, call);
  const inside = around(call, typing, work);
  const bare = !/^(attribute|subscript|call)$/.test(parent?.type ?? '');
  addEdit(typing, { start: call.start, end: call.start, text: bare ? 'await ' : '(await ' }, work);
  if (!bare) addEdit(typing, { start: call.end, end: call.end, text: ')' }, work);
  makeAsync(inside, typing, work);
}

/** Makes the function async that a node stands in. */
export const makeAsyncAround = (node: PyNode, typing: Typing, work: Moving): void =>
  makeAsync(around(node, typing, work), typing, work);

/** The function that a call stands in. */
function around(call: PyNode, typing: Typing, work: Moving): PyNode {
  for (let node = typing.parents.get(call); node !== undefined; node = typing.parents.get(node)) {
    if (node.type === 'generator_expression') throw new Kept('a call in a generator', typing, call);
    if (node.type === 'lambda' && !lambdaInPlace(node, typing, work))
      throw new Kept('a call in a lambda', typing, call);
    if (/^(parameters|decorator)$/.test(node.type)) throw new Kept('a call in a definition', typing, call);
    if (isFunction(node)) return node;
  }
  throw new Kept('a call when a module is imported', typing, call);
}

function makeAsync(definition: PyNode, typing: Typing, work: Moving): void {
  if (isAsync(definition) || work.awaited.has(definition)) return;
  if (typing === work.tests) {
    asyncTest(definition, typing, work);
    return;
  }
  const name = textOf(childOf(definition, 'name'), typing);
  if (name.startsWith('__')) throw new Kept(`${name}()`, typing, definition);
  for (const node of bodyNodes(definition))
    if (node.type === 'yield') throw new Kept('a generator', typing, node);
  for (const one of decoratorsOf(definition, typing)) {
    const callee = one.type === 'call' ? childOf(one, 'function') : one;
    const full = callee && qualified(callee, typing.text, typing.bound);
    const known = TAKES_BOTH.test(decoratorName(one, typing)) || TAKES_BOTH_OF_OTHERS.test(full ?? '');
    if (!known && !cachesAsync(one, typing, work) && !wrapsAsync(one, typing, work, { awaitCall, makeAsync }))
      throw new Kept(`@${textOf(one, typing)}`, typing, definition);
  }
  work.awaited.set(definition, name);
  addEdit(typing, { start: definition.start, end: definition.start, text: 'async ' }, work);
  const scope = scopeOf(definition, typing);
  if (scope.type === 'class_definition') everyMethod(name, scope, typing, work);
  else onlyOnce(name, definition, scope, typing);
  for (const reference of referencesTo(definition, typing, work)) follow(reference, work);
}

/** Tests and fixtures are run by pytest, which awaits them; what else there is is called by its name. */
function asyncTest(definition: PyNode, typing: Typing, work: Moving): void {
  const name = textOf(childOf(definition, 'name'), typing);
  const decorators = decoratorsOf(definition, typing).map((one) => textOf(one, typing));
  const fixture = decorators.some((one) => /(^|\.)fixture\b/.test(one));
  for (const node of bodyNodes(definition))
    if (node.type === 'yield' && !fixture) throw new Kept('a generator', typing, node);
  if (name.startsWith('__')) throw new Kept(`${name}()`, typing, definition);
  work.awaited.set(definition, name);
  addEdit(typing, { start: definition.start, end: definition.start, text: 'async ' }, work);
  if (!fixture) for (const reference of referencesTo(definition, typing, work)) follow(reference, work);
}

/** Awaits the calls of an async function in a test. */
export function awaitUses(definition: PyNode, work: Moving): void {
  for (const typing of work.modules) {
    if (typing === work.tests || !contains(typing.root, definition)) continue;
    for (const reference of referencesTo(definition, typing, work)) {
      if (reference.typing === work.tests) follow(reference, work);
    }
  }
}

const contains = (root: PyNode, node: PyNode): boolean => {
  for (const one of walk(root)) if (one === node) return true;
  return false;
};

/** Methods of the same name may be called in place of each other: all become async. */
function everyMethod(name: string, owner: PyNode, typing: Typing, work: Moving): void {
  const bases = (childOf(owner, 'superclasses')?.children ?? []).filter(({ named }) => named);
  const classes = new Set(work.modules.flatMap(classNames));
  for (const base of bases) {
    const text = textOf(base, typing);
    if (base.type !== 'keyword_argument' && !KNOWN_BASES.test(text) && !classes.has(text))
      throw new Kept(`a method of a ${text}`, typing, owner);
  }
  // A name that builtin types have, too, is followed by its class alone.
  if (isCommon(name)) {
    if (bases.some((base) => classes.has(textOf(base, typing))))
      throw new Kept(`a method named ${name}`, typing, owner);
    return;
  }
  for (const one of work.modules) {
    for (const node of walk(one.root)) {
      const same = isFunction(node) && textOf(childOf(node, 'name'), one) === name;
      if (same && scopeOf(node, one).type === 'class_definition') makeAsync(node, one, work);
    }
  }
}

const classNames = (typing: Typing): string[] =>
  [...walk(typing.root)]
    .filter(({ type }) => type === 'class_definition')
    .map((node) => textOf(childOf(node, 'name'), typing));

/** A name that means something else, too, cannot be followed. */
function onlyOnce(name: string, definition: PyNode, scope: PyNode, typing: Typing): void {
  for (const node of walk(scope)) {
    const parent = typing.parents.get(node);
    if (node.type !== 'identifier' || textOf(node, typing) !== name || parent === definition) continue;
    const bound =
      (/^(function_definition|class_definition)$/.test(parent?.type ?? '') && node.field === 'name') ||
      (/^(assignment|augmented_assignment|for_statement|for_in_clause)$/.test(parent?.type ?? '') &&
        node.field === 'left') ||
      /^(parameters|lambda_parameters|typed_parameter|pattern_list|as_pattern_target)$/.test(
        parent?.type ?? '',
      ) ||
      (/^(default_parameter|typed_default_parameter|named_expression)$/.test(parent?.type ?? '') &&
        node.field === 'name');
    const method = bound && isFunction(parent ?? node) && isMethod(parent ?? node, typing);
    if (bound && !method) throw new Kept(`${name} means several things`, typing, node);
  }
}

const isMethod = (node: PyNode, typing: Typing): boolean => scopeOf(node, typing).type === 'class_definition';

const GIVES_TO_SDK = /(^|\.)(add_tool|add_resource|add_prompt|tool\(.*\)|resource\(.*\)|prompt\(.*\))$/s;

/** A place that names an async function: it is called and awaited, or given to somebody who awaits it. */
function follow({ typing, node }: Reference, work: Moving): void {
  const parent = typing.parents.get(node);
  if (parent?.type === 'call' && node.field === 'function') {
    awaitCall(parent, typing, work);
    return;
  }
  if (asksCache(node, typing)) return;
  // A decorator gives its wrapper back.
  const giving = above(node, /^(return_statement|function_definition)$/, typing);
  if (giving?.type === 'return_statement' && work.decorators.has(scopeOf(giving, typing))) return;
  const list = parent?.type === 'keyword_argument' ? typing.parents.get(parent) : parent;
  const call = list?.type === 'argument_list' ? typing.parents.get(list) : undefined;
  const callee = call?.type === 'call' ? textOf(childOf(call, 'function'), typing) : '';
  // A test replaces things, and looks at what became of them.
  if (GIVES_TO_SDK.test(callee) || (typing === work.tests && parent?.type === 'attribute')) return;
  if (call !== undefined && offThread(node, call, typing, work)) return;
  if (call === undefined || !givenToOwn({ typing, node }, call, work, { awaitCall, makeAsync }))
    throw new Kept(`${textOf(node, typing)} is passed on`, typing, node);
}
