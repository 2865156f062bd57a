import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SKIPPED } from '../../../manage/scan.js';
import { MANIFEST_PATH } from '../../../manage/manifest.js';

/**
 * The projects in a folder and below it, itself included: paths relative to it, `/`-separated, sorted. What lies inside a
 * project is part of it. Links are not followed. Throws Node's error when the folder itself cannot be read.
 */
export function findProjects(root: string): string[] {
  const found: string[] = [];
  const work = ['.'];
  for (let folder = work.pop(); folder !== undefined; folder = work.pop()) {
    if (existsSync(join(root, folder, MANIFEST_PATH))) {
      found.push(folder);
      continue;
    }
    for (const entry of entriesOf(root, folder)) {
      if (!entry.isDirectory() || SKIPPED.test(entry.name)) continue;
      work.push(folder === '.' ? entry.name : `${folder}/${entry.name}`);
    }
  }
  return found.sort();
}

/** A folder below that may not be read holds nothing for us. */
function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder === '.') throw error;
    return [];
  }
}
