/** Prints a text on standard output, broken for the terminal if that is one. */
export function show(text: string): void {
  const { isTTY, columns } = process.stdout;
  process.stdout.write(wrapped(text, isTTY ? columns : Number.POSITIVE_INFINITY));
}

/** A column of less than this is not worth having: the text goes below. */
const MIN_COLUMN = 24;
const BELOW = 6;
/** Lines of a document with its number, and the arrow below: cut by the terminal, not by us. */
const EXCERPT = /^ +(\d+ \| |\^$)/;

/**
 * Breaks long lines between words, for a terminal of `columns`. Lines that go on are indented; the second column of an indented
 * table stays a column, or moves below the first where there is no room for it. Words are never broken.
 */
export function wrapped(text: string, columns: number): string {
  if (!Number.isFinite(columns)) return text;
  return text
    .split('\n')
    .map((line) => (line.length <= columns || EXCERPT.test(line) ? line : wrappedLine(line, columns)))
    .join('\n');
}

function wrappedLine(line: string, columns: number): string {
  const [first = ''] = /^ +\S.*? {2,}(?=\S)|^ {8,}(?=\S)/.exec(line) ?? [];
  if (first === '') {
    const [lead = ''] = /^ */.exec(line) ?? [];
    return filled(lead, line.trimStart(), lead.length + 2, columns);
  }
  const rest = line.slice(first.length);
  if (columns - first.length >= MIN_COLUMN) return filled(first, rest, first.length, columns);
  const below = filled(' '.repeat(BELOW), rest, BELOW, columns);
  return first.trim() === '' ? below : `${first.trimEnd()}\n${below}`;
}

/** `start`, then words with the blanks before them; further lines begin with `indent` blanks. */
function filled(start: string, words: string, indent: number, columns: number): string {
  const lines: string[] = [];
  let line = start;
  let isEmpty = true;
  for (const word of words.match(/ *[^ ]+/g) ?? []) {
    if (!isEmpty && line.length + word.length > columns) {
      lines.push(line);
      line = `${' '.repeat(indent)}${word.trimStart()}`;
    } else line += word;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
