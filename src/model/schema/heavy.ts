/** Which expressions of a document may take exponential time in a backtracking engine. */

/** Repetitions up to this count as bounded. */
const FEW = 10;
/** Unbounded repetitions in a row cost a power of the text's length. */
const MAX_UNBOUNDED = 4;

/**
 * True for repeated groups that hold a repetition, an option or alternatives (`(a+)+`, `(a|b)*`), for back references,
 * and for many unbounded repetitions. Errs on the side of true.
 */
export function isHeavy(pattern: string): boolean {
  const bare = pattern
    .replace(/\\[1-9k]/g, '\u0000')
    .replace(/\\./gs, 'a')
    .replace(/\[[^\]]*\]/g, 'a');
  if (bare.includes('\u0000')) return true;
  let unbounded = 0;
  /** Per open group: does it hold something that can match in several ways? */
  const open: boolean[] = [false];
  for (let at = 0; at < bare.length; at++) {
    const char = bare[at] ?? '';
    if (char === '(') open.push(false);
    else if (char === '|') open[open.length - 1] = true;
    else if (char === ')') {
      const ambiguous = open.pop() ?? false;
      if (ambiguous && repeats(bare, at + 1) > FEW) return true;
      if (ambiguous) open[open.length - 1] = true;
    } else if (/[*+?{]/.test(char) && at > 0 && bare[at - 1] !== '(') {
      const most = repeats(bare, at);
      if (most === Number.POSITIVE_INFINITY) unbounded++;
      if (char !== '{' || !/^\{\d+\}/.test(bare.slice(at))) open[open.length - 1] = true;
    }
  }
  return unbounded > MAX_UNBOUNDED;
}

/** How often what stands before `at` is repeated at most. */
function repeats(pattern: string, at: number): number {
  const char = pattern[at];
  if (char === '*' || char === '+') return Number.POSITIVE_INFINITY;
  const found = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(at, at + 24));
  if (found === null) return 1;
  const [, least = '', comma, most = ''] = found;
  if (comma === '') return Number(least);
  return most === '' ? Number.POSITIVE_INFINITY : Number(most);
}
