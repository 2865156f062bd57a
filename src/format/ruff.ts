import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Formatted, FormatProblem, SourceText } from './types.js';

/** Ruff's own options, as they stand under `[tool.ruff]` in the project's pyproject.toml. */
export type RuffOptions = Readonly<Record<string, unknown>>;

interface Workspace {
  format(text: string): string;
  check(text: string): { code: string | null; message: string; start_location: { row: number } }[];
  free(): void;
}
interface Ruff {
  readonly Workspace: new (options: RuffOptions, encoding: number) => Workspace;
  readonly PositionEncoding: { readonly Utf16: number };
}

// V8 first compiles WASM fast, then once more with its optimiser, on threads of its own. For one run of ruff the second
// time never pays: measured, without it a small project takes 0.6 s of CPU instead of 4, GitHub's 3.8 instead of 8.3,
// with half of the memory. Both flags: Node 24 ignores `--liftoff-only` when it is set by a running program.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);

const RUFF = '@astral-sh/ruff-wasm-nodejs';
const require = createRequire(import.meta.url);

/**
 * Formats, then lints what came out: a finding is a problem just like a syntax error, because the generator must have written
 * clean code. Self-contained, for its source text is also what the worker runs (the program is one bundled file).
 */
function formatTexts(ruff: Ruff, options: RuffOptions, files: readonly SourceText[]): Formatted {
  const workspace = new ruff.Workspace(options, ruff.PositionEncoding.Utf16);
  const problems: FormatProblem[] = [];
  const texts = files.map(({ path, text }) => {
    try {
      const formatted = workspace.format(text);
      for (const found of workspace.check(formatted)) {
        const line = found.start_location.row;
        problems.push({ path, message: `line ${line}: ${found.code ?? ''} ${found.message}` });
      }
      return formatted;
    } catch (error) {
      problems.push({ path, message: error instanceof Error ? error.message : String(error) });
      return text;
    }
  });
  workspace.free();
  return { texts, problems };
}

const formatHere = (options: RuffOptions, files: readonly SourceText[]): Formatted =>
  formatTexts(require(RUFF) as Ruff, options, files);

function formatInWorker(options: RuffOptions, files: readonly SourceText[]): Promise<Formatted> {
  const source = `const { parentPort, workerData } = require('node:worker_threads');
    const { ruff, options, files } = workerData;
    parentPort.postMessage((${formatTexts.toString()})(require(ruff), options, files));`;
  const workerData = { ruff: require.resolve(RUFF), options, files };
  return new Promise((resolve, reject) => {
    const worker = new Worker(source, { eval: true, workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** Below this many characters a second thread costs more than it saves: it loads ruff's 10 MB of WASM once more. */
const SPLIT_AT = 600_000;

const sizeOf = (files: readonly SourceText[]): number =>
  files.reduce((sum, { text }) => sum + text.length, 0);

/** How many of the first files make up about half of the characters. */
function halfway(files: readonly SourceText[]): number {
  let left = sizeOf(files) / 2;
  const last = files.findIndex(({ text }) => {
    left -= text.length;
    return left <= 0;
  });
  return last + 1;
}

/** Formats and lints Python; large trees on two threads. Order is kept, so the result never depends on timing. */
export async function formatPython(options: RuffOptions, files: readonly SourceText[]): Promise<Formatted> {
  if (sizeOf(files) < SPLIT_AT) return formatHere(options, files);
  const middle = halfway(files);
  const second = formatInWorker(options, files.slice(middle));
  const first = formatHere(options, files.slice(0, middle));
  const rest = await second;
  return { texts: [...first.texts, ...rest.texts], problems: [...first.problems, ...rest.problems] };
}
