/**
 * Which lines differ, found in three steps: equal ends are cut off, lines that are unique on both sides become fixed
 * points (they are what a reader would align by), and what lies between goes through Myers' linear-space search.
 * Time is bounded: two unrelated files of 25,000 lines cost no more than two related ones.
 */
import { uniqueAnchors } from './anchors.js';

export interface Marks {
  /** 1 where the line is not in the other text. */
  readonly inA: Uint8Array;
  readonly inB: Uint8Array;
}

interface Region {
  readonly aLow: number;
  readonly aHigh: number;
  readonly bLow: number;
  readonly bHigh: number;
  readonly depth: number;
}

/** Beyond this depth unique lines turn up one at a time, and looking for them would cost quadratic time. */
const MAX_DEPTH = 40;

export function markChanges(a: Int32Array, b: Int32Array): Marks {
  const marks: Marks = { inA: new Uint8Array(a.length), inB: new Uint8Array(b.length) };
  const work: Region[] = [{ aLow: 0, aHigh: a.length, bLow: 0, bHigh: b.length, depth: 0 }];
  for (let region = work.pop(); region !== undefined; region = work.pop()) {
    const trimmed = trim(a, b, region);
    if (trimmed.aLow === trimmed.aHigh || trimmed.bLow === trimmed.bHigh) {
      marks.inA.fill(1, trimmed.aLow, trimmed.aHigh);
      marks.inB.fill(1, trimmed.bLow, trimmed.bHigh);
      continue;
    }
    const anchors = trimmed.depth < MAX_DEPTH ? uniqueAnchors(a, b, trimmed) : [];
    if (anchors.length > 0) work.push(...between(trimmed, anchors));
    else searchRegion(a, b, trimmed, marks);
  }
  return marks;
}

function trim(a: Int32Array, b: Int32Array, region: Region): Region {
  let { aLow, aHigh, bLow, bHigh } = region;
  while (aLow < aHigh && bLow < bHigh && a[aLow] === b[bLow]) {
    aLow++;
    bLow++;
  }
  while (aLow < aHigh && bLow < bHigh && a[aHigh - 1] === b[bHigh - 1]) {
    aHigh--;
    bHigh--;
  }
  return { aLow, aHigh, bLow, bHigh, depth: region.depth };
}

function between(region: Region, anchors: readonly (readonly [number, number])[]): Region[] {
  const out: Region[] = [];
  const depth = region.depth + 1;
  let { aLow, bLow } = region;
  for (const [i, j] of anchors) {
    if (i > aLow || j > bLow) out.push({ aLow, aHigh: i, bLow, bHigh: j, depth });
    aLow = i + 1;
    bLow = j + 1;
  }
  out.push({ aLow, aHigh: region.aHigh, bLow, bHigh: region.bHigh, depth });
  return out;
}

/** Lines that the other side does not have are marked at once; only the rest is worth a search. */
function searchRegion(a: Int32Array, b: Int32Array, region: Region, marks: Marks): void {
  const { aLow, aHigh, bLow, bHigh } = region;
  const aRest = shared(a, aLow, aHigh, new Set(b.subarray(bLow, bHigh)), marks.inA);
  const bRest = shared(b, bLow, bHigh, new Set(a.subarray(aLow, aHigh)), marks.inB);
  new Search(a, b, aRest, bRest, marks).run();
}

function shared(
  text: Int32Array,
  low: number,
  high: number,
  other: ReadonlySet<number>,
  marks: Uint8Array,
): Int32Array {
  const kept: number[] = [];
  for (let i = low; i < high; i++) {
    if (other.has(text[i] ?? -1)) kept.push(i);
    else marks[i] = 1;
  }
  return Int32Array.from(kept);
}

/** Edits after which the search takes the furthest point it has, rather than the best one. */
const MAX_COST = 1_000;

class Search {
  readonly #x: Int32Array;
  readonly #y: Int32Array;
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;
  readonly #zero: number;

