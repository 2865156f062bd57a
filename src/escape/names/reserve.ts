/** Names that may not be used as they are. `_` is appended until a name is free: `class` → `class_`. */
export class Reserved {
  readonly #names: ReadonlySet<string>;

  constructor(...lists: readonly Iterable<string>[]) {
    this.#names = new Set(lists.flatMap((list) => [...list]));
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The name itself, or the name with as many underscores as it needs. */
  free(name: string): string {
    let out = name;
    while (this.#names.has(out)) out += '_';
    return out;
  }
}

/** An identifier that starts with a digit gets an underscore in front; an empty one becomes `fallback`. */
export function startable(name: string, fallback: string): string {
  if (name === '') return fallback;
  return /^[0-9]/.test(name) ? `_${name}` : name;
}
