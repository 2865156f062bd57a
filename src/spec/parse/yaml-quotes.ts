/** Lines that a quoted text may go on for. */
const MAX_LINES = 50;

/**
 * Joins the lines of a quoted text that was read as unclosed at `offset`, because the lines after its first are not
 * indented deeper than their key. Other parsers take them, so documents have them. Each line break becomes a space, so
 * that every offset stays what it was. Undefined when there is no such text.
 */
export function joinQuoted(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const firstEnd = text.indexOf('\n', offset);
  if (firstEnd === -1) return undefined;
  const quote = openQuote(text.slice(start, firstEnd));
  if (quote === undefined) return undefined;
  let end = firstEnd;
  for (let lines = 0; lines < MAX_LINES; lines++) {
    const next = text.indexOf('\n', end + 1);
    const line = text.slice(end + 1, next === -1 ? text.length : next);
    if (line.trim() === '') return undefined;
    if (closes(line, quote)) {
      const joined = text.slice(firstEnd, end + 1).replace(/[\r\n]/g, ' ');
      return text.slice(0, firstEnd) + joined + text.slice(end + 1);
    }
    if (next === -1) return undefined;
    end = next;
  }
  return undefined;
}

/** The quote that a line opens behind a key or a dash and does not close. */
function openQuote(line: string): string | undefined {
  const [, quote, rest = ''] = /(?::|-)\s+(["'])(.*)$/.exec(line) ?? [];
  return quote !== undefined && !closes(rest, quote) ? quote : undefined;
}

/** Whether the quote ends in this line; `\"` and `''` do not end one. */
const closes = (line: string, quote: string): boolean =>
  quote === '"' ? line.replace(/\\./g, '').includes('"') : line.replaceAll("''", '').includes("'");
