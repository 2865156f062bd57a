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
  AsyncIterator: 'collections.abc',
  Field: 'pydantic',
  WithJsonSchema: 'pydantic',
};

/** Imports the names of `HOMES` that a text uses at all, and does not bind. */
export async function withImports(text: string): Promise<string> {
  const root = await parsePython(text);
  const bound = bindings(importsOf(root, text));
  const used = new Set<string>();
  for (const { type, start, end } of walk(root)) {
    if (type === 'identifier') used.add(text.slice(start, end));
  }
  const missing = Object.keys(HOMES).filter((name) => used.has(name) && !bound.has(name));
  if (missing.length === 0) return text;
  const lines = missing.map((name) => `from ${HOMES[name]} import ${name}\n`);
  const at = headerEnd(root, text);
  return applyOne(text, { start: at, end: at, text: lines.join('') });
}

const applyOne = (text: string, { start, end, text: added }: Edit): string =>
  text.slice(0, start) + added + text.slice(end);

function headerEnd(root: Awaited<ReturnType<typeof parsePython>>, text: string): number {
  const body = root.children.filter(({ type }) => type !== 'comment');
  const first = body.find(
    (node, index) =>
      node.type !== 'future_import_statement' &&
      !(index === 0 && node.type === 'expression_statement' && node.children[0]?.type === 'string'),
  );
  return first?.start ?? text.length;
}
