import { cutGap, type Piece, type Splitter, uniqueKeys } from '../pieces.js';

/** Markdown by headings, nested by level; text in fences is never a heading. */
export function splitMarkdown(lines: readonly string[]): readonly Piece[] | undefined {
  const levels = headingLevels(lines);
  return levels === undefined ? undefined : sections(lines, levels, 0);
}

function headingLevels(lines: readonly string[]): number[] | undefined {
  let fence: string | undefined;
  const levels = lines.map((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined;
      return 0;
    }
    if (mark !== undefined) fence = mark;
    return /^(#{1,6})\s/.exec(line)?.[1]?.length ?? 0;
  });
  return fence === undefined ? levels : undefined;
}

function sections(lines: readonly string[], levels: readonly number[], above: number): Piece[] {
  const found = levels.filter((level) => level > above);
  if (found.length === 0) return lines.length === 0 ? [] : [{ key: 'text', ...cutGap(lines) }];
  const top = Math.min(...found);
  const starts = levels.flatMap((level, i) => (level === top ? [i] : []));
  const intro = sections(lines.slice(0, starts[0]), levels.slice(0, starts[0]), top);
  const own = starts.map((at, i): Piece => {
    const inner = sections(lines.slice(at + 1, starts[i + 1]), levels.slice(at + 1, starts[i + 1]), top);
    return { key: lines[at]?.trim() ?? '', gap: [], lines: lines.slice(at, at + 1), children: inner };
  });
  return uniqueKeys([...intro, ...own]);
}

/** A file of entries: each begins with a line that `keyOf` names; other lines belong to the entry that follows or precedes. */
function entries(keyOf: (line: string) => string | undefined, follows: (line: string) => boolean): Splitter {
  return (lines) => {
    const starts: number[] = [];
    let from = 0;
    const pieces: Piece[] = [];
    for (const [i, line] of lines.entries()) {
      if (keyOf(line) !== undefined) starts.push(i);
    }
    for (const [n, at] of starts.entries()) {
      const limit = starts[n + 1] ?? lines.length;
      let end = at + 1;
      while (end < limit && follows(lines[end] ?? '')) end++;
      pieces.push({ key: keyOf(lines[at] ?? '') ?? '', ...cutGap(lines.slice(from, end)) });
      from = end;
    }
    if (from < lines.length) pieces.push({ key: '# the end', ...cutGap(lines.slice(from)) });
    return uniqueKeys(pieces);
  };
}

/** Make: rules by target, variables by name. Recipe lines begin with a tab; conditionals are left to the line merge. */
export const splitMakefile: Splitter = (lines) =>
  lines.some(
    (line, i) => /^(ifn?(eq|def)|define|else|endif)\b/.test(line) || (lines[i - 1] ?? '').endsWith('\\'),
  )
    ? undefined
    : entries(
        (line) => /^([\w.%/$(){} -]+?)\s*(?::=|\?=|\+=|=|::?(?!=))/.exec(line)?.[1],
        (line) => line.startsWith('\t'),
      )(lines);

/** `.env` and the like: `KEY=value`, also behind a comment sign, as examples write it. */
export const splitEnv: Splitter = entries(
  (line) => /^#?\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=/.exec(line)?.[1],
  () => false,
);

/** Ignore lists and requirements: every line that is no comment is an entry of its own. */
export const splitList: Splitter = entries(
  (line) => (/^\s*(#|$)/.test(line) ? undefined : line.trim()),
  () => false,
);

const splitIniKeys: Splitter = entries(
  (line) => /^([^\s#;[][^=:]*?)\s*[=:]/.exec(line)?.[1],
  (line) => /^\s+\S/.test(line),
);

/** `[section]` and `key = value`, with continuation lines that are indented. */
export const splitIni: Splitter = (lines) => {
  const starts = lines.flatMap((line, i) => (/^\[.+\]\s*$/.test(line) ? [i] : []));
  const intro = splitIniKeys(lines.slice(0, starts[0] ?? lines.length)) ?? [];
  const own = starts.map((at, i): Piece => {
    const inner = splitIniKeys(lines.slice(at + 1, starts[i + 1])) ?? [];
    return { key: lines[at]?.trim() ?? '', gap: [], lines: lines.slice(at, at + 1), children: inner };
  });
  return uniqueKeys([...intro, ...own]);
};
