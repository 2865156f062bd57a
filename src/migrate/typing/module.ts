import { bindings, importsOf } from '../facts/imports.js';
import { childOf, parsePython, type PyNode, walk } from '../python/tree.js';

/** A module in its new place, ready to be given types. */
export interface Typing {
  readonly path: string;
  readonly text: string;
  readonly root: PyNode;
  readonly parents: ReadonlyMap<PyNode, PyNode>;
  /** Local name → full name of what was imported. */
  readonly bound: ReadonlyMap<string, string>;
  /** Methods of `api_client.py` that give back `Any`: what a library answers with, and nobody knows the form of. */
  readonly answers?: ReadonlySet<string>;
}

export async function typingOf(path: string, text: string): Promise<Typing> {
  const root = await parsePython(text);
  const parents = new Map<PyNode, PyNode>();
  for (const node of walk(root)) for (const child of node.children) parents.set(child, node);
  return { path, text, root, parents, bound: bindings(importsOf(root, text)) };
}

export const textOf = (node: PyNode | undefined, { text }: Typing): string =>
  node === undefined ? '' : text.slice(node.start, node.end);

const gathered = new WeakMap<PyNode, ReadonlyMap<string, readonly PyNode[]>>();

/** The identifiers of a module that say a name, in the order of the text. Each tree is gone through once. */
export function identifiersNamed(name: string, typing: Typing): readonly PyNode[] {
  const { root } = typing;
  const all = gathered.get(root) ?? gather(typing);
  gathered.set(root, all);
  return all.get(name) ?? [];
}

function gather(typing: Typing): ReadonlyMap<string, readonly PyNode[]> {
  const found = new Map<string, PyNode[]>();
  for (const node of walk(typing.root)) {
    if (node.type !== 'identifier') continue;
    const name = textOf(node, typing);
    const before = found.get(name);
    if (before === undefined) found.set(name, [node]);
    else before.push(node);
  }
  return found;
}

/** Attributes of a name, whatever their object is: `a.f` and `g().f` for `f`. */
export const attributesNamed = (name: string, typing: Typing): PyNode[] =>
  identifiersNamed(name, typing).flatMap((node) => {
    const around = node.field === 'attribute' ? typing.parents.get(node) : undefined;
    return around?.type === 'attribute' ? [around] : [];
  });

/** The nearest node above of one of these types. */
export function above(node: PyNode, types: RegExp, { parents }: Typing): PyNode | undefined {
  let found = parents.get(node);
  while (found !== undefined && !types.test(found.type)) found = parents.get(found);
  return found;
}

export const isFunction = (node: PyNode): boolean => node.type === 'function_definition';
export const isAsync = (node: PyNode): boolean => node.children[0]?.type === 'async';

/** The class that a function is a method of. */
export function classOf(node: PyNode, typing: Typing): PyNode | undefined {
  const scope = above(node, /^(class_definition|function_definition|module)$/, typing);
  return scope?.type === 'class_definition' ? scope : undefined;
}

/** Expressions behind the `@` of a definition. */
export function decoratorsOf(node: PyNode, { parents }: Typing): PyNode[] {
  const parent = parents.get(node);
  if (parent?.type !== 'decorated_definition') return [];
  return parent.children
    .filter(({ type }) => type === 'decorator')
    .flatMap((one) => one.children.filter(({ named }) => named).slice(0, 1));
}

/** The last name of a decorator: `tool` for `@mcp.tool()` and `@mcp.tool`. */
export function decoratorName(expression: PyNode, typing: Typing): string {
  const callee = expression.type === 'call' ? childOf(expression, 'function') : expression;
  return textOf(callee?.type === 'attribute' ? childOf(callee, 'attribute') : callee, typing);
}

/** All nodes of a function's own scope: nothing of functions and classes within it. */
export function* ownNodes(node: PyNode): Generator<PyNode> {
  yield node;
  if (/^(function_definition|class_definition|lambda)$/.test(node.type)) return;
  for (const child of node.children) yield* ownNodes(child);
}

export function* bodyNodes(definition: PyNode): Generator<PyNode> {
  for (const statement of childOf(definition, 'body')?.children ?? []) yield* ownNodes(statement);
}
