import { cutGap, type Piece, uniqueKeys } from '../pieces.js';
import { depthsOf } from './braces-depth.js';

/** TypeScript, JavaScript and Go: declarations at the left margin by name, classes by their members. */
export function splitBraces(lines: readonly string[]): readonly Piece[] | undefined {
  const depths = depthsOf(lines);
  return depths === undefined ? undefined : declarations(lines, depths, 0);
}

const isNothing = (line: string): boolean => /^\s*(\/\/|\/\*|\*|@|$)/.test(line);

/** `depths[i]` is how many brackets (or an unfinished comment or template) are open where line `i` begins. */
function declarations(lines: readonly string[], depths: readonly number[], level: number): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let at = 0;
  while (at < lines.length) {
    if (isNothing(lines[at] ?? '') || (depths[at] ?? 0) > level) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < lines.length && ((depths[end] ?? 0) > level || continues(lines[end] ?? ''))) end++;
    pieces.push(pieceOf(lines.slice(from, end), depths.slice(from, end), at - from, level));
    from = end;
    at = end;
  }
  if (from < lines.length) pieces.push({ key: '// the end', ...cutGap(lines.slice(from)) });
  return uniqueKeys(pieces);
}

/** A line that closes brackets or goes on with an expression. */
const continues = (line: string): boolean => /^\s*([)\]}?:.|&+]|=>|=\s)/.test(line);

function pieceOf(raw: readonly string[], depths: readonly number[], lead: number, level: number): Piece {
  const { gap, lines } = cutGap(raw);
  const head = raw[lead] ?? '';
  const key = keyOf(head.trim());
  const tail = raw.at(-1) ?? '';
  const isClass = /^(?:export\s+)?(?:default\s+)?(?:abstract\s+)?class\s/.test(head.trim());
  if (level > 0 || !isClass || !head.trimEnd().endsWith('{') || !/^\s*}\s*$/.test(tail))
    return { key, gap, lines };
  const inner = raw.slice(lead + 1, -1);
  const children = declarations(inner, depths.slice(lead + 1, -1), level + 1);
  return { key, gap, lines: raw.slice(gap.length, lead + 1), children, tail: [tail] };
}

const WORDS =
  /^(?:(?:export|default|declare|abstract|async|public|private|protected|static|readonly|override)\s+)*/;

function keyOf(head: string): string {
  const text = head.replace(WORDS, '');
  const imported = /^import\b.*?from\s+(['"][^'"]+['"])/.exec(text)?.[1] ?? /^import\s+(\S+)/.exec(text)?.[1];
  if (imported !== undefined) return `import ${imported}`;
  const method = /^func\s+(\([^)]*\)\s*\w+)/.exec(text)?.[1];
  if (method !== undefined) return `func ${method}`;
  const named = /^(?:function\*?|class|interface|type|enum|const|let|var|func|namespace)\s+([\w$]+)/.exec(
    text,
  )?.[1];
  return named ?? /^(?:(?:get|set)\s+)?[#\w$]+/.exec(text)?.[0] ?? text.slice(0, 120);
}
