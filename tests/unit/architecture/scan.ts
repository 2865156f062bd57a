/**
 * A scanner for TypeScript, just good enough to find imports and words: it knows comments, strings, templates and regular
 * expressions, so that none of these is taken for code. TypeScript 7 has no JavaScript API, and esbuild drops type imports.
 */
export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'mark' | 'comment' | 'regex';
  /** Of strings and comments: the content without the quotes. */
  readonly text: string;
  readonly line: number;
}

const WORD_START = /[A-Za-z_$#\u0080-\uffff]/;
const WORD_PART = /[\w$\u0080-\uffff]/;
/** After these words an operand follows, so a slash begins a regular expression. */
const OPERAND_NEXT = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'void',
  'delete',
  'await',
]);

/** What the readers of a lexeme know: the text, the place, what came before, and the open braces. */
interface Cursor {
  readonly source: string;
  readonly at: number;
  readonly char: string;
  readonly next: string;
  readonly tokens: readonly Token[];
  readonly inTemplate: boolean;
}
interface Lexeme {
  readonly kind: Token['kind'] | 'space';
  readonly raw: string;
  /** The content, where it is not the raw text. */
  readonly text?: string;
}
type Reader = (cursor: Cursor) => Lexeme | undefined;

const upTo = (source: string, from: number, end: string): string => {
  const found = source.indexOf(end, from);
  return source.slice(from, found < 0 ? source.length : found);
};

/** Tried in this order. */
const READERS: readonly Reader[] = [
  ({ char }) => (/\s/.test(char) ? { kind: 'space', raw: char } : undefined),
  ({ source, at, char, next }) => {
    if (char !== '/' || next !== '/') return undefined;
    const raw = upTo(source, at, '\n');
    return { kind: 'comment', raw, text: raw.slice(2) };
  },
  ({ source, at, char, next }) => {
    if (char !== '/' || next !== '*') return undefined;
    const text = upTo(source, at + 2, '*/');
    return { kind: 'comment', raw: `/*${text}*/`, text };
  },
  ({ source, at, char }) => {
    if (char !== "'" && char !== '"') return undefined;
    const raw = quoted(source, at, char);
    return { kind: 'string', raw, text: raw.slice(1, -1) };
  },
  ({ source, at, char, inTemplate }) =>
    char === '`' || (char === '}' && inTemplate)
      ? { kind: 'template', raw: templatePart(source, at) }
      : undefined,
  ({ source, at, char, tokens }) =>
    char === '/' && regexMayStart(tokens) ? { kind: 'regex', raw: regexLiteral(source, at) } : undefined,
  ({ source, at, char }) => {
    if (!WORD_START.test(char)) return undefined;
    let end = at + 1;
    while (end < source.length && WORD_PART.test(source.charAt(end))) end += 1;
    return { kind: 'word', raw: source.slice(at, end) };
  },
];

export function scan(source: string): Token[] {
  const tokens: Token[] = [];
  const braces: ('block' | 'template')[] = [];
  let line = 1;
  for (let at = 0; at < source.length; ) {
    const char = source.charAt(at);
    const inTemplate = braces.at(-1) === 'template';
    const cursor = { source, at, char, next: source.charAt(at + 1), tokens, inTemplate };
    const lexeme = first(READERS, cursor) ?? { kind: 'mark', raw: char };
    const { kind, raw, text = raw } = lexeme;
    if (raw.startsWith('}') && kind !== 'string') braces.pop();
    if (kind === 'mark' && raw === '{') braces.push('block');
    if (kind === 'template' && raw.endsWith('${')) braces.push('template');
    if (kind !== 'space') tokens.push({ kind, text, line });
    line += raw.split('\n').length - 1;
    at += raw.length;
  }
  return tokens;
}

function first(readers: readonly Reader[], cursor: Cursor): Lexeme | undefined {
  for (const read of readers) {
    const lexeme = read(cursor);
    if (lexeme !== undefined) return lexeme;
  }
  return undefined;
}

function quoted(source: string, from: number, quote: string): string {
  let end = from + 1;
  while (end < source.length && source.charAt(end) !== quote) end += source.charAt(end) === '\\' ? 2 : 1;
  return source.slice(from, end + 1);
}

/** From a backtick or the brace that ends a substitution to the next `${` or the closing backtick. */
function templatePart(source: string, from: number): string {
  let end = from + 1;
  while (end < source.length) {
    if (source.charAt(end) === '\\') end += 2;
    else if (source.charAt(end) === '`') return source.slice(from, end + 1);
    else if (source.startsWith('${', end)) return source.slice(from, end + 2);
    else end += 1;
  }
  return source.slice(from);
}

function regexMayStart(tokens: readonly Token[]): boolean {
  const before = tokens.findLast((token) => token.kind !== 'comment');
  if (before === undefined) return true;
  if (before.kind === 'word') return OPERAND_NEXT.has(before.text);
  return before.kind === 'mark' && ![')', ']', '}'].includes(before.text) && !/\d/.test(before.text);
}

function regexLiteral(source: string, from: number): string {
  let end = from + 1;
  let inClass = false;
  while (end < source.length && (inClass || source.charAt(end) !== '/')) {
    if (source.charAt(end) === '[') inClass = true;
    if (source.charAt(end) === ']') inClass = false;
    end += source.charAt(end) === '\\' ? 2 : 1;
  }
  end += 1;
  while (/[a-z]/.test(source.charAt(end))) end += 1;
  return source.slice(from, end);
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import('x')`: loaded when it is needed. */
  readonly dynamic: boolean;
}

/** Imports, exports from, dynamic imports and `require` calls, in the order of the source. */
export function importsOf(tokens: readonly Token[]): Import[] {
  const code = tokens.filter((token) => token.kind !== 'comment');
  return code.flatMap((token, index): Import[] => {
    if (token.kind !== 'string') return [];
    const before = code[index - 1]?.text;
    const beforeThat = code[index - 2]?.text;
    const called = before === '(' && (beforeThat === 'import' || beforeThat === 'require');
    if (!called && before !== 'import' && before !== 'from') return [];
    return [{ specifier: token.text, line: token.line, dynamic: called }];
  });
}
