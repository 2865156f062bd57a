import type { Note } from './by-name.js';
import { type Chunk, isClean, mergeLines } from './merge3.js';

/**
 * Settles conflicts in which both sides edited the same lines at different words: a renamed argument here, a changed
 * type there. Between the edits at least one word stays as it was, and most words of each line do.
 */
export function settleWords(chunks: readonly Chunk[], notes: Note[]): Chunk[] {
  return chunks.map((chunk) => {
    if (chunk.kind === 'clean') return chunk;
    const lines = wordByWord(chunk.base, chunk.ours, chunk.theirs);
    if (lines === undefined) return chunk;
    notes.push({ kind: 'words', what: (lines[0] ?? '').trim() });
    return { kind: 'clean', lines };
  });
}

function wordByWord(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] | undefined {
  if (base.length === 0 || ours.length !== base.length || theirs.length !== base.length) return undefined;
  const out: string[] = [];
  for (const [i, was] of base.entries()) {
    const line = mergeLine(was, ours[i] ?? '', theirs[i] ?? '');
    if (line === undefined) return undefined;
    out.push(line);
  }
  return out;
}

const wordsOf = (line: string): string[] => line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

function mergeLine(base: string, ours: string, theirs: string): string | undefined {
  if (ours === theirs || theirs === base) return ours;
  if (ours === base) return theirs;
  const [b, o, t] = [wordsOf(base), wordsOf(ours), wordsOf(theirs)];
  if (!mostlyKept(b, o) || !mostlyKept(b, t)) return undefined;
  const merged = mergeLines(b, o, t);
  if (!isClean(merged)) return undefined;
  return merged.flatMap((chunk) => (chunk.kind === 'clean' ? chunk.lines : [])).join('');
}

function mostlyKept(base: readonly string[], side: readonly string[]): boolean {
  const has = new Set(side);
  const words = base.filter((word) => word.trim() !== '');
  return words.filter((word) => has.has(word)).length * 3 >= words.length * 2;
}
