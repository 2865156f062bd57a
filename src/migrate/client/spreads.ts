/** Keywords that reach a request through `**kwargs`: they are known where all that is put in there can be seen. */
import { literalText } from '../facts/strings.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, isFunction, type Typing, textOf } from '../typing/module.js';
import type { Work } from './work.js';

/** The keyword, and where it is written; undefined where somebody else may put something in. */
export type Spread = ReadonlyMap<string, PyNode> | undefined;

/** `**name` in a call: what callers hand to a function's own `**name`, or what is put into a dictionary of that name. */
export function spreadKeywords(
  splat: PyNode,
  typing: Typing,
  work: Work,
  within: ReadonlySet<PyNode> = new Set(),
): Spread {
  const value = splat.children.find(({ named }) => named);
  if (splat.type !== 'dictionary_splat' || value?.type !== 'identifier') return undefined;
  const definition = above(splat, /^function_definition$/, typing);
  if (definition === undefined) return undefined;
  // Functions that call each other hand on what they were given.
  if (within.has(definition)) return new Map();
  const name = textOf(value, typing);
  const takes = (childOf(definition, 'parameters')?.children ?? []).some((one) =>
    takesRest(one, name, typing),
  );
  const inside = putInto(name, definition, typing, takes);
  if (!takes || inside === undefined) return inside;
  const handed = handedTo(definition, typing, work, new Set([...within, definition]));
  return handed === undefined ? undefined : new Map([...inside, ...handed]);
}

const takesRest = (parameter: PyNode, name: string, typing: Typing): boolean =>
  textOf(parameter, typing).replace(/:.*$/s, '') === `**${name}`;

/** Constant keys of `name = {…}`, `name = dict(…)` and `name["key"] = …`; undefined for any other use but reading and spreading. */
function putInto(name: string, definition: PyNode, typing: Typing, taken: boolean): Spread {
  const keys = new Map<string, PyNode>();
  let made = taken;
  for (const node of walk(definition)) {
    if (node.type !== 'identifier' || textOf(node, typing) !== name) continue;
    const parent = typing.parents.get(node);
    if (parent === undefined || !isPlainUse(node, parent, typing)) return undefined;
    if (parent.type === 'assignment' && node.field === 'left') {
      const found = keysOf(childOf(parent, 'right'), typing);
      if (found === undefined) return undefined;
      for (const [key, at] of found) keys.set(key, at);
      made = true;
    } else if (parent.type === 'subscript' || parent.type === 'attribute') {
      const key = keySet(parent, typing);
      if (key === undefined) return undefined;
      if (key.name !== '') keys.set(key.name, key.at);
    }
  }
  return made ? keys : undefined;
}

const isPlainUse = (node: PyNode, parent: PyNode, typing: Typing): boolean =>
  /^(dictionary_splat|dictionary_splat_pattern|typed_parameter|comparison_operator|subscript)$/.test(
    parent.type,
  ) ||
  (parent.type === 'assignment' && node.field === 'left') ||
  (parent.type === 'attribute' &&
    node.field === 'object' &&
    /^(get|pop|setdefault)$/.test(textOf(childOf(parent, 'attribute'), typing)));

/** Keys of a dictionary that is written out. */
function keysOf(value: PyNode | undefined, typing: Typing): Spread {
  if (value === undefined) return undefined;
  const keys = new Map<string, PyNode>();
  const isDict = value.type === 'call' && textOf(childOf(value, 'function'), typing) === 'dict';
  if (value.type !== 'dictionary' && !isDict) return undefined;
  const entries = isDict ? childOf(value, 'arguments')?.children : value.children;
  for (const entry of (entries ?? []).filter(({ named, type }) => named && type !== 'comment')) {
    const key = childOf(entry, isDict ? 'name' : 'key');
    if (entry.type !== (isDict ? 'keyword_argument' : 'pair') || key === undefined) return undefined;
    const text = isDict ? textOf(key, typing) : literalText(key, typing.text);
    if (text === undefined) return undefined;
    keys.set(text, key);
  }
  return keys;
}

/** `name["key"]` and `name.setdefault("key", …)`; with no name where it is only read. */
function keySet(use: PyNode, typing: Typing): { readonly name: string; readonly at: PyNode } | undefined {
  const subscript = use.type === 'subscript';
  const call = subscript ? undefined : typing.parents.get(use);
  if (!subscript && (call?.type !== 'call' || textOf(childOf(use, 'attribute'), typing) !== 'setdefault'))
    return { name: '', at: use };
  const first = subscript
    ? childOf(use, 'subscript')
    : childOf(call ?? use, 'arguments')?.children.find(({ named }) => named);
  const name = first && literalText(first, typing.text);
  return first === undefined || name === undefined ? undefined : { name, at: first };
}

/** Keywords that the program's calls of a function hand to its `**kwargs`. */
function handedTo(definition: PyNode, typing: Typing, work: Work, within: ReadonlySet<PyNode>): Spread {
  const name = textOf(childOf(definition, 'name'), typing);
  const own = new Set((childOf(definition, 'parameters')?.children ?? []).map((one) => nameOf(one, typing)));
  const keys = new Map<string, PyNode>();
  for (const one of work.modules) {
    for (const node of walk(one.root)) {
      if (node.type !== 'identifier' || textOf(node, one) !== name || isNamed(node, one)) continue;
      const call = callOf(node, one);
      if (call === undefined) return undefined;
      for (const argument of childOf(call, 'arguments')?.children ?? []) {
        const more = keywordsOf(argument, one, work, within);
        if (more === undefined) return undefined;
        for (const [key, at] of more) if (!own.has(key)) keys.set(key, at);
      }
    }
  }
  return keys;
}

function keywordsOf(argument: PyNode, typing: Typing, work: Work, within: ReadonlySet<PyNode>): Spread {
  if (argument.type === 'keyword_argument')
    return new Map([[textOf(childOf(argument, 'name'), typing), argument]]);
  if (argument.type === 'list_splat') return undefined;
  return argument.type === 'dictionary_splat' ? spreadKeywords(argument, typing, work, within) : new Map();
}

const nameOf = (parameter: PyNode, typing: Typing): string =>
  textOf(childOf(parameter, 'name') ?? parameter.children[0] ?? parameter, typing);

/** Its definition, an import of it, a keyword. */
const isNamed = (node: PyNode, typing: Typing): boolean => {
  const parent = typing.parents.get(node);
  if (parent !== undefined && isFunction(parent)) return true;
  if (parent?.type === 'keyword_argument' && node.field === 'name') return true;
  return above(node, /^import_(from_)?statement$/, typing) !== undefined;
};

function callOf(node: PyNode, typing: Typing): PyNode | undefined {
  const parent = typing.parents.get(node);
  const callee = parent?.type === 'attribute' && node.field === 'attribute' ? parent : node;
  const call = typing.parents.get(callee);
  return call?.type === 'call' && callee.field === 'function' ? call : undefined;
}
