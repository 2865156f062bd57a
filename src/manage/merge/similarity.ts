/** How alike two texts are, by lines that are not empty: 0 nothing in common, 1 the same lines in any order. */
export function similarity(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const line of a.map((l) => l.trim()).filter((l) => l !== '')) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
    total++;
  }
  let common = 0;
  for (const line of b.map((l) => l.trim()).filter((l) => l !== '')) {
    const left = counts.get(line) ?? 0;
    if (left > 0) {
      common++;
      counts.set(line, left - 1);
    }
    total++;
  }
  return total === 0 ? 0 : (2 * common) / total;
}

/** From this on, two texts count as one that was renamed and edited. */
export const ALIKE = 0.5;

/** The best partner for each of `lost` among `found`, each used once; only those that are alike enough. */
export function pairUp<K>(
  lost: ReadonlyMap<K, readonly string[]>,
  found: ReadonlyMap<K, readonly string[]>,
  least: number = ALIKE,
): Map<K, K> {
  const scores = [...lost].flatMap(([from, was]) =>
    [...found].map(([to, is]) => ({ from, to, score: similarity(was, is) })),
  );
  const pairs = new Map<K, K>();
  const taken = new Set<K>();
  for (const { from, to, score } of scores.sort((p, q) => q.score - p.score)) {
    if (score < least || pairs.has(from) || taken.has(to)) continue;
    pairs.set(from, to);
    taken.add(to);
  }
  return pairs;
}
