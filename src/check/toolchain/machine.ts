import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute } from 'node:path';
import { run } from '../run.js';
import type { Machine } from './types.js';

/** The machine that this program runs on. */
export const thisMachine = (announce: (line: string) => void, signal?: AbortSignal): Machine => ({
  env: process.env,
  platform: process.platform,
  home: home(),
  run,
  list: async (folder) => (await readdir(folder).catch(() => [])).sort(),
  isFile: async (path) => (await stat(path).catch(() => null))?.isFile() ?? false,
  announce,
  ...(signal === undefined ? {} : { signal }),
});

/** With HOME unset the system's user list knows it; in a container without an entry there, nobody does. */
function home(): string | null {
  try {
    const folder = homedir();
    return isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}
