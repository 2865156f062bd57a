import { cutGap, type Piece, uniqueKeys } from '../pieces.js';

/**
 * YAML by indentation: mappings by key, sequences by the `name`, `id` or `uses` of an element, else by its first line.
 * Anchors, flow values and block texts stay whole inside their piece.
 */
export function splitYaml(lines: readonly string[]): readonly Piece[] | undefined {
  if (lines.some((line) => /^\s*\t/.test(line))) return undefined;
  return block(lines);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isNothing = (line: string): boolean => /^\s*(#|$)/.test(line);

function block(lines: readonly string[]): Piece[] {
  const first = lines.find((line) => !isNothing(line));
  if (first === undefined) return lines.length === 0 ? [] : [{ key: '# the end', ...cutGap(lines) }];
  const indent = indentOf(first);
  const starts = lines.flatMap((line, i) => (!isNothing(line) && indentOf(line) <= indent ? [i] : []));
  const cuts = starts.map((at, i) => (i === 0 ? 0 : leadOf(lines, at, indent)));
  return uniqueKeys(cuts.map((from, i) => piece(lines.slice(from, cuts[i + 1]), (starts[i] ?? 0) - from)));
}

/** Comments right before an entry, at its indent, belong to it. */
function leadOf(lines: readonly string[], at: number, indent: number): number {
  let from = at;
  while (from > 0) {
    const line = lines[from - 1] ?? '';
    if (!isNothing(line) || (line.trim() !== '' && indentOf(line) > indent)) break;
    from--;
  }
  return from;
}

function piece(raw: readonly string[], lead: number): Piece {
  const { gap, lines } = cutGap(raw);
  const at = lead - gap.length;
  const head = lines[at] ?? '';
  const inner = lines.slice(at + 1);
  const key = keyOf(head, inner);
  const opens = /^\s*(- )?(?:[^\s#'"][^#]*|"[^"]*"|'[^']*'):\s*(#.*)?$/.test(head) && !/^\s*- /.test(head);
  if (!opens || inner.every(isNothing)) return { key, gap, lines };
  return { key, gap, lines: lines.slice(0, at + 1), children: block(inner) };
}

function keyOf(head: string, inner: readonly string[]): string {
  const text = head.trim();
  if (!text.startsWith('- ')) return /^("[^"]*"|'[^']*'|[^:]+):(\s|$)/.exec(text)?.[1] ?? text;
  const own = [text.slice(2), ...inner.map((line) => line.trim())];
  const named = own.find((line) => /^(name|id|uses):\s/.test(line));
  return `- ${(named ?? text.slice(2)).replace(/^(uses:\s*[^@\s]+)@.*$/, '$1')}`;
}
