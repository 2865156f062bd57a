/** Lines `[start, end)` that form one statement line (brackets and strings may go over several), an empty line or a comment. */
export interface LogicalLine {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  /** False for empty lines and comments. */
  readonly code: boolean;
}

interface State {
  depth: number;
  /** The quotes that end the open string, `'`, `"`, `'''` or `"""`. */
  quote: string | undefined;
}

/** `undefined` where a string or bracket is never closed. */
export function logicalLines(lines: readonly string[]): LogicalLine[] | undefined {
  const out: LogicalLine[] = [];
  const state: State = { depth: 0, quote: undefined };
  let start = 0;
  for (const [i, line] of lines.entries()) {
    const first = i === start;
    const continued = scan(line, state);
    if (state.depth > 0 || state.quote !== undefined || continued) continue;
    const opening = lines[start] ?? '';
    const text = opening.trim();
    const code = !first || (text !== '' && !text.startsWith('#'));
    out.push({ start, end: i + 1, indent: indentOf(opening), code });
    start = i + 1;
  }
  return start === lines.length ? out : undefined;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Reads one line; true when a backslash at its end goes on with the next. */
function scan(line: string, state: State): boolean {
  let i = 0;
  while (i < line.length) {
    const char = line[i] ?? '';
    if (state.quote !== undefined) i = inString(line, i, state);
    else if (char === '#') return false;
    else if (char === '"' || char === "'") i = openString(line, i, char, state);
    else {
      if ('([{'.includes(char)) state.depth++;
      else if (')]}'.includes(char)) state.depth = Math.max(0, state.depth - 1);
      i++;
    }
  }
  const continued = /\\\r?$/.test(line);
  // A string in single quotes ends with its line unless a backslash goes on.
  if (state.quote?.length === 1 && !continued) state.quote = undefined;
  return continued;
}

function openString(line: string, at: number, char: string, state: State): number {
  state.quote = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
  return at + state.quote.length;
}

function inString(line: string, at: number, state: State): number {
  const quote = state.quote ?? '';
  if (line[at] === '\\') return at + 2;
  if (!line.startsWith(quote, at)) return at + 1;
  state.quote = undefined;
  return at + quote.length;
}
