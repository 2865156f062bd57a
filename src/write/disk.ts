import {
  type Stats,
  lstatSync,
  mkdirSync,
  promises,
  renameSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import type { Kind, Storage } from './storage.js';

/** Characters or bytes. */
const SMALL = 65_536;

/** The real file system. */
export const disk: Storage = {
  async kind(path) {
    try {
      return kindOf(await promises.lstat(path));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
      throw error;
    }
  },
  list: (folder) => promises.readdir(folder),
  real: (path) => promises.realpath(path),
  makeFolder: (path) => {
    mkdirSync(path);
  },
  async writeFile(path, content, mode) {
    // A small file is written in a tenth of the time that handing it to another thread takes.
    if (content.length <= SMALL) writeFileSync(path, content, { mode, flag: 'wx' });
    else await promises.writeFile(path, content, { mode, flag: 'wx' });
  },
  move: (from, to) => {
    // rename replaces a file without a word.
    if (lstatSync(to, { throwIfNoEntry: false }) !== undefined) throw existing(to);
    renameSync(from, to);
  },
  // A write that was under way when a signal came may add a file while the folder is being removed: try again.
  remove: (path) => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 5 }),
  removeEmpty: (folder) => rmdirSync(folder),
};

const existing = (path: string): Error =>
  Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST', path });

function kindOf(stats: Stats): Kind {
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'folder' : 'other';
}
