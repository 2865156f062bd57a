/** `MERGE_RUNS=2000 npx vitest run tests/property/manage-fuzz` for the long run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuiet } from '../../src/manage/decide/types.js';
import { again, regenerate, type Run, runOn } from '../unit/manage/kit.js';
import { edits, editDisk, newVersion, project } from './manage-edits.js';

const RUNS = Number(process.env['MERGE_RUNS'] ?? 150);

const wordsIn = (texts: Iterable<string>, word: RegExp): Set<string> =>
  new Set([...texts].flatMap((text) => text.match(word) ?? []));

const everyText = (run: Run, when: 'before' | 'after'): string[] => {
  const entries = when === 'before' ? run.facts.disk : run.after.entries;
  return [...entries.values()].map((one) => (one.kind === 'file' ? new TextDecoder().decode(one.bytes) : ''));
};

/** Words of the user that are not there exactly as often as before. Nothing excuses one. */
function lostOfUser(run: Run): string[] {
  const count = (when: 'before' | 'after'): Map<string, number> => {
    const out = new Map<string, number>();
    const words = everyText(run, when).flatMap((text) => text.match(/\bmine_\d+\b/g) ?? []);
    for (const word of words) out.set(word, (out.get(word) ?? 0) + 1);
    return out;
  };
  const [before, after] = [count('before'), count('after')];
  return [...before].filter(([word, times]) => after.get(word) !== times).map(([word]) => word);
}

/** Words that the new version brings and that are neither there nor accounted for in the report. */
function lostOfGenerator(run: Run): string[] {
  const left = wordsIn(everyText(run, 'after'), /\bnew_\d+\b/g);
  const out: string[] = [];
  for (const [path, { bytes }] of run.facts.next) {
    const place = run.decision.recorded.find((one) => one.path === path)?.at ?? path;
    const action = run.decision.actions.find((one) => one.path === place);
    const deleted = action?.kind === 'record-deleted' || action?.kind === 'keep-deleted';
    const told = action?.notes.some((note) => note.startsWith('You deleted')) === true;
    const missing = [...wordsIn([new TextDecoder().decode(bytes)], /\bnew_\d+\b/g)].filter(
      (word) => !left.has(word),
    );
    if (!deleted && !told) out.push(...missing.map((word) => `${path}: ${word}`));
  }
  return out;
}

/** What a user would do with markers: keep their own side. */
function settled(run: Run): Run {
  for (const [path, entry] of run.after.entries) {
    if (entry.kind !== 'file') continue;
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(entry.bytes);
    const own = text.replace(/^<{7} yours\r?\n([\s\S]*?)^={7}\r?\n[\s\S]*?^>{7} generated(\r?\n|$)/gm, '$1');
    if (own !== text) run.after.write(path, own, entry.mode);
  }
  return again(run);
}

describe('random edits against random new versions', () => {
  it(`loses no line and settles (${RUNS} runs)`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(
        project,
        edits,
        edits,
        fc.constantFrom('markers', 'rej', 'new'),
        (tree, mine, theirs, mode) => {
          const run = regenerate(tree, (disk) => editDisk(disk, tree, mine), newVersion(tree, theirs), mode);
          expect(run.decision.unsettled).toEqual([]);
          expect(lostOfUser(run)).toEqual([]);
          expect(lostOfGenerator(run)).toEqual([]);
          const second = settled(run);
          expect(second.decision.unsettled).toEqual([]);
          expect(second.decision.actions.filter((one) => !isQuiet(one) && one.kind !== 'conflict')).toEqual(
            [],
          );
          expect(second.decision.actions.filter((one) => one.write ?? one.remove ?? one.parked)).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('changes nothing when nothing new is generated, whatever the user did', () => {
    fc.assert(
      fc.property(project, edits, (tree, mine) => {
        const run = regenerate(tree, (disk) => editDisk(disk, tree, mine), tree);
        const touched = run.decision.actions.filter((one) => one.write ?? one.remove ?? one.parked);
        expect(touched.filter((one) => !one.path.startsWith('extra_'))).toEqual([]);
      }),
      { numRuns: Math.min(RUNS, 150) },
    );
  });

  it('gives exactly the new version when the user did nothing', () => {
    fc.assert(
      fc.property(project, edits, (tree, theirs) => {
        const run = regenerate(tree, () => undefined, newVersion(tree, theirs));
        const next = [...run.facts.next].map(([path, { bytes }]) => [path, new TextDecoder().decode(bytes)]);
        const after = [...run.after.entries.keys()].map((path) => [path, run.after.text(path)]);
        expect(after.sort()).toEqual(next.sort());
        expect(runOn(run.facts).conflicts).toEqual([]);
      }),
      { numRuns: Math.min(RUNS, 150) },
    );
  });
});
