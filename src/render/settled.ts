/** Ruff's `line-length` of generated projects. */
const LINE_LENGTH = 100;

/** `from x.y import z`, or one that opens a list of names, which a trailing comma keeps as it is. */
const IMPORT = /^from [\w.]+ import (?:[\w, ]+|\()$/;

/**
 * Whether a copied source, whose layout is ruff's own (a test holds that), is still so with the project's name in place of the
 * token: the token stands nowhere, or only in imports that fit their line. Formatting what cannot change would be most of the
 * time that a small project takes.
 */
export function isSettled(source: string, text: string, tokens: Readonly<Record<string, string>>): boolean {
  if (source === text) return true;
  const names = Object.keys(tokens);
  const lines = text.split('\n');
  return source
    .split('\n')
    .every(
      (line, index) =>
        !names.some((name) => line.includes(name)) ||
        (IMPORT.test(line) && (lines[index]?.length ?? 0) <= LINE_LENGTH),
    );
}
