import { cutGap, type Piece, uniqueKeys } from '../pieces.js';
import { type LogicalLine, logicalLines } from './python-lines.js';

/** Top-level statements by name; classes by their members. `undefined` for text that ends inside a string or bracket. */
export function splitPython(lines: readonly string[]): readonly Piece[] | undefined {
  const logical = logicalLines(lines);
  return logical === undefined ? undefined : body(lines, logical, 0);
}

const CLAUSE = /^\s*(else|elif|except|finally)\b/;

/** Statements of one block: `logical` are all lines of the block, `indent` is the block's own. */
function body(lines: readonly string[], logical: readonly LogicalLine[], indent: number): Piece[] {
  const groups: LogicalLine[][] = [];
  let pending: LogicalLine[] = [];
  for (const line of logical) {
    const last = groups.at(-1);
    const text = lines[line.start] ?? '';
    if (!line.code) pending.push(line);
    else if (last !== undefined && (line.indent > indent || CLAUSE.test(text) || decorates(lines, last))) {
      last.push(...pending, line);
      pending = [];
    } else {
      groups.push([...pending, line]);
      pending = [];
    }
  }
  if (pending.length > 0) trailing(lines, groups, pending, indent);
  return uniqueKeys(groups.map((group) => pieceOf(lines, group, indent)));
}

/** Comments after the last statement: indented ones belong to it, others are a piece of their own. */
function trailing(
  lines: readonly string[],
  groups: LogicalLine[][],
  pending: readonly LogicalLine[],
  indent: number,
): void {
  const isComment = (line: LogicalLine): boolean => (lines[line.start] ?? '').trim() !== '';
  const lastInner = pending.findLastIndex((line) => isComment(line) && line.indent > indent);
  const last = groups.at(-1);
  const own = last === undefined ? 0 : lastInner + 1;
  last?.push(...pending.slice(0, own));
  if (own < pending.length) groups.push(pending.slice(own));
}

function decorates(lines: readonly string[], group: readonly LogicalLine[]): boolean {
  const code = group.filter((line) => line.code);
  return code.length > 0 && code.every((line) => (lines[line.start] ?? '').trimStart().startsWith('@'));
}

function pieceOf(lines: readonly string[], group: readonly LogicalLine[], indent: number): Piece {
  const start = group[0]?.start ?? 0;
  const end = group.at(-1)?.end ?? start;
  const head = group.findIndex((line) => line.code && !(lines[line.start] ?? '').trimStart().startsWith('@'));
  const statement = group[head];
  const { gap, lines: own } = cutGap(lines.slice(start, end));
  if (statement === undefined) return { key: '# the end', gap, lines: own };
  const text = lines.slice(statement.start, statement.end).join('\n').trim();
  const key = keyOf(text);
  const inner = group.slice(head + 1);
  const block = inner.find((line) => line.code);
  if (!key.startsWith('class ') || block === undefined || block.indent <= indent) {
    const names = importedNames(text, own.length === statement.end - statement.start);
    return names === undefined ? { key, gap, lines: own } : { key, gap, lines: own, names };
  }
  const opening = lines.slice(start + gap.length, statement.end);
  return { key, gap, lines: opening, children: body(lines, inner, block.indent) };
}

function keyOf(text: string): string {
  const definition = /^(?:async\s+)?def\s+(\w+)/.exec(text);
  if (definition !== null) return `def ${definition[1]}`;
  const named = /^class\s+(\w+)/.exec(text);
  if (named !== null) return `class ${named[1]}`;
  const module = /^from\s+(\S+)\s+import\b/.exec(text);
  if (module !== null) return `from ${module[1]}`;
  const assigned =
    /^([\w.]+(?:\[[^\]\n]*\])?)\s*(?::[^=\n]+)?=(?!=)/.exec(text) ?? /^(\w+)\s*:\s*\w/.exec(text);
  if (assigned !== null) return `${assigned[1]} =`;
  if (/^[rRuUbB]?("""|''')/.test(text)) return 'docstring';
  return (text.split('\n')[0] ?? '').replace(/\s+/g, ' ').slice(0, 120);
}

/** Names of a plain `from … import` that has no comment in it. */
function importedNames(text: string, alone: boolean): readonly string[] | undefined {
  const list = /^from\s+\S+\s+import\s+\(?([\w\s,]+?),?\s*\)?$/.exec(text)?.[1];
  if (list === undefined || !alone) return undefined;
  return list.split(',').map((name) => name.trim().replace(/\s+/g, ' '));
}
