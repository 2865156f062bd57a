import { type Lint, type LintPlace, type RuffWorkspace, ruffWorkspace } from '../format/workspace.js';
import type { Finding } from '../plan/types.js';
import { STANDARD_LIBRARY } from './facts/standard-library.js';
import { READS_ANNOTATIONS } from './lint/spelled.js';
import { applyEdits, type Edit } from './python/edits.js';

export interface Polished {
  readonly files: ReadonlyMap<string, string>;
  /** What the linter still says; it is reported, not hidden. */
  readonly findings: readonly Finding[];
}

/**
 * Rules whose fix keeps what a program does. Removing an import is one only where importing has no effect; see `mayFix`. Spaces at the
 * end of lines (W291, W293) are none: the formatter leaves them only in texts, and there they are a part of what the program says.
 */
const SAFE = new Set(
  'I001 F401 F541 F632 UP004 UP006 UP007 UP008 UP009 UP010 UP012 UP015 UP017 UP018 UP024 UP034 UP035 UP037 UP041 UP045 UP047 W292 W605 B007 B905 C401 C408 C414 C416 C419 C420 E713 E714 UP022'.split(
    ' ',
  ),
);
/** Spell annotations in another way: the same to a type checker, but not to a program that reads its own annotations. */
const ANNOTATIONS = new Set(['UP006', 'UP007', 'UP035', 'UP037', 'UP045']);
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

/**
 * Formats carried code and applies the fixes of the linter that change nothing. `ruff` is the project's own `[tool.ruff]`; `isFree`
 * says that nothing depends on how annotations are spelled.
 */
export function polish(files: ReadonlyMap<string, string>, ruff: object, isFree = false): Polished {
  const workspace = ruffWorkspace(ruff);
  const rules = new Set(SAFE);
  if (!isFree && [...files.values()].some((text) => READS_ANNOTATIONS.test(text))) {
    for (const rule of ANNOTATIONS) rules.delete(rule);
  }
  const polished = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [path, text] of files) {
    const result = fixed(workspace.format(text), path, rules, workspace);
    polished.set(path, result);
    for (const { code, message, start_location } of workspace.check(result)) {
      findings.push({ file: path, line: start_location.row, message: `${code ?? 'syntax'} ${message}` });
    }
  }
  return { files: polished, findings };
}

function fixed(text: string, path: string, rules: ReadonlySet<string>, workspace: RuffWorkspace): string {
  let current = text;
  for (let round = 0; round < ROUNDS; round++) {
    const edits = chosenEdits(workspace.check(current), current, path, rules);
    if (edits.length === 0) break;
    current = workspace.format(applyEdits(current, edits));
  }
  return current;
}

/** All edits of a fix or none; fixes that touch each other wait for the next round. */
function chosenEdits(lints: readonly Lint[], text: string, path: string, rules: ReadonlySet<string>): Edit[] {
  const starts = lineStarts(text);
  const offset = ({ row, column }: LintPlace): number =>
    Math.min((starts[row - 1] ?? text.length) + column - 1, text.length);
  const chosen: Edit[] = [];
  for (const lint of lints) {
    if (lint.fix === null || !rules.has(lint.code ?? '') || !mayFix(lint, path)) continue;
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
  if (code !== 'F401') return true;
  const module = /^`([A-Za-z0-9_]+)/.exec(message)?.[1] ?? '';
  // What a package imports others may take from it; but nobody takes `Tuple` from there.
  if (path.endsWith('__init__.py')) return module === 'typing';
  return STANDARD_LIBRARY.has(module) || INERT.has(module) || /^`mcp_\w+\.api_models\./.test(message);
}

/** Index of the first character of each line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
