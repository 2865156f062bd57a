/** Carried code is mended where a type checker complains: places get wider types; what the program does stays as it is. */
import { applyEdits, type Edit } from '../../python/edits.js';
import { programOf } from '../exposed.js';
import { withImports } from '../imports.js';
import { typingOf } from '../module.js';
import { MENDS } from './by-code.js';
import type { Repair } from './edits.js';
import type { TypeFinding } from './findings.js';
import { nodeAt } from './places.js';

/** One round over `files` (path → text). Returns the files that changed. */
export async function mendTypes(
  files: ReadonlyMap<string, string>,
  findings: readonly TypeFinding[],
): Promise<Map<string, string>> {
  const modules = new Map(
    await Promise.all([...files].map(async ([path, text]) => [path, await typingOf(path, text)] as const)),
  );
  const program = programOf([...modules.values()]);
  const mended = new Map<string, string>();
  for (const [path, typing] of modules) {
    const own = findings.filter(({ file }) => file === path);
    const edits = editsFor(own, { typing, program });
    if (edits.length > 0) mended.set(path, await withImports(applyEdits(typing.text, edits)));
  }
  return mended;
}

/** Mends that touch each other wait for the next round. */
function editsFor(findings: readonly TypeFinding[], repair: Repair): Edit[] {
  const chosen: Edit[] = [];
  for (const finding of findings) {
    const node = nodeAt(finding, repair.typing);
    const edits = node === undefined ? [] : (MENDS[finding.code]?.(node, finding, repair) ?? []);
    const apart = edits.every((edit) =>
      chosen.every((other) => edit.end < other.start || edit.start > other.end),
    );
    if (apart) chosen.push(...edits);
  }
  return chosen;
}
