/** What is wrong with a JSON text, and where. Asked only when `JSON.parse` has refused it: its own message differs by engine. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

// Unrolled, so that neither a long string nor an unclosed one makes the engine backtrack.
const PLAIN = String.raw`[^"\\\u0000-\u001f]*`;
const STRING = new RegExp(String.raw`"${PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})${PLAIN})*"`, 'y');
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;

type Expect = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'next';

/** Reads the text token by token, with a stack of its own, up to the first mistake. */
export function findJsonError(text: string): SyntaxProblem {
  const open: { bracket: string; offset: number }[] = [];
  let expect: Expect = 'value';
  let at = 0;
  for (;;) {
    at = match(SPACE, text, at) ?? at;
    if (expect === 'next' && open.length === 0) {
      return { offset: at, message: 'There is more text behind the end of the JSON value' };
    }
    if (at >= text.length) return ended(text, open);
    const token = readToken(text, at, expect);
    if (token === undefined) return { offset: at, message: describe(text, at, expect) };
    if (token.open) open.push({ bracket: text[at] ?? '', offset: at });
    const closing = text[at] === '}' || text[at] === ']';
    if (closing) {
      const bracket = open.pop()?.bracket;
      if ((bracket === '{') !== (text[at] === '}')) {
        return { offset: at, message: `${text[at]} closes what ${bracket} has opened` };
      }
    }
    expect = token.next === 'item' ? (open.at(-1)?.bracket === '{' ? 'key' : 'value') : token.next;
    at = token.end;
  }
}

interface Token {
  readonly end: number;
  readonly open?: boolean;
  readonly next: Expect | 'item';
}

function readToken(text: string, at: number, expect: Expect): Token | undefined {
  const char = text[at];
  if (expect === 'colon') return char === ':' ? { end: at + 1, next: 'value' } : undefined;
  if (expect === 'next') {
    if (char === ',') return { end: at + 1, next: 'item' };
    return char === '}' || char === ']' ? { end: at + 1, next: 'next' } : undefined;
  }
  if (expect === 'key' || expect === 'first-key') {
    if (char === '}' && expect === 'first-key') return { end: at + 1, next: 'next' };
    const end = match(STRING, text, at);
    return end === undefined ? undefined : { end, next: 'colon' };
  }
  if (char === '{') return { end: at + 1, open: true, next: 'first-key' };
  if (char === '[') return { end: at + 1, open: true, next: 'first-item' };
  if (char === ']' && expect === 'first-item') return { end: at + 1, next: 'next' };
  const end = match(STRING, text, at) ?? match(NUMBER, text, at) ?? match(WORD, text, at);
  return end === undefined ? undefined : { end, next: 'next' };
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function ended(text: string, open: readonly { bracket: string; offset: number }[]): SyntaxProblem {
  const last = open.at(-1);
  const what = last === undefined ? '' : `; ${last.bracket} is not closed`;
  return { offset: Math.max(text.length - 1, 0), message: `The text ends in the middle of a value${what}` };
}

function describe(text: string, at: number, expect: Expect): string {
  const char = text[at] ?? '';
  const found = JSON.stringify(char);
  if (char === '/' || char === '#') return 'JSON has no comments';
  if (expect === 'colon') return `A colon is missing before ${found}`;
  if (expect === 'next') return `A comma or a closing bracket is missing before ${found}`;
  if (char === '"') return 'A string is not closed, or has a character or an escape that JSON does not know';
  if (char === "'") return 'JSON strings stand in double quotes';
  if (expect === 'key' && char === '}') return 'There is a comma too many before }';
  if (expect === 'value' && char === ']') return 'There is a comma too many before ]';
  if (expect === 'key' || expect === 'first-key') return `A name in double quotes is missing before ${found}`;
  return `${found} does not start a JSON value`;
}
