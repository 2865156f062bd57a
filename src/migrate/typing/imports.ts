import type { Edit } from '../python/edits.js';
import { parsePython, walk } from '../python/tree.js';
import { bindings, importsOf } from '../facts/imports.js';

/** Names that added annotations use, and where they come from. */
const HOMES: Readonly<Record<string, string>> = {
  Any: 'typing',
  Annotated: 'typing',
  cast: 'typing',
  Callable: 'collections.abc',
  Iterator: 'collections.abc',
  Mapping: 'collections.abc',
  AsyncIterator: 'collections.abc',
  Decimal: 'decimal',
  Field: 'pydantic',
  StringConstraints: 'pydantic',
  WithJsonSchema: 'pydantic',
};

/** Imports the names of `HOMES` that a text uses at all, and does not bind; and the class of the server, given by its full name. */
export async function withImports(text: string, serverClass?: string): Promise<string> {
  const root = await parsePython(text);
  const bound = bindings(importsOf(root, text));
  const used = new Set<string>();
  for (const { type, start, end } of walk(root)) {
    if (type === 'identifier') used.add(text.slice(start, end));
  }
  const homes = serverClass === undefined ? HOMES : { ...HOMES, ...homeOf(serverClass) };
  const missing = Object.entries(homes).filter(([name]) => used.has(name) && !bound.has(name));
  if (missing.length === 0) return text;
  const lines = missing.map(([name, home]) => `from ${home} import ${name}\n`);
  const at = headerEnd(root, text);
  return applyOne(text, { start: at, end: at, text: lines.join('') });
}

/** `mcp_x.runtime.mcpserver.MCPServer` → `MCPServer` at home in `mcp_x.runtime.mcpserver`. */
function homeOf(full: string): Record<string, string> {
  const at = full.lastIndexOf('.');
  return { [full.slice(at + 1)]: full.slice(0, at) };
}

const applyOne = (text: string, { start, end, text: added }: Edit): string =>
  text.slice(0, start) + added + text.slice(end);

/** Where the first statement after docstring and `from __future__` begins. */
export function headerEnd(root: Awaited<ReturnType<typeof parsePython>>, text: string): number {
  const body = root.children.filter(({ type }) => type !== 'comment');
  const first = body.find(
    (node, index) =>
      node.type !== 'future_import_statement' &&
      !(index === 0 && node.type === 'expression_statement' && node.children[0]?.type === 'string'),
  );
  return first?.start ?? text.length;
}
