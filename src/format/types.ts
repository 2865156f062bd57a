/** One text to be formatted, and what came of it. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface FormatProblem {
  readonly path: string;
  readonly message: string;
}

export interface Formatted {
  /** In the order given. */
  readonly texts: readonly string[];
  readonly problems: readonly FormatProblem[];
}
