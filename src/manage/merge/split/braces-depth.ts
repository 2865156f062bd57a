interface State {
  depth: number;
  /** What ends the open text: a quote, a backtick or the end of a comment. */
  until: string | undefined;
}

/**
 * For each line, how many brackets are open where it begins; inside a comment or a template one more. `undefined` where
 * brackets do not match: then the text is not understood, and must be merged by lines.
 */
export function depthsOf(lines: readonly string[]): number[] | undefined {
  const state: State = { depth: 0, until: undefined };
  const depths: number[] = [];
  for (const line of lines) {
    depths.push(state.depth + (state.until === undefined ? 0 : 1));
    for (let at = 0; at < line.length; ) at = step(line, at, state);
    if (state.until === '"' || state.until === "'" || state.until === '/') return undefined;
    if (state.depth < 0) return undefined;
  }
  return state.depth === 0 && state.until === undefined ? depths : undefined;
}

function step(line: string, at: number, state: State): number {
  const { until } = state;
  if (until !== undefined) {
    if (line[at] === '\\' && until !== '*/') return at + 2;
    if (!line.startsWith(until, at)) return at + 1;
    state.until = undefined;
    return at + until.length;
  }
  if (line.startsWith('//', at)) return line.length;
  if (line.startsWith('/*', at)) {
    state.until = '*/';
    return at + 2;
  }
  const char = line[at] ?? '';
  if (char === '"' || char === "'" || char === '`') state.until = char;
  else if (char === '/' && /(^|[=(,:!&|?{};]|return)\s*$/.test(line.slice(0, at))) state.until = '/';
  else if ('([{'.includes(char)) state.depth++;
  else if (')]}'.includes(char)) state.depth--;
  return at + 1;
}