  constructor(
    a: Int32Array,
    b: Int32Array,
    private readonly aAt: Int32Array,
    private readonly bAt: Int32Array,
    private readonly marks: Marks,
  ) {
    this.#x = aAt.map((i) => a[i] ?? -1);
    this.#y = bAt.map((i) => b[i] ?? -1);
    const span = Math.min(aAt.length + bAt.length, 2 * MAX_COST) + 3;
    this.#forward = new Int32Array(2 * span + 1);
    this.#backward = new Int32Array(2 * span + 1);
    this.#zero = span;
  }

  run(): void {
    const work: [number, number, number, number][] = [[0, this.#x.length, 0, this.#y.length]];
    for (let region = work.pop(); region !== undefined; region = work.pop()) {
      let [x0, x1, y0, y1] = region;
      while (x0 < x1 && y0 < y1 && this.#x[x0] === this.#y[y0]) {
        x0++;
        y0++;
      }
      while (x0 < x1 && y0 < y1 && this.#x[x1 - 1] === this.#y[y1 - 1]) {
        x1--;
        y1--;
      }
      if (x0 === x1 || y0 === y1) {
        for (let i = x0; i < x1; i++) this.marks.inA[this.aAt[i] ?? 0] = 1;
        for (let j = y0; j < y1; j++) this.marks.inB[this.bAt[j] ?? 0] = 1;
        continue;
      }
      const [x, y] = this.#middle(x0, x1, y0, y1);
      work.push([x0, x, y0, y], [x, x1, y, y1]);
    }
  }

  /** A point on a shortest path (Myers 1986, section 4b), strictly inside the region. */
  #middle(x0: number, x1: number, y0: number, y1: number): [number, number] {
    const n = x1 - x0;
    const m = y1 - y0;
    const delta = n - m;
    const odd = (delta & 1) !== 0;
    const fw = this.#forward;
    const bw = this.#backward;
    const z = this.#zero;
    fw[z + 1] = 0;
    bw[z + 1] = 0;
    const limit = Math.min(Math.ceil((n + m) / 2), MAX_COST);
    for (let d = 0; d <= limit; d++) {
      for (let k = -d; k <= d; k += 2) {
        const x = this.#step(fw, k, d, (i, j) => i < n && j < m && this.#x[x0 + i] === this.#y[y0 + j]);
        const back = delta - k;
        if (odd && Math.abs(back) <= d - 1 && x + (bw[z + back] ?? 0) >= n) return [x0 + x, y0 + x - k];
      }
      for (let k = -d; k <= d; k += 2) {
        const x = this.#step(
          bw,
          k,
          d,
          (i, j) => i < n && j < m && this.#x[x1 - 1 - i] === this.#y[y1 - 1 - j],
        );
        const front = delta - k;
        if (!odd && Math.abs(front) <= d && x + (fw[z + front] ?? 0) >= n) return [x1 - x, y1 - (x - k)];
      }
    }
    return this.#furthest(limit, x0, x1, y0, y1);
  }

  #step(v: Int32Array, k: number, d: number, same: (i: number, j: number) => boolean): number {
    const z = this.#zero;
    const left = v[z + k - 1] ?? 0;
    const right = v[z + k + 1] ?? 0;
    let x = k === -d || (k !== d && left < right) ? right : left + 1;
    while (same(x, x - k)) x++;
    v[z + k] = x;
    return x;
  }

  #furthest(d: number, x0: number, x1: number, y0: number, y1: number): [number, number] {
    let best: [number, number] = [x0 + 1, y0];
    for (let k = -d; k <= d; k++) {
      const x = Math.min(x0 + (this.#forward[this.#zero + k] ?? 0), x1);
      const y = Math.min(Math.max(x - x0 - k + y0, y0), y1);
      if (x + y > best[0] + best[1] && (x < x1 || y < y1)) best = [x, y];
    }
    return best;
  }
}
