/** Where a run happens. `cwd` is empty but for what a situation puts there. */
export interface Place {
  readonly cwd: string;
  /** A complete project, made before; a copy that may be spoilt. */
  readonly project: () => string;
  /** A small document, valid. */
  readonly document: string;
  /** A small server to migrate. */
  readonly server: string;
}

/** How the program is started. */
export interface Start {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Run as somebody who may not do everything. */
  readonly unprivileged?: boolean;
}

export interface Outcome {
  readonly code: number;
  /** What stderr (or stdout) has to say. */
  readonly says: RegExp;
  /** Paths in `cwd` that may have been made; none when left out. */
  readonly leaves?: readonly string[];
}

/** One cell of the table: a command in a situation. */
export interface Cell {
  readonly command: string;
  readonly situation: string;
  /** What the user sees, in a few words, for the table. */
  readonly answer: string;
  readonly start: (place: Place) => Start;
  readonly ends: Outcome;
  /** Why this machine cannot show it; undefined where it can. */
  readonly unless?: () => string | undefined;
}
