import type { Kind } from '../../write/storage.js';

/**
 * A project on disk as applying a plan sees it. Paths are relative to the project. Everything is synchronous, so that no
 * signal handler comes between two steps; errors are Node's (`code: 'ENOSPC'`, …). Links are never followed.
 */
export interface ProjectStorage {
  kind(path: string): Kind;
  /** Bytes of a file. */
  read(path: string): Uint8Array;
  mode(path: string): number;
  /** Bytes of a file, as a number. */
  size(path: string): number;
  /** Names in a folder. */
  list(folder: string): readonly string[];
  /** Makes one folder; fails with EEXIST. */
  makeFolder(path: string): void;
  /** Makes a file. It may be in memory only until `flush`. */
  write(path: string, bytes: Uint8Array, mode: number): void;
  /** Waits until a file is on the disk. */
  flush(path: string): void;
  /** Gives a file another name, in place of what has that name; atomic. */
  replace(from: string, to: string): void;
  removeFile(path: string): void;
  /** Fails with ENOTEMPTY. */
  removeFolder(path: string): void;
  /** Waits until the names in a folder are on the disk. */
  sync(folder: string): void;
}

/** Who holds a journal; a run that died must not block the next one. */
export interface RunOwner {
  readonly pid: number;
  readonly alive: (pid: number) => boolean;
}
