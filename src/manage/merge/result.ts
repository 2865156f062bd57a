import { diffLines } from './diff.js';
import type { Chunk } from './merge3.js';

/** One place that both sides changed differently. */
export interface Conflict {
  /** Line in the written text, from 1. */
  readonly line: number;
  readonly ours: readonly string[];
  readonly base: readonly string[];
  readonly theirs: readonly string[];
}

/** How a conflict is written: both sides between markers, or the user's text with the template's part in `.rej`. */
export type ConflictStyle = 'markers' | 'rej';

const MARK = { ours: '<<<<<<< yours', middle: '=======', theirs: '>>>>>>> generated' } as const;

export interface Rendered {
  readonly lines: readonly string[];
  readonly conflicts: readonly Conflict[];
}

export function renderChunks(chunks: readonly Chunk[], style: ConflictStyle): Rendered {
  const lines: string[] = [];
  const conflicts: Conflict[] = [];
  for (const chunk of chunks) {
    if (chunk.kind === 'clean') {
      for (const line of chunk.lines) lines.push(line);
      continue;
    }
    const { ours, base, theirs } = chunk;
    conflicts.push({ line: lines.length + 1, ours, base, theirs });
    const both = [MARK.ours, ...ours, MARK.middle, ...theirs, MARK.theirs];
    lines.push(...(style === 'markers' ? both : ours));
  }
  return { lines, conflicts };
}

/** What could not be applied, as a diff that a reader (or `patch`) understands. */
export function rejectedText(path: string, conflicts: readonly Conflict[]): string {
  const parts = conflicts.map(({ line, base, theirs }) =>
    [
      `@@ -${line},${base.length} +${line},${theirs.length} @@`,
      ...base.map((text) => `-${text}`),
      ...theirs.map((text) => `+${text}`),
    ].join('\n'),
  );
  return `--- ${path}\n+++ ${path}\n${parts.join('\n')}\n`;
}

/** The size of what a reader has to settle. */
export const conflictSize = (chunks: readonly Chunk[]): number =>
  chunks.reduce((sum, c) => sum + (c.kind === 'clean' ? 0 : 1 + c.ours.length + c.theirs.length), 0);

/**
 * A text in which a merge was left unsettled: markers in the order of git, at the start of lines. A text whose base has
 * them too (a file about merging) does not count.
 */
export function markerLine(lines: readonly string[]): number | undefined {
  const start = lines.findIndex((line) => /^<{7}( |$)/.test(line));
  if (start === -1) return undefined;
  const end = lines.findIndex((line, i) => i > start && /^>{7}( |$)/.test(line));
  const middle = lines.findIndex((line, i) => i > start && i < end && /^={7}$/.test(line.trimEnd()));
  return middle === -1 ? undefined : start + 1;
}

/** Unified diff of two texts' lines, three lines of context, without file headers. */
export function unifiedDiff(before: readonly string[], after: readonly string[], context = 3): string[] {
  const out: string[] = [];
  const groups: { aStart: number; aEnd: number; bStart: number; bEnd: number }[][] = [];
  for (const hunk of diffLines(before, after)) {
    const last = groups.at(-1);
    const near = last?.at(-1);
    if (last !== undefined && near !== undefined && hunk.aStart - near.aEnd <= 2 * context) last.push(hunk);
    else groups.push([hunk]);
  }
  for (const group of groups) {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) continue;
    const aFrom = Math.max(0, first.aStart - context);
    const aTo = Math.min(before.length, last.aEnd + context);
    const bFrom = first.bStart - (first.aStart - aFrom);
    const bTo = last.bEnd + (aTo - last.aEnd);
    out.push(`@@ -${range(aFrom, aTo)} +${range(bFrom, bTo)} @@`);
    let at = aFrom;
    for (const hunk of group) {
      out.push(...before.slice(at, hunk.aStart).map((line) => ` ${line}`));
      out.push(...before.slice(hunk.aStart, hunk.aEnd).map((line) => `-${line}`));
      out.push(...after.slice(hunk.bStart, hunk.bEnd).map((line) => `+${line}`));
      at = hunk.aEnd;
    }
    out.push(...before.slice(at, aTo).map((line) => ` ${line}`));
  }
  return out;
}

const range = (from: number, to: number): string =>
  to === from ? `${from},0` : `${from + 1}${to - from === 1 ? '' : `,${to - from}`}`;
