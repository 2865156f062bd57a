import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../src/manage/merge/diff.js';
import { isClean, mergeLines } from '../../src/manage/merge/merge3.js';
import { joinText, splitText } from '../../src/manage/merge/text.js';

const line = fc.constantFrom('a', 'b', 'c', 'd', '', 'e', 'f', 'g');
const text = fc.array(line, { maxLength: 30 });

function patched(a: readonly string[], b: readonly string[]): string[] {
  const out: string[] = [];
  let at = 0;
  for (const hunk of diffLines(a, b)) {
    out.push(...a.slice(at, hunk.aStart), ...b.slice(hunk.bStart, hunk.bEnd));
    at = hunk.aEnd;
  }
  return [...out, ...a.slice(at)];
}

/** Milliseconds of CPU time: unlike the clock, it does not grow with what else the machine does. */
function cpuSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

describe('diff and line merge', () => {
  it('gives hunks that turn one text into the other', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(patched(a, b)).toEqual(b);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes the only side that changed', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(mergeLines(a, b, a).flatMap((c) => (c.kind === 'clean' ? c.lines : ['?']))).toEqual(b);
        expect(mergeLines(a, a, b).flatMap((c) => (c.kind === 'clean' ? c.lines : ['?']))).toEqual(b);
        expect(isClean(mergeLines(a, b, b))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('restores a text from its lines, whatever its endings', () => {
    const piece = fc.constantFrom('x', '\r\n', '\n', '\r', '\uFEFF', 'y z');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const whole = pieces.join('');
        const split = splitText(whole);
        expect(joinText(split, split.lines)).toBe(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('merges 25,000 lines with edits on both sides quickly', () => {
    const base = Array.from({ length: 25_000 }, (_, i) =>
      i % 5 === 0 ? '' : `    line_${i % 4_000} = call(${i % 7})`,
    );
    const ours = base.map((l, i) => (i % 250 === 1 ? `${l}  # mine` : l));
    const theirs = base.map((l, i) => (i % 250 === 101 ? `${l}  # theirs` : l));
    mergeLines(base, ours, theirs);
    const begun = process.cpuUsage();
    const merged = mergeLines(base, ours, theirs);
    expect(isClean(merged)).toBe(true);
    expect(
      merged.flatMap((c) => (c.kind === 'clean' ? c.lines : [])).filter((l) => l.includes('#')),
    ).toHaveLength(200);
    expect(cpuSince(begun)).toBeLessThan(2_000);
  });

  it('does not fall into quadratic time on unrelated files', () => {
    const a = Array.from({ length: 25_000 }, (_, i) => `v${(i * 7919) % 1_000}`);
    const b = Array.from({ length: 25_000 }, (_, i) => `v${(i * 104_729) % 1_003}`);
    const begun = process.cpuUsage();
    expect(patched(a, b)).toEqual(b);
    expect(cpuSince(begun)).toBeLessThan(15_000);
  });
});
