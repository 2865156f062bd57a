import { createRequire } from 'node:module';
import type { Finding } from '../plan/types.js';
import { STANDARD_LIBRARY } from './facts/standard-library.js';
import { applyEdits, type Edit } from './python/edits.js';

interface Place {
  readonly row: number;
  readonly column: number;
}
interface Lint {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: Place;
  readonly fix: {
    readonly edits: readonly {
      readonly content: string | null;
      readonly location: Place;
      readonly end_location: Place;
    }[];
  } | null;
}
interface Workspace {
  check(text: string): readonly Lint[];
  format(text: string): string;
}
interface Ruff {
  readonly Workspace: new (options: object, encoding: number) => Workspace;
  readonly PositionEncoding: { readonly Utf16: number };
}

export interface Polished {
  readonly files: ReadonlyMap<string, string>;
  /** What the linter still says; it is reported, not hidden. */
  readonly findings: readonly Finding[];
}

/** Rules whose fix keeps what a program does. Removing an import is one only where importing has no effect; see `mayFix`. */
const SAFE = new Set(
  'I001 F401 F541 F632 UP004 UP006 UP007 UP008 UP009 UP010 UP012 UP015 UP017 UP018 UP024 UP034 UP035 UP037 UP041 UP045 W291 W292 W293 W605 C408 C416 C419'.split(
    ' ',
  ),
);
/** Importing these does nothing but bind names. */
const INERT = new Set([
  'mcp',
  'fastmcp',
  'pydantic',
  'httpx',
  'requests',
  'aiohttp',
  'dotenv',
  'pandas',
  'numpy',
]);
const ROUNDS = 8;

/** Formats carried code and applies the fixes of the linter that change nothing. `ruff` is the project's own `[tool.ruff]`. */
export function polish(files: ReadonlyMap<string, string>, ruff: object): Polished {
  const library = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs') as Ruff;
  const workspace = new library.Workspace(ruff, library.PositionEncoding.Utf16);
  const polished = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    const result = fixed(workspace.format(text), path, workspace);
    polished.set(path, result);
    for (const { code, message, start_location } of workspace.check(result)) {
      findings.push({ file: path, line: start_location.row, message: `${code ?? 'syntax'} ${message}` });
    }
  }
  return { files: polished, findings };
}

function fixed(text: string, path: string, workspace: Workspace): string {
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    const edits = chosenEdits(workspace.check(current), current, path);
    if (edits.length === 0) break;
    current = workspace.format(applyEdits(current, edits));
  }
  return current;
}

/** All edits of a fix or none; fixes that touch each other wait for the next round. */
function chosenEdits(lints: readonly Lint[], text: string, path: string): Edit[] {
  const starts = lineStarts(text);
  const offset = ({ row, column }: Place): number =>
    Math.min((starts[row - 1] ?? text.length) + column - 1, text.length);
  const chosen: Edit[] = [];
  for (const lint of lints) {
    if (lint.fix === null || !mayFix(lint, path)) continue;
    const edits = lint.fix.edits.map(({ content, location, end_location }) => ({
      start: offset(location),
      end: offset(end_location),
      text: content ?? '',
    }));
    const apart = edits.every((edit) =>
      chosen.every((other) => edit.end < other.start || edit.start > other.end),
    );
    if (apart) chosen.push(...edits);
  }
  return chosen;
}

function mayFix({ code, message }: Lint, path: string): boolean {
  if (code === null || !SAFE.has(code)) return false;
  if (code !== 'F401') return true;
  const module = /^`([A-Za-z0-9_]+)/.exec(message)?.[1] ?? '';
  return !path.endsWith('__init__.py') && (STANDARD_LIBRARY.has(module) || INERT.has(module));
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
