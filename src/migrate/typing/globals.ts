import { importsOf } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { typeOf } from './infer.js';
import { above, ownNodes, type Typing, textOf } from './module.js';

/**
 * `_seen: int` before a function with `global _seen` that is the first to give it a value: a type checker wants the name in the module,
 * and an annotation alone makes none.
 */
export function globalEdits(typing: Typing): Edit[] {
  const bound = boundNames(typing);
  if (bound.has('*')) return [];
  const declared = new Set<string>();
  return [...walk(typing.root)].flatMap((node) => {
    const names = node.type === 'global_statement' ? node.children.filter(({ named }) => named) : [];
    return names.flatMap((one) => {
      const name = textOf(one, typing);
      const type = bound.has(name) || declared.has(name) ? undefined : typeGiven(name, typing);
      if (type === undefined) return [];
      declared.add(name);
      const { start } = topLevel(node, typing);
      return [{ start, end: start, text: `${name}: ${type}\n\n\n` }];
    });
  });
}

/** Names of a module; `*` where nobody can say. */
function boundNames(typing: Typing): Set<string> {
  const names = importsOf(typing.root, typing.text).flatMap((one) => one.names);
  const found = new Set(names.map(({ name, alias }) => alias ?? name.split('.')[0] ?? name));
  for (const node of typing.root.children.flatMap((one) => [...ownNodes(one)])) {
    const name = childOf(node, 'name');
    if (/^(function|class)_definition$/.test(node.type)) found.add(textOf(name, typing));
    else if (node.type === 'identifier') found.add(textOf(node, typing));
  }
  return found;
}

/** What functions that declare a name as one of the module give it; undefined where none does. */
function typeGiven(name: string, typing: Typing): string | undefined {
  const types = new Set<string>();
  for (const node of walk(typing.root)) {
    const right = node.type === 'assignment' ? childOf(node, 'right') : undefined;
    if (right === undefined || textOf(childOf(node, 'left'), typing) !== name) continue;
    const scope = above(node, /^function_definition$/, typing);
    const isGlobal = [...walk(scope ?? node)].some(
      (one) =>
        one.type === 'global_statement' && one.children.some((child) => textOf(child, typing) === name),
    );
    if (isGlobal) types.add(typeOf(right, typing));
  }
  if (types.size === 0) return undefined;
  const isKnown = !types.has('Any') && [...types].some((one) => one !== 'None');
  return isKnown ? [...types].sort().join(' | ') : 'Any';
}

function topLevel(node: PyNode, typing: Typing): PyNode {
  const parent = typing.parents.get(node);
  return parent === undefined || parent === typing.root ? node : topLevel(parent, typing);
}
