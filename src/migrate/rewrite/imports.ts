import { childOf, type PyNode } from '../python/tree.js';
import type { Edit } from '../python/edits.js';
import type { ImportedName, ModuleFacts, PyImport } from '../types.js';
import { newModule, newPlace } from './names.js';

/** What rewriting a module needs to know of all others. */
export interface Naming {
  /** `mcp_weather` */
  readonly package: string;
  /** `mcp_weather.runtime` */
  readonly runtime: string;
  /** Old dotted name → new dotted name, packages included. */
  readonly moved: ReadonlyMap<string, string>;
  /** Distribution names: a program may ask for its own version. */
  readonly distribution: { readonly old?: string; readonly new: string };
}

/** A rewritten import, and what it means for names further down. */
export interface ImportChange {
  readonly edits: readonly Edit[];
  /** Local names that are spelt otherwise now. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly notes: readonly { readonly line: number; readonly text: string }[];
}

/** Imports of the program's own modules and of the SDK, as they must be in the new project. */
export function rewriteImport(one: PyImport, facts: ModuleFacts, naming: Naming): ImportChange {
  if (one.level > 0) return NOTHING;
  return one.kind === 'from' ? rewriteFrom(one, facts, naming) : rewritePlain(one, facts, naming);
}

const NOTHING: ImportChange = { edits: [], renamed: new Map(), notes: [] };

function rewriteFrom(one: PyImport, facts: ModuleFacts, naming: Naming): ImportChange {
  const own = naming.moved.get(one.module);
  if (own !== undefined) {
    const name = childOf(one.node, 'module_name');
    const edits = name === undefined ? [] : [{ start: name.start, end: name.end, text: own }];
    return { ...NOTHING, edits };
  }
  if (!/^(fast)?mcp(\.|$)/.test(one.module)) return NOTHING;
  const places = one.names.map((name) => ({ name, place: newPlace(one.module, name.name, naming.runtime) }));
  if (places.every(({ place }) => place === undefined)) return NOTHING;
  const renamed = new Map<string, string>();
  const parts = places.map(({ name, place }) => {
    if (place === undefined) return `from ${one.module} import ${spelt(name)}`;
    const { text, rename } = importText(name, place, facts);
    if (rename !== undefined) renamed.set(name.name, rename);
    return text;
  });
  const { start, end, line } = one.node;
  const text = merged(parts).join('; ');
  const notes = [{ line, text: `${facts.text.slice(start, end).replace(/\s+/g, ' ')} → ${text}` }];
  return { edits: [{ start, end, text }], renamed, notes };
}

const spelt = ({ name, alias }: ImportedName): string => (alias === undefined ? name : `${name} as ${alias}`);

function importText(
  { name, alias }: ImportedName,
  place: { readonly module: string; readonly name: string },
  facts: ModuleFacts,
): { readonly text: string; readonly rename?: string } {
  if (place.module === 'builtins') return { text: `${alias ?? name} = ${place.name}` };
  const base = `from ${place.module} import ${place.name}`;
  if (place.name === name || name === '*')
    return { text: alias === undefined ? base : `${base} as ${alias}` };
  if (alias !== undefined || facts.names.has(place.name)) return { text: `${base} as ${alias ?? name}` };
  return { text: base, rename: place.name };
}

/** Imports from the same module become one statement. */
function merged(statements: readonly string[]): string[] {
  const byModule = new Map<string, string>();
  for (const statement of statements) {
    const [head = statement, names = ''] = statement.split(' import ');
    const before = byModule.get(head);
    byModule.set(head, before === undefined ? statement : `${before}, ${names}`);
  }
  return [...byModule.values()];
}

function rewritePlain(one: PyImport, facts: ModuleFacts, naming: Naming): ImportChange {
  const renamed = new Map<string, string>();
  let changed = false;
  const parts = one.names.map((imported) => {
    const own = naming.moved.get(imported.name);
    const target = own ?? newModule(imported.name);
    if (target === imported.name) return `import ${spelt(imported)}`;
    changed = true;
    if (imported.alias !== undefined) return `import ${target} as ${imported.alias}`;
    if (own === undefined) return `import ${target}`;
    const [root = '', ...rest] = imported.name.split('.');
    const newRoot = naming.moved.get(root) ?? naming.package;
    if (rest.length === 0 && newRoot.includes('.')) return fromParent(target, imported.name);
    renamed.set(root, newRoot);
    return `import ${target}`;
  });
  if (!changed) return NOTHING;
  const { start, end, line } = one.node;
  const text = parts.join('; ');
  return {
    edits: [{ start, end, text }],
    renamed,
    notes: [{ line, text: `${facts.text.slice(start, end)} → ${text}` }],
  };
}

/** `import whatsapp` → `from mcp_x import whatsapp`. */
function fromParent(target: string, local: string): string {
  const at = target.lastIndexOf('.');
  const name = target.slice(at + 1);
  return `from ${target.slice(0, at)} import ${name}${name === local ? '' : ` as ${local}`}`;
}

/** Names of this node that are uses of a variable: no attribute, no keyword, nothing inside an import. */
export function isUse(node: PyNode, parent: PyNode | undefined): boolean {
  if (node.type !== 'identifier' || parent === undefined) return false;
  if (parent.type === 'attribute' && node.field === 'attribute') return false;
  return !(parent.type === 'keyword_argument' && node.field === 'name');
}
