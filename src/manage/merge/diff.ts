import { markChanges } from './myers.js';

/** Base lines `[aStart, aEnd)` became lines `[bStart, bEnd)`. Hunks are in order and never touch. */
export interface Hunk {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Gives equal lines equal numbers, so that the diff compares integers. A `\r` left by a mixed file does not count. */
export class LineTable {
  readonly #ids = new Map<string, number>();

  ids(lines: readonly string[]): Int32Array {
    const out = new Int32Array(lines.length);
    for (let i = 0; i < lines.length; i++) out[i] = this.#id(lines[i] ?? '');
    return out;
  }

  #id(line: string): number {
    const key = line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    return id;
  }
}

/** The changes that turn `a` into `b`. */
export function diffIds(a: Int32Array, b: Int32Array): Hunk[] {
  const { inA, inB } = markChanges(a, b);
  const hunks: Hunk[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (inA[i] !== 1 && inB[j] !== 1 && i < a.length && j < b.length) {
      i++;
      j++;
      continue;
    }
    const aStart = i;
    const bStart = j;
    while (i < a.length && inA[i] === 1) i++;
    while (j < b.length && inB[j] === 1) j++;
    hunks.push({ aStart, aEnd: i, bStart, bEnd: j });
  }
  return slide(hunks, a, b);
}

export function diffLines(a: readonly string[], b: readonly string[]): Hunk[] {
  const table = new LineTable();
  return diffIds(table.ids(a), table.ids(b));
}

/**
 * Where an insertion or deletion could stand at several places, it is moved down as far as it goes. Both sides of a
 * merge must make the same choice, or the same insertion would count as two.
 */
function slide(hunks: readonly Hunk[], a: Int32Array, b: Int32Array): Hunk[] {
  const out: Hunk[] = [];
  for (let h = hunks.length - 1; h >= 0; h--) {
    const hunk = hunks[h];
    if (hunk === undefined) continue;
    const next = out.at(-1);
    const limit = next?.aStart ?? a.length;
    const moved = slideOne(hunk, a, b, limit);
    if (next !== undefined && moved.aEnd === next.aStart && moved.bEnd === next.bStart) {
      out.pop();
      out.push({ aStart: moved.aStart, bStart: moved.bStart, aEnd: next.aEnd, bEnd: next.bEnd });
    } else {
      out.push(moved);
    }
  }
  return out.reverse();
}

function slideOne(hunk: Hunk, a: Int32Array, b: Int32Array, limit: number): Hunk {
  let { aStart, aEnd, bStart, bEnd } = hunk;
  const inserted = aStart === aEnd;
  if (!inserted && bStart !== bEnd) return hunk;
  const [text, from, to] = inserted ? [b, bStart, bEnd] : [a, aStart, aEnd];
  let steps = 0;
  while (aEnd + steps < limit && text[from + steps] === text[to + steps]) steps++;
  aStart += steps;
  aEnd += steps;
  bStart += steps;
  bEnd += steps;
  return { aStart, aEnd, bStart, bEnd };
}
