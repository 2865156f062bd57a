/** Findings of the linter that need more than its own fixes. What a program does stays as it is. */
import { type Lint, ruffWorkspace } from '../../format/workspace.js';
import { lineStarts } from '../polish.js';
import { applyEdits, type Edit } from '../python/edits.js';
import { type Typing, typingOf } from '../typing/module.js';
import { lateImportEdits } from './late-imports.js';
import { leadsBackIn } from './loads.js';
import { LINT_MENDS, nodeFrom } from './mends.js';
import { preambleOf } from './preamble.js';
import { starEdits } from './star-imports.js';

const ROUNDS = 6;

/** Mends files (path → text) as far as that can be done; `ruff` is the project's own `[tool.ruff]`. */
export async function mendLint(
  files: ReadonlyMap<string, string>,
  ruff: object,
): Promise<Map<string, string>> {
  let current = new Map(files);
  for (let round = 0; round < ROUNDS; round++) {
    const mended = await mendOnce(current, ruff);
    const still = new Map([...mended].filter(([path, text]) => text === current.get(path)));
    if (still.size === mended.size) break;
    current = mended;
  }
  return current;
}

async function mendOnce(files: ReadonlyMap<string, string>, ruff: object): Promise<Map<string, string>> {
  const workspace = ruffWorkspace(ruff);
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const leadsBack = leadsBackIn(modules);
  const mended = new Map<string, string>();
  for (const typing of modules) {
    const lints = workspace.check(typing.text);
    // What moves, moves whole: its other findings are mended in the next round.
    const late = lints.some(({ code }) => code === 'E402') ? lateImportEdits(typing, leadsBack) : [];
    const stars = lints.some(({ code }) => code === 'F403') ? starEdits(typing, modules) : [];
    const isLate = late.length === 0 && lints.some(({ code }) => code === 'E402');
    const preamble = isLate ? preambleOf(typing, modules) : undefined;
    if (preamble !== undefined) mended.set(preamble.path, preamble.text);
    const edits = [...late, ...(preamble?.edits ?? [])];
    for (const edit of [...stars, ...editsOf(edits.length === 0 ? lints : [], typing)])
      if (isApart(edit, edits)) edits.push(edit);
    mended.set(typing.path, withEnumImport(applyEdits(typing.text, edits)));
  }
  return mended;
}

function editsOf(lints: readonly Lint[], typing: Typing): Edit[] {
  const starts = lineStarts(typing.text);
  const edits: Edit[] = [];
  for (const lint of lints) {
    const mend = LINT_MENDS[lint.code ?? ''];
    const { row, column } = lint.start_location;
    const node = mend && nodeFrom((starts[row - 1] ?? 0) + column - 1, typing);
    const found = node === undefined || mend === undefined ? [] : mend(node, typing, lint);
    if (found.every((edit) => isApart(edit, edits))) edits.push(...found);
  }
  return edits;
}

const isApart = (edit: Edit, others: readonly Edit[]): boolean =>
  others.every((other) => edit.end < other.start || edit.start > other.end);

/** `from enum import Enum` and `StrEnum` stand together. */
function withEnumImport(text: string): string {
  if (!/\(StrEnum\)/.test(text) || /^from enum import .*\bStrEnum\b/m.test(text)) return text;
  return text.replace(/^(from enum import )/m, '$1StrEnum, ');
}
