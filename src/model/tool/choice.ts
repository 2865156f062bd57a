/** The grammar of `--tools`: words and filters, joined by `+`; what all filters admit becomes a tool. */

export const MODES = ['auto', 'all', 'dynamic'] as const;
export const FILTERS = ['tags', 'operations', 'methods', 'paths', 'scopes'] as const;

export interface Filter {
  readonly kind: (typeof FILTERS)[number] | 'read-only';
  /** What stands behind the colon; empty for `read-only`. */
  readonly names: readonly string[];
  /** `not-methods:delete`: what the filter finds is left out. */
  readonly not: boolean;
}

export interface Choice {
  /** `all` when only filters are given. */
  readonly mode: (typeof MODES)[number];
  /** In the order in which they were given. */
  readonly filters: readonly Filter[];
}

/** A `+` that joins, and not one that is part of a tag or a path: something of the grammar follows. */
const JOINS =
  /\+(?=(?:not-)?(?:tags|operations|methods|paths|scopes):|(?:(?:not-)?read-only|auto|all|dynamic)(?:\+|$))/;

/**
 * Reads `read-only`, `tags:a,b`, `paths:/repos/**+not-methods:delete`, `dynamic+tags:a`. Undefined when a part is none of
 * the grammar, or two modes are named.
 */
export function parseChoice(text: string): Choice | undefined {
  const modes: Choice['mode'][] = [];
  const filters: Filter[] = [];
  for (const part of text.split(JOINS)) {
    const mode = MODES.find((one) => one === part);
    const filter = mode === undefined ? parseFilter(part) : undefined;
    if (mode !== undefined) modes.push(mode);
    else if (filter !== undefined) filters.push(filter);
    else return undefined;
  }
  if (modes.length > 1) return undefined;
  return { mode: modes[0] ?? 'all', filters };
}

function parseFilter(part: string): Filter | undefined {
  const not = part.startsWith('not-');
  const positive = not ? part.slice('not-'.length) : part;
  if (positive === 'read-only') return { kind: positive, names: [], not };
  const colon = positive.indexOf(':');
  const kind = FILTERS.find((one) => one === positive.slice(0, Math.max(colon, 0)));
  const names = positive
    .slice(colon + 1)
    .split(',')
    .map((name) => name.trim());
  return kind === undefined || names.includes('') ? undefined : { kind, names, not };
}
