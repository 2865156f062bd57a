/**
 * Names of one scope, claimed in document order: the first to ask gets the name, later ones a suffix. Comparison folds
 * case on request, for places (file systems, module names) where case is not told apart.
 */
export class NameScope {
  readonly #taken = new Set<string>();
  readonly #fold: (name: string) => string;
  /** Where to go on counting per base, so that a thousand equal names cost a thousand steps. */
  readonly #next = new Map<string, number>();

  constructor(options: { readonly ignoreCase?: boolean; readonly taken?: Iterable<string> } = {}) {
    this.#fold = options.ignoreCase ? (name) => name.toLowerCase() : (name) => name;
    for (const name of options.taken ?? []) this.#taken.add(this.#fold(name));
  }

  has(name: string): boolean {
    return this.#taken.has(this.#fold(name));
  }

  /** Claims the first free candidate; when none is, the first with `_2`, `_3`… At most `max` characters long. */
  claim(candidates: string | readonly string[], max = Number.POSITIVE_INFINITY, separator = '_'): string {
    const list = typeof candidates === 'string' ? [candidates] : candidates;
    for (const name of list) {
      if (name.length > max || this.has(name)) continue;
      this.#taken.add(this.#fold(name));
      return name;
    }
    return this.#numbered(list[0] ?? '', max, separator);
  }

  #numbered(base: string, max: number, separator: string): string {
    const key = this.#fold(base);
    for (let number = this.#next.get(key) ?? 2; ; number++) {
      const suffix = `${separator}${number}`;
      const name = base.slice(0, Math.max(1, max - suffix.length)).replace(/[_-]+$/, '') + suffix;
      if (this.has(name)) continue;
      this.#taken.add(this.#fold(name));
      this.#next.set(key, number + 1);
      return name;
    }
  }
}
