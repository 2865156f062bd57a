/**
 * The order of merged pieces. A side that moved something decides; what only the other side has is put behind the
 * piece that it follows there.
 */
export function mergeOrder(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] {
  const oursMoved = moved(base, ours);
  const [first, second] = !oursMoved && moved(base, theirs) ? [theirs, ours] : [ours, theirs];
  const known = new Set(first);
  const after = new Map<string | undefined, string[]>();
  let anchor: string | undefined;
  for (const key of second) {
    if (known.has(key)) anchor = key;
    else after.set(anchor, [...(after.get(anchor) ?? []), key]);
  }
  const out = [...(after.get(undefined) ?? [])];
  for (const key of first) out.push(key, ...(after.get(key) ?? []));
  return out;
}

function moved(base: readonly string[], side: readonly string[]): boolean {
  const inSide = new Set(side);
  const inBase = new Set(base);
  const before = base.filter((key) => inSide.has(key));
  const now = side.filter((key) => inBase.has(key));
  return before.some((key, i) => key !== now[i]);
}
