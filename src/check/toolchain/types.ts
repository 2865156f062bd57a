import type { Diagnostic } from '../../diagnostics/types.js';
import type { Run } from '../run.js';

/** The machine, as the finders see it. Tests replace it by a few lines. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Null where neither the environment nor the system's user list knows one. */
  readonly home: string | null;
  readonly run: Run;
  /** Names in a folder, sorted; none when it does not exist. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly isFile: (path: string) => Promise<boolean>;
  /** One line for the user: what is being fetched, and where to. */
  readonly announce: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** What steps are run with. */
export interface Toolchain {
  /** What `{name}` in a command stands for: `{python}`, `{uv}`, `{bin}`. */
  readonly values: Readonly<Record<string, string>>;
  /** Added to the environment of every step. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders, relative to the project, whose programs come before those of PATH. */
  readonly bin: readonly string[];
  /** `3.13`: what the project is to be written for. */
  readonly languageVersion: string;
  /** One line: `Python 3.13.0 (…/python3.13), uv 0.13.8`. */
  readonly summary: string;
}

export interface Wish {
  /** `auto`, a version (`3.12`) or a path. */
  readonly version: string;
  /** As the target names them; its default when left out. */
  readonly packageManager?: string;
}

export type Found<T> = { readonly value: T } | { readonly problem: Diagnostic };
