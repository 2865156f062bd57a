import { type Piece, uniqueKeys } from '../pieces.js';

/** Objects by key and arrays by element, where each member begins on a line of its own (as printed with an indent). */
export function splitJson(lines: readonly string[]): readonly Piece[] | undefined {
  try {
    JSON.parse(lines.join('\n'));
  } catch {
    return undefined;
  }
  const root = container('', lines);
  return root === undefined ? undefined : [root];
}

/** Lines from one that ends with an opening bracket to the one that closes it. */
function container(key: string, lines: readonly string[]): Piece | undefined {
  const head = lines[0] ?? '';
  const tail = lines.at(-1) ?? '';
  // A list of tools opens with `{"tools": [` on one line and closes with `]}`.
  const opens = /[[{]\s*$/.test(head) && /^\s*[\]}]+\s*$/.test(tail) && balance(head) === -balance(tail);
  if (lines.length < 2 || !opens) return undefined;
  const children: Piece[] = [];
  let start = 1;
  let depth = 0;
  for (let i = 1; i < lines.length - 1; i++) {
    depth += balance(lines[i] ?? '');
    if (depth < 0) return undefined;
    if (depth > 0) continue;
    const last = i === lines.length - 2;
    const member = lines.slice(start, i + 1);
    const comma = member.at(-1)?.endsWith(',') === true;
    if (comma === last) return undefined;
    children.push(memberPiece(comma ? [...member.slice(0, -1), (member.at(-1) ?? '').slice(0, -1)] : member));
    start = i + 1;
  }
  return start === lines.length - 1
    ? { key, gap: [], lines: [head], children: uniqueKeys(children), tail: [tail], commas: true }
    : undefined;
}

function memberPiece(lines: readonly string[]): Piece {
  const first = lines[0] ?? '';
  const named = /^\s*("(?:[^"\\]|\\.)*")\s*:/.exec(first)?.[1];
  const key = named ?? identity(lines) ?? first.trim();
  return container(key, lines) ?? { key, gap: [], lines };
}

/** Elements of arrays have no name; objects among them often say who they are. */
function identity(lines: readonly string[]): string | undefined {
  const inOne = /^\s*\{"(?:name|id|key)"\s*:\s*("[^"]*")/.exec(lines[0] ?? '')?.[1];
  if (inOne !== undefined) return inOne;
  const own = lines.slice(1, -1).map((line) => /^\s*"(?:name|id|key)"\s*:\s*("[^"]*")/.exec(line)?.[1]);
  return own.find((name) => name !== undefined);
}

function balance(line: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quoted && char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '{' || char === '[')) depth++;
    else if (!quoted && (char === '}' || char === ']')) depth--;
  }
  return depth;
}
