import { importsOf } from '../facts/imports.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from './module.js';

/** Dotted name of a module by its path: `src/mcp_x/a/__init__.py` → `mcp_x.a`. */
export const dotted = (path: string): string =>
  path
    .replace(/^src\//, '')
    .replace(/\.py$/, '')
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.');

/** Parts of the name of the package that a module lies in, or is. */
export function packageOfModule(path: string): string[] {
  const parts = dotted(path).split('.');
  return path.endsWith('/__init__.py') ? parts : parts.slice(0, -1);
}

/** Names that modules of the program take from others, which only imported them: module → names. */
export function takenNames(modules: readonly Typing[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { path, root, text } of modules) {
    const packageParts = packageOfModule(path);
    for (const { kind, level, module, names } of importsOf(root, text)) {
      if (kind !== 'from') continue;
      const base = level === 0 ? [] : packageParts.slice(0, packageParts.length - level + 1);
      const from = [...base, ...(module === '' ? [] : [module])].join('.');
      const known = taken.get(from) ?? new Set<string>();
      for (const { name } of names) known.add(name);
      taken.set(from, known);
    }
  }
  return taken;
}

/** `from .config import Config` → `… as Config` in a module that others take `Config` from; or `Config` in its `__all__`. */
export function reexportEdits(typing: Typing, taken: ReadonlyMap<string, ReadonlySet<string>>): Edit[] {
  const names = taken.get(dotted(typing.path));
  if (names === undefined) return [];
  const found = importsOf(typing.root, typing.text)
    .filter(({ kind }) => kind === 'from')
    .flatMap((one) => one.names)
    .filter(({ name, alias }) => alias === undefined && names.has(name));
  if (/^__all__\b/m.test(typing.text)) {
    // `import *` would bind more names then.
    const listed = names.has('*') ? undefined : exportList(typing);
    return listed === undefined
      ? []
      : addedExports(
          listed,
          found.map(({ name }) => name),
          typing,
        );
  }
  return found.map(({ node }) => ({ start: node.end, end: node.end, text: ` as ${textOf(node, typing)}` }));
}

/** The list of `__all__ = [ … ]`. */
function exportList(typing: Typing): PyNode | undefined {
  const found = typing.root.children
    .flatMap(({ children }) => children.slice(0, 1))
    .filter((node) => node.type === 'assignment' && textOf(childOf(node, 'left'), typing) === '__all__');
  const list = found.length === 1 && found[0] !== undefined ? childOf(found[0], 'right') : undefined;
  return list?.type === 'list' ? list : undefined;
}

function addedExports(list: PyNode, names: readonly string[], typing: Typing): Edit[] {
  const known = new Set(list.children.map((node) => textOf(node, typing).slice(1, -1)));
  const added = [...new Set(names)].filter((name) => !known.has(name));
  if (added.length === 0) return [];
  const at = list.start + 1;
  const text = added.map((name) => `"${name}", `).join('');
  return [{ start: at, end: at, text }];
}
