/** What lies at a path; links are not followed. */
export type Kind = 'none' | 'file' | 'folder' | 'link' | 'other';

/**
 * The file system as writing a project sees it. Paths are absolute. Methods reject or throw Node's errors
 * (`code: 'ENOSPC'`, …). Moving and removing are synchronous, so that no signal comes between the steps of a commit.
 */
export interface Storage {
  kind(path: string): Promise<Kind>;
  list(folder: string): Promise<readonly string[]>;
  /** The path with all links resolved. */
  real(path: string): Promise<string>;
  /** Makes one folder; fails with EEXIST when something has that name. */
  makeFolder(path: string): void;
  /** Makes a new file; fails with EEXIST when something has that name. */
  writeFile(path: string, content: string | Uint8Array, mode: number): Promise<void>;
  /** Gives a file or folder another name on the same disk; fails with EEXIST when something has that name. */
  move(from: string, to: string): void;
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(path: string): void;
  /** Removes a folder only when it is empty; fails with ENOTEMPTY otherwise. */
  removeEmpty(folder: string): void;
}
