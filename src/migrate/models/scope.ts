import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';

const INNER = /^(function_definition|class_definition|lambda)$/;

/** Names that a module binds outside of functions and classes, at whatever depth. */
export function moduleNames(typing: Typing): Set<string> {
  const names = new Set<string>();
  const visit = (node: PyNode): void => {
    for (const name of boundBy(node)) names.add(textOf(name, typing));
    if (INNER.test(node.type)) return;
    node.children.forEach(visit);
  };
  visit(typing.root);
  for (const node of walk(typing.root)) {
    if (node.type !== 'global_statement') continue;
    for (const child of node.children) if (child.type === 'identifier') names.add(textOf(child, typing));
  }
  return names;
}

/** Names that a node itself binds. */
function boundBy(node: PyNode): PyNode[] {
  switch (node.type) {
    case 'function_definition':
    case 'class_definition':
      return childrenOf(node, 'name');
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
    case 'for_in_clause':
      return childrenOf(node, 'left').flatMap(plainNames);
    case 'named_expression':
      return childrenOf(node, 'name');
    case 'as_pattern_target':
      return plainNames(node);
    case 'import_statement':
    case 'import_from_statement':
      return childrenOf(node, 'name').flatMap((one) => importedAs(one));
    default:
      return [];
  }
}

function importedAs(node: PyNode): PyNode[] {
  const alias = node.type === 'aliased_import' ? childOf(node, 'alias') : undefined;
  return [alias ?? node.children[0] ?? node];
}

function plainNames(node: PyNode): PyNode[] {
  if (node.type === 'identifier') return [node];
  if (!/^(pattern_list|tuple_pattern|list_pattern|as_pattern_target|list_splat_pattern)$/.test(node.type))
    return [];
  return node.children.flatMap(plainNames);
}

/** Names below a node that may be looked up outside of it, those in quoted annotations too. */
export function usedNames(node: PyNode, typing: Typing): Set<string> {
  const names = new Set<string>();
  for (const one of walk(node)) {
    const parent = typing.parents.get(one);
    if (one.type === 'identifier' && isLookup(one, parent)) names.add(textOf(one, typing));
    if (one.type !== 'string') continue;
    const quoted = /^["']([\w[\], .|]+)["']$/.exec(textOf(one, typing))?.[1] ?? '';
    for (const [word] of quoted.matchAll(/[A-Za-z_]\w*/g)) names.add(word);
  }
  return names;
}

function isLookup(node: PyNode, parent: PyNode | undefined): boolean {
  if (parent?.type === 'attribute') return node.field === 'object';
  if (parent?.type === 'keyword_argument') return node.field !== 'name';
  return !(
    parent !== undefined &&
    /^(function|class)_definition$/.test(parent.type) &&
    node.field === 'name'
  );
}
