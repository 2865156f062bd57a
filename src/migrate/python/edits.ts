/** A piece of a text that is replaced; an insertion where `start` is `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What stands before a place in its own line. */
export const lineUpTo = (at: number, text: string): string =>
  text.slice(text.slice(0, at).lastIndexOf('\n') + 1, at);

/** Applies edits that do not overlap; everything between them stays as it is, byte for byte. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = 0;
  let result = '';
  for (const { start, end, text: replacement } of sorted) {
    if (start < at) throw new Error('edits overlap');
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
