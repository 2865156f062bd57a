/**
 * The journal of a run: everything that it will put into the project, and everything that it will take away, lies in
 * one folder before the first file of the project is touched. From there every interruption can be finished or undone:
 *
 *     .create-mcp-server/journal/owner          process id of the run
 *     .create-mcp-server/journal/new-3          file 3 as it will be
 *     .create-mcp-server/journal/old-3          file 3 as it was
 *     .create-mcp-server/journal/journal.json   the list; once it stands, the run is carried through
 *     .create-mcp-server/journal/back.json      the same list; the run is being undone
 */
export const HOME = '.create-mcp-server';
export const JOURNAL = `${HOME}/journal`;
export const FORWARD = `${JOURNAL}/journal.json`;
export const BACK = `${JOURNAL}/back.json`;
export const OWNER = `${JOURNAL}/owner`;

/** One file of the list; the number is its place. `null`: the file is not there. */
export interface Step {
  readonly path: string;
  readonly before: Version | null;
  readonly after: Version | null;
}

export interface Version {
  readonly sha256: string;
  readonly mode: number;
}

export interface Journal {
  readonly version: 1;
  readonly steps: readonly Step[];
  /** Folders that the run makes, outermost first. */
  readonly folders: readonly string[];
}

export const newName = (step: number): string => `${JOURNAL}/new-${step}`;
export const oldName = (step: number): string => `${JOURNAL}/old-${step}`;

/**
 * Reads a list. `undefined` for one that this program cannot have written: a project may come from anybody, and its
 * journal must not lead out of it.
 */
export function readJournal(bytes: Uint8Array): Journal | undefined {
  try {
    const journal = JSON.parse(new TextDecoder().decode(bytes)) as Journal;
    const paths = [...journal.steps.map((step) => step.path), ...journal.folders];
    return journal.version === 1 && paths.every(staysInside) ? journal : undefined;
  } catch {
    return undefined;
  }
}

/** Relative, `/`-separated, without a way out. Users may have moved files to names of any letters. */
export function staysInside(path: unknown): path is string {
  if (typeof path !== 'string') return false;
  const names = path.split('/');
  return !/[\\\0]/.test(path) && names.every((name) => name !== '' && name !== '.' && name !== '..');
}

/** Folders above a path, outermost first. */
export function parentsOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join('/'));
}
