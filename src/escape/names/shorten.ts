/** Words that carry the least, dropped first, last one first. */
const FILLERS = new Set([
  'a',
  'an',
  'the',
  'of',
  'and',
  'to',
  'for',
  'in',
  'on',
  'by',
  'with',
  'from',
  'at',
  'v1',
  'api',
]);

const length = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + word.length, 0) + Math.max(0, words.length - 1);

/**
 * Words that fit `max` characters when joined by one separator. Depends on the words only: repeated words go first, then
 * fillers, then words from the middle (what comes first and last says most), then letters of the last word.
 */
export function shortenWords(words: readonly string[], max: number): string[] {
  if (length(words) <= max) return [...words];
  const once = words.filter((word, index) => words.indexOf(word) === index);
  const kept = dropFillers(once, max);
  while (length(kept) > max && kept.length > 2) kept.splice(Math.floor(kept.length / 2), 1);
  return cutLetters(kept, max);
}

function dropFillers(words: readonly string[], max: number): string[] {
  const kept = [...words];
  for (let index = kept.length - 1; index > 0 && length(kept) > max; index--) {
    if (FILLERS.has(kept[index] ?? '')) kept.splice(index, 1);
  }
  return kept;
}

function cutLetters(words: readonly string[], max: number): string[] {
  if (length(words) <= max) return [...words];
  const [first = '', second] = words;
  if (second === undefined) return [first.slice(0, max)];
  const head = first.slice(0, Math.max(1, Math.floor((max - 1) / 2)));
  return [head, second.slice(0, max - 1 - head.length)];
}
