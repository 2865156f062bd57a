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
  for (let i = range.aLow; i < range.aHigh; i++) {
    const id = a[i] ?? -1;
    if (inA.get(id) !== i) continue;
    const j = inB.get(id);
    if (j !== undefined && j >= 0) pairs.push([i, j]);
  }
  return longestRising(pairs);
}

interface Places {
  get(id: number): number | undefined;
}
/** From so many lines on, a list over all numbers of lines is cheaper than a map. */
const MANY_LINES = 2_000;

function manyPlaces(text: Int32Array, low: number, high: number): Places {
  let most = 0;
  for (let i = low; i < high; i++) most = Math.max(most, text[i] ?? 0);
  // Place + 1, so that 0 is nowhere.
  const found = new Int32Array(most + 1);
  for (let i = low; i < high; i++) {
    const id = text[i] ?? 0;
    found[id] = found[id] === 0 ? i + 1 : -1;
  }
  return {
    get: (id) => {
      const place = found[id] ?? 0;
      return place === 0 ? undefined : place === -1 ? -1 : place - 1;
    },
  };
}

/** Line → its place, or -1 where it occurs more than once. */
function places(text: Int32Array, low: number, high: number): Places {
  if (high - low > MANY_LINES) return manyPlaces(text, low, high);
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
    // Nearly all lines are in order: then there is nothing to search.
    const last = pairs[tails.at(-1) ?? -1];
    let low = last === undefined || last[1] < pair[1] ? tails.length : 0;
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
