interface Range {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
}

/**
 * Pairs of lines that occur exactly once on each side of the range, the longest run of them that is in the same order
 * on both sides (patience diff).
 */
export function uniqueAnchors(a: Int32Array, b: Int32Array, range: Range): [number, number][] {
  const inA = places(a, range.aLow, range.aHigh);
  const inB = places(b, range.bLow, range.bHigh);
  const pairs: [number, number][] = [];
  for (const [id, i] of inA) {
    const j = inB.get(id);
    if (i >= 0 && j !== undefined && j >= 0) pairs.push([i, j]);
  }
  return longestRising(pairs.sort((p, q) => p[0] - q[0]));
}

/** Line → its place, or -1 where it occurs more than once. */
function places(text: Int32Array, low: number, high: number): Map<number, number> {
  const out = new Map<number, number>();
  for (let i = low; i < high; i++) {
    const id = text[i] ?? -1;
    out.set(id, out.has(id) ? -1 : i);
  }
  return out;
}

function longestRising(pairs: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [at, pair] of pairs.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const tail = pairs[tails[mid] ?? 0];
      if (tail !== undefined && tail[1] < pair[1]) low = mid + 1;
      else high = mid;
    }
    before[at] = tails[low - 1] ?? -1;
    tails[low] = at;
  }
  const out: [number, number][] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) out.push(pair);
  }
  return out.reverse();
}
