/** Tools gain the request that they answer, and docstrings with Args and Returns. What is listed of them stays. */
import { applyEdits, type Edit } from '../python/edits.js';
import { withImports } from '../typing/imports.js';
import { type Typing, typingOf } from '../typing/module.js';
import { type Asked, CONTEXT_TYPES, contextEdits } from './context.js';
import { docstringEdits } from './docstrings.js';
import { styleOf, type ToolFunction, toolFunctions } from './find.js';

export interface CompleteTools {
  /** Path → text of the program's modules. */
  readonly files: ReadonlyMap<string, string>;
  /** What tools did not get, with the reason: `src/…/server.py:12 search has no ctx: …`. */
  readonly kept: readonly string[];
}

/** Programs that look at docstrings or signatures themselves. */
const READS_DOCSTRINGS = /\b__doc__\b|\binspect\s*\.\s*(getdoc|cleandoc)\b/;

/** `tests` are the texts of the program's own tests, which may call its tools. */
export async function completeTools(
  files: ReadonlyMap<string, string>,
  tests: readonly string[],
): Promise<CompleteTools> {
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const style = styleOf(modules);
  if (style === undefined) return { files, kept: [] };
  const readsDocstrings = [...files.values()].some((text) => READS_DOCSTRINGS.test(text));
  const edits = new Map<Typing, Edit[]>();
  const kept: string[] = [];
  const note = ({ typing, definition, name }: ToolFunction, what: string, asked: Asked): void => {
    if ('why' in asked) kept.push(`${typing.path}:${definition.line} ${name} has no ${what}: ${asked.why}`);
    else edits.set(typing, [...(edits.get(typing) ?? []), ...asked.edits]);
  };
  for (const tool of toolFunctions(modules, style)) {
    note(tool, 'ctx', contextEdits(tool, { modules, tests }));
    const docs = readsDocstrings ? { why: 'the program reads docstrings' } : docstringEdits(tool);
    note(tool, 'docstring with Returns', docs);
  }
  const complete = new Map(files);
  const { name, module } = CONTEXT_TYPES[style];
  for (const [{ path, text, bound }, found] of edits) {
    if (found.length === 0) continue;
    const needs = !bound.has(name) && found.some((one) => one.text.includes(`ctx: ${name}`));
    const edited = applyEdits(text, found);
    complete.set(path, needs ? await withImports(edited, `${module}.${name}`) : edited);
  }
  return { files: complete, kept };
}
