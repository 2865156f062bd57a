import { createRequire } from 'node:module';

interface Place {
  /** From 1. */
  readonly row: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** A finding of the linter, with the edits that mend it where it has some. */
export interface Lint {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: Place;
  readonly end_location: Place;
  readonly fix: {
    readonly edits: readonly {
      readonly content: string | null;
      readonly location: Place;
      readonly end_location: Place;
    }[];
  } | null;
}
export type LintPlace = Place;

/** Ruff on single texts, in this thread. */
export interface RuffWorkspace {
  check(text: string): readonly Lint[];
  /** Throws for text that is no Python. */
  format(text: string): string;
}

interface Ruff {
  readonly Workspace: new (options: object, encoding: number) => RuffWorkspace;
  readonly PositionEncoding: { readonly Utf16: number };
}

/** `options` as they stand under `[tool.ruff]`. */
export function ruffWorkspace(options: object): RuffWorkspace {
  const ruff = createRequire(import.meta.url)('@astral-sh/ruff-wasm-nodejs') as Ruff;
  return new ruff.Workspace(options, ruff.PositionEncoding.Utf16);
}
