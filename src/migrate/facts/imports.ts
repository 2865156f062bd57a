import { childOf, childrenOf, type PyNode } from '../python/tree.js';
import type { ImportedName, PyImport } from '../types.js';

/** All imports of a module, those in functions as well. */
export function importsOf(root: PyNode, text: string): PyImport[] {
  const found: PyImport[] = [];
  const visit = (node: PyNode, optional: boolean): void => {
    if (node.type === 'import_statement') {
      const names = childrenOf(node, 'name').map((name) => importedName(name, text));
      found.push({ node, kind: 'import', level: 0, module: '', names, optional });
    } else if (node.type === 'import_from_statement') found.push({ ...fromImport(node, text), optional });
    for (const child of node.children) visit(child, optional || node.type === 'try_statement');
  };
  visit(root, false);
  return found;
}

function fromImport(node: PyNode, text: string): Omit<PyImport, 'optional'> {
  const module = childOf(node, 'module_name');
  const written = module === undefined ? '' : text.slice(module.start, module.end).replace(/\s/g, '');
  const level = /^\.*/.exec(written)?.[0].length ?? 0;
  const star = node.children.find(({ type }) => type === 'wildcard_import');
  const names =
    star === undefined
      ? childrenOf(node, 'name').map((name) => importedName(name, text))
      : [{ name: '*', node: star }];
  return { node, kind: 'from', level, module: written.slice(level), names };
}

function importedName(node: PyNode, text: string): ImportedName {
  const slice = (part: PyNode): string => text.slice(part.start, part.end).replace(/\s/g, '');
  if (node.type !== 'aliased_import') return { name: slice(node), node };
  const name = childOf(node, 'name');
  const alias = childOf(node, 'alias');
  return {
    name: name === undefined ? '' : slice(name),
    ...(alias === undefined ? {} : { alias: slice(alias) }),
    node,
  };
}

/** Local name → what it stands for: `FastMCP` → `mcp.server.fastmcp.FastMCP`, `mcp` → `mcp`. Absolute imports only. */
export function bindings(imports: readonly PyImport[]): ReadonlyMap<string, string> {
  const bound = new Map<string, string>();
  for (const { kind, level, module, names } of imports) {
    if (level > 0) continue;
    for (const { name, alias } of names) {
      if (kind === 'from') bound.set(alias ?? name, `${module}.${name}`);
      else if (alias !== undefined) bound.set(alias, name);
      else bound.set(name.split('.')[0] ?? name, name.split('.')[0] ?? name);
    }
  }
  return bound;
}

/** `mcp.server.Server` for a name or a chain of attributes that begins with an import; undefined for anything else. */
export function qualified(
  node: PyNode,
  text: string,
  bound: ReadonlyMap<string, string>,
): string | undefined {
  if (node.type === 'identifier') return bound.get(text.slice(node.start, node.end));
  if (node.type !== 'attribute') return undefined;
  const object = childOf(node, 'object');
  const attribute = childOf(node, 'attribute');
  if (object === undefined || attribute === undefined) return undefined;
  const base = qualified(object, text, bound);
  return base === undefined ? undefined : `${base}.${text.slice(attribute.start, attribute.end)}`;
}
