import { cutGap, type Piece, uniqueKeys } from '../pieces.js';

/** Tables by their headers, keys by their names, arrays with one element a line by their elements. */
export function splitToml(lines: readonly string[]): readonly Piece[] | undefined {
  const statements = toStatements(lines);
  if (statements === undefined) return undefined;
  const tables: { head: Statement | undefined; keys: Statement[] }[] = [{ head: undefined, keys: [] }];
  for (const statement of statements) {
    if (statement.text.startsWith('[')) tables.push({ head: statement, keys: [] });
    else tables.at(-1)?.keys.push(statement);
  }
  return uniqueKeys(
    tables.flatMap(({ head, keys }) => {
      const children = uniqueKeys(keys.map(keyPiece));
      if (head === undefined) return children;
      return [{ key: head.text.replace(/\s*#.*$/, ''), ...cutGap(head.lines), children }];
    }),
  );
}

interface Statement {
  /** With the comments and empty lines before it. */
  readonly lines: readonly string[];
  /** First line that is no comment, trimmed; empty for comments at the end. */
  readonly text: string;
  /** How many lines of `lines` stand before it. */
  readonly lead: number;
}

function toStatements(lines: readonly string[]): Statement[] | undefined {
  const out: Statement[] = [];
  let start = 0;
  for (let i = 0; i < lines.length; i++) {
    const text = (lines[i] ?? '').trim();
    if (text === '' || text.startsWith('#')) continue;
    const end = text.startsWith('[') ? i + 1 : endOfValue(lines, i);
    if (end === undefined) return undefined;
    out.push({ lines: lines.slice(start, end), text, lead: i - start });
    start = end;
    i = end - 1;
  }
  if (start < lines.length) out.push({ lines: lines.slice(start), text: '', lead: lines.length - start });
  return out;
}

/** The line after a value that may go over several lines: brackets, `"""` and `'''`. */
function endOfValue(lines: readonly string[], start: number): number | undefined {
  let depth = 0;
  let quote: string | undefined;
  for (let i = start; i < lines.length; i++) {
    const line = lines[i] ?? '';
    for (let at = 0; at < line.length; at++) {
      const char = line[at] ?? '';
      if (quote !== undefined) {
        if (char === '\\' && quote.startsWith('"')) at++;
        else if (line.startsWith(quote, at)) {
          at += quote.length - 1;
          quote = undefined;
        }
      } else if (char === '#') break;
      else if (char === '"' || char === "'") {
        quote = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
        at += quote.length - 1;
      } else if (char === '[' || char === '{') depth++;
      else if (char === ']' || char === '}') depth--;
    }
    if (quote?.length === 1) return undefined;
    if (quote === undefined && depth <= 0) return i + 1;
  }
  return undefined;
}

function keyPiece(statement: Statement): Piece {
  const { gap, lines } = cutGap(statement.lines);
  if (statement.text === '') return { key: '# the end', gap, lines };
  const key = /^[^=]*/.exec(statement.text)?.[0].trim() ?? statement.text;
  const value = statement.lines.slice(statement.lead);
  const elements = value.slice(1, -1);
  const last = value.at(-1)?.trim() ?? '';
  const plain = value.length > 2 && /=\s*\[$/.test(statement.text) && last === ']';
  if (!plain || !elements.every((line) => /^\s*("[^"]*"|'[^']*'|[\w.+-]+),(\s*#.*)?$/.test(line))) {
    return { key, gap, lines };
  }
  return {
    key,
    gap,
    lines: lines.slice(0, lines.length - elements.length - 1),
    children: uniqueKeys(elements.map((line) => ({ key: elementKey(line), gap: [], lines: [line] }))),
    tail: lines.slice(-1),
  };
}

/** A dependency by the name of its package, so that a changed version is an edit of the same element. */
const elementKey = (line: string): string =>
  /^\s*["']?([A-Za-z0-9][\w.-]*(?:\[[\w,-]*\])?)/.exec(line)?.[1] ?? line.trim();
