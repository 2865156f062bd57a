import { parse as parseToml } from 'smol-toml';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { RenderedFile, RenderedTree } from '../plan/types.js';
import { parseData } from './data.js';
import { PythonFormatter, type RuffOptions } from './ruff.js';
import type { FormatProblem } from './types.js';

const toDiagnostic = ({ path, message }: FormatProblem): Diagnostic => ({
  code: 'internal.render',
  severity: 'error',
  message: `${path}: ${message.split('\n')[0]}`,
  place: { file: path },
});

/** The project's own `[tool.ruff]`, so that its `ruff` will agree with ours. */
function ruffOptions(pyproject: string): RuffOptions {
  const { tool } = parseToml(pyproject) as { tool?: { ruff?: RuffOptions } };
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

/**
 * Formatters and parsers per language. Files are added as they are rendered, so that Python is formatted meanwhile; nothing is
 * returned unless every file is what its name says.
 */
export class TreeFormatter {
  readonly #files = new Map<string, RenderedFile>();
  readonly #formatter: PythonFormatter | undefined;
  readonly #python: RenderedFile[] = [];
  readonly #problems: FormatProblem[] = [];

  /** `pyproject`: the text of the project's own, if it has one; without it no Python is expected. */
  constructor(pyproject?: string) {
    this.#formatter = pyproject === undefined ? undefined : new PythonFormatter(ruffOptions(pyproject));
  }

  /** `settled`: known to be right already, see `src/render/settled.ts`. */
  add(file: RenderedFile, settled = false): void {
    const problem = settled ? undefined : dataProblem(file);
    if (problem !== undefined) this.#problems.push(problem);
    const tidied = /(\.md|Makefile|Dockerfile)$/.test(file.path) ? { ...file, text: tidy(file.text) } : file;
    this.#files.set(file.path, tidied);
    if (settled || !file.path.endsWith('.py') || this.#formatter === undefined) return;
    this.#python.push(file);
    this.#formatter.add(file);
  }

  async finish(): Promise<Staged<RenderedTree>> {
    const formatted = await this.#formatter?.finish();
    const problems = [...this.#problems, ...(formatted?.problems ?? [])];
    if (problems.length > 0) return { ok: false, diagnostics: problems.map(toDiagnostic) };
    for (const [index, file] of this.#python.entries()) {
      this.#files.set(file.path, { ...file, text: formatted?.texts[index] ?? file.text });
    }
    return { ok: true, value: this.#files, diagnostics: [] };
  }
}
