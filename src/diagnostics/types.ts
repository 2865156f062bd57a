/** A place in a document: `file:line:column` (both from 1) and a JSON pointer. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
}

export type Severity = 'error' | 'warning' | 'repair' | 'info';

/** One finding. `code` is a key of the catalogue (`src/diagnostics/catalogue.ts`), which holds its title and its fix. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, with the names at hand, in one sentence. Control characters are made visible when printed. */
  readonly message: string;
  readonly place?: Place;
  /** What to do; the catalogue's words when left out. */
  readonly fix?: string;
}

/** What every stage returns. `value` is absent exactly when a diagnostic is an error. */
export type Staged<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The documented exit codes of every command. */
export const EXIT = {
  ok: 0,
  input: 1,
  check: 2,
  bug: 3,
  hangup: 129,
  cancelled: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
