import { parse as parseToml } from 'smol-toml';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { RenderedFile, RenderedTree } from '../plan/types.js';
import { parseData } from './data.js';
import { formatPython, type RuffOptions } from './ruff.js';
import type { FormatProblem } from './types.js';

const toDiagnostic = ({ path, message }: FormatProblem): Diagnostic => ({
  code: 'internal.render',
  severity: 'error',
  message: `${path}: ${message.split('\n')[0]}`,
  place: { file: path },
});

/** The project's own `[tool.ruff]`, so that its `ruff` will agree with ours. */
function ruffOptions(files: readonly RenderedFile[]): RuffOptions {
  const text = files.find(({ path }) => path === 'pyproject.toml')?.text ?? '';
  const { tool } = parseToml(text) as { tool?: { ruff?: RuffOptions } };
  return tool?.ruff ?? {};
}

function dataProblem({ path, text }: RenderedFile): FormatProblem | undefined {
  try {
    parseData(path, text);
    return undefined;
  } catch (error) {
    return { path, message: error instanceof Error ? error.message : String(error) };
  }
}

/** One newline at the end, none before it, no blanks at line ends: what every formatter would do. */
const tidy = (text: string): string => (text === '' ? '' : `${text.replace(/[ \t]+$/gm, '').trimEnd()}\n`);

/** Formatters and parsers per language; nothing is returned unless every file is what its name says. */
export async function formatTree(files: readonly RenderedFile[]): Promise<Staged<RenderedTree>> {
  const tree = new Map(files.map((file) => [file.path, file]));
  const problems = files.map(dataProblem).filter((found) => found !== undefined);
  if (problems.length > 0) return { ok: false, diagnostics: problems.map(toDiagnostic) };
  const python = files.filter(({ path }) => path.endsWith('.py'));
  const formatted = python.length === 0 ? undefined : await formatPython(ruffOptions(files), python);
  if (formatted !== undefined && formatted.problems.length > 0) {
    return { ok: false, diagnostics: formatted.problems.map(toDiagnostic) };
  }
  for (const [index, file] of python.entries()) {
    tree.set(file.path, { ...file, text: formatted?.texts[index] ?? file.text });
  }
  for (const file of files) {
    if (/(\.md|Makefile|Dockerfile)$/.test(file.path))
      tree.set(file.path, { ...file, text: tidy(file.text) });
  }
  return { ok: true, value: tree, diagnostics: [] };
}
