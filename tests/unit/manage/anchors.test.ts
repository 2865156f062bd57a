import { describe, expect, it } from 'vitest';
import { uniqueAnchors } from '../../../src/manage/merge/anchors.js';

/** Lines of a long text: every tenth is one of seven that occur often, the others occur once. */
const long = Int32Array.from({ length: 5_000 }, (_, i) => (i % 10 === 0 ? i % 7 : i + 10));
const range = (a: Int32Array, b: Int32Array) => ({ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length });
const single = [...long.keys()].filter((i) => i % 10 !== 0);

describe('anchors in long texts', () => {
  it('are the lines that occur once on both sides', () => {
    expect(uniqueAnchors(long, long, range(long, long))).toEqual(single.map((i) => [i, i]));
  });

  it('are the same as in short ones, line numbers apart', () => {
    const more = Int32Array.from([...long.slice(0, 100), 90_000, ...long.slice(100)]);
    const pairs = uniqueAnchors(long, more, range(long, more));
    expect(pairs).toEqual(single.map((i) => [i, i < 100 ? i : i + 1]));
    const short = { aLow: 50, aHigh: 150, bLow: 50, bHigh: 151 };
    expect(pairs.filter(([i]) => i >= 50 && i < 150)).toEqual(
      uniqueAnchors(long, more, short).filter(([i]) => i % 10 !== 0),
    );
  });

  it('are in the same order on both sides where a part was moved', () => {
    const moved = Int32Array.from([...long.slice(4_000), ...long.slice(0, 4_000)]);
    const pairs = uniqueAnchors(long, moved, range(long, moved));
    expect(pairs.map(([i]) => i)).toEqual(single.filter((i) => i < 4_000));
    expect(pairs.every(([i, j]) => j === i + 1_000)).toBe(true);
  });
});
