import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../write/errors.js';
import type { ProjectStorage, RunOwner } from './storage.js';

/** A project folder on the real disk. */
export function projectDisk(dir: string): ProjectStorage {
  const at = (path: string): string => join(dir, path);
  return {
    kind: (path) => {
      const stats = statsOf(at(path));
      if (stats === undefined) return 'none';
      if (stats.isSymbolicLink()) return 'link';
      if (stats.isFile()) return 'file';
      return stats.isDirectory() ? 'folder' : 'other';
    },
    read: (path) => readFileSync(at(path)),
    mode: (path) => lstatSync(at(path)).mode & 0o777,
    size: (path) => lstatSync(at(path)).size,
    list: (folder) => readdirSync(at(folder)),
    makeFolder: (path) => mkdirSync(at(path)),
    write: (path, bytes, mode) => {
      writeFileSync(at(path), bytes, { mode });
      // The umask may have taken bits that the file it replaces had.
      chmodSync(at(path), mode);
    },
    flush: (path) => flushFile(at(path)),
    replace: (from, to) => renameSync(at(from), at(to)),
    removeFile: (path) => unlinkSync(at(path)),
    removeFolder: (path) => rmdirSync(at(path)),
    sync: (folder) => syncFolder(at(folder)),
  };
}

/** Undefined where nothing is; below a file nothing can be. */
function statsOf(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function flushFile(path: string): void {
  // Windows flushes only what is open for writing; elsewhere a file that is read-only must be flushed too.
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Some systems cannot open folders, or not sync them; there the rename itself has to do. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES', 'ENOTSUP'].includes(codeOf(error))) throw error;
  }
}

/** This process, among those of the machine. */
export const thisRun: RunOwner = {
  pid: process.pid,
  alive: (pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return codeOf(error) === 'EPERM';
    }
  },
};
