import { diffIds, type Hunk, LineTable } from './diff.js';

export type Chunk =
  | { readonly kind: 'clean'; readonly lines: readonly string[] }
  | {
      readonly kind: 'conflict';
      readonly ours: readonly string[];
      readonly base: readonly string[];
      readonly theirs: readonly string[];
    };

/** `strict`: changes that touch are a conflict, as in git. `adjacent`: only changes of the same line are. */
export type Touching = 'strict' | 'adjacent';

interface Side {
  readonly lines: readonly string[];
  readonly hunks: readonly Hunk[];
}

/** Base lines `[start, end)` and the changes of both sides that fall on them. */
interface Group {
  start: number;
  end: number;
  readonly ours: Hunk[];
  readonly theirs: Hunk[];
}

/** Three-way merge of lines. Every line of `ours` that is not in `base` is in the result, clean or in a conflict. */
export function mergeLines(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  touching: Touching = 'strict',
): Chunk[] {
  const table = new LineTable();
  const baseIds = table.ids(base);
  const left: Side = { lines: ours, hunks: diffIds(baseIds, table.ids(ours)) };
  const right: Side = { lines: theirs, hunks: diffIds(baseIds, table.ids(theirs)) };
  const chunks: Chunk[] = [];
  let at = 0;
  let atOurs = 0;
  let atTheirs = 0;
  const stable = (end: number): void => {
    const lines = base.slice(at, end).map((line, i) => {
      const mine = ours[atOurs + i] ?? line;
      return mine === line ? (theirs[atTheirs + i] ?? line) : mine;
    });
    if (lines.length > 0) chunks.push({ kind: 'clean', lines });
    atOurs += end - at;
    atTheirs += end - at;
    at = end;
  };
  for (const group of groupHunks(left.hunks, right.hunks, touching)) {
    stable(group.start);
    chunks.push(...resolve(group, base, left, right));
    at = group.end;
    atOurs += group.end - group.start + growth(group.ours);
    atTheirs += group.end - group.start + growth(group.theirs);
  }
  stable(base.length);
  return chunks;
}

const growth = (hunks: readonly Hunk[]): number =>
  hunks.reduce((sum, h) => sum + (h.bEnd - h.bStart) - (h.aEnd - h.aStart), 0);

function groupHunks(ours: readonly Hunk[], theirs: readonly Hunk[], touching: Touching): Group[] {
  const all = [
    ...ours.map((hunk) => ({ hunk, mine: true })),
    ...theirs.map((hunk) => ({ hunk, mine: false })),
  ].sort((p, q) => p.hunk.aStart - q.hunk.aStart || p.hunk.aEnd - q.hunk.aEnd);
  const groups: Group[] = [];
  for (const { hunk, mine } of all) {
    const last = groups.at(-1);
    if (last !== undefined && belongs(last, hunk, touching)) {
      last.end = Math.max(last.end, hunk.aEnd);
      (mine ? last.ours : last.theirs).push(hunk);
    } else {
      groups.push({
        start: hunk.aStart,
        end: hunk.aEnd,
        ours: mine ? [hunk] : [],
        theirs: mine ? [] : [hunk],
      });
    }
  }
  return groups;
}

function belongs(group: Group, hunk: Hunk, touching: Touching): boolean {
  if (hunk.aStart < group.end) return true;
  if (hunk.aStart > group.end) return false;
  const bothInsert = group.start === group.end && hunk.aStart === hunk.aEnd;
  return touching === 'strict' || bothInsert;
}

function resolve(group: Group, base: readonly string[], left: Side, right: Side): Chunk[] {
  const was = base.slice(group.start, group.end);
  const ours = sideOf(group, group.ours, base, left);
  const theirs = sideOf(group, group.theirs, base, right);
  if (group.theirs.length === 0 || sameLines(ours, theirs)) return [{ kind: 'clean', lines: ours }];
  if (group.ours.length === 0) return [{ kind: 'clean', lines: theirs }];
  return narrow(was, ours, theirs);
}

function sideOf(group: Group, hunks: readonly Hunk[], base: readonly string[], side: Side): string[] {
  const out: string[] = [];
  let at = group.start;
  for (const hunk of hunks) {
    out.push(...base.slice(at, hunk.aStart), ...side.lines.slice(hunk.bStart, hunk.bEnd));
    at = hunk.aEnd;
  }
  out.push(...base.slice(at, group.end));
  return out;
}

/** Lines that both sides begin or end with are no part of the conflict. */
function narrow(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Chunk[] {
  const most = Math.min(ours.length, theirs.length);
  let head = 0;
  while (head < most && ours[head] === theirs[head]) head++;
  let tail = 0;
  while (tail < most - head && ours[ours.length - 1 - tail] === theirs[theirs.length - 1 - tail]) tail++;
  const cut = (lines: readonly string[]): string[] => lines.slice(head, lines.length - tail);
  const chunks: Chunk[] = [
    { kind: 'clean', lines: ours.slice(0, head) },
    { kind: 'conflict', ours: cut(ours), base, theirs: cut(theirs) },
    { kind: 'clean', lines: ours.slice(ours.length - tail) },
  ];
  return chunks.filter((chunk) => chunk.kind === 'conflict' || chunk.lines.length > 0);
}

export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

export const isClean = (chunks: readonly Chunk[]): boolean => chunks.every((c) => c.kind === 'clean');
