import type { ManifestFile } from '../stages.js';
import { parentsOf } from './apply/journal.js';
import type { ProjectStorage } from './apply/storage.js';
import type { DiskEntry } from './decide/types.js';

/** Folders that hold nothing a user writes by hand. */
export const SKIPPED =
  /^(\.git|\.hg|\.svn|\.create-mcp-server|node_modules|\.venv|venv|__pycache__|dist|build|\.\w+_cache|\.tox)$/;
/** A file that was moved is looked for among so many others, none larger than this. */
const MAX_FILES = 5_000;
const MAX_BYTES = 2_000_000;

/** Reads what a decision needs: recorded and new files, what lies beside them, and, when one is missing, all others. */
export function scanProject(
  storage: ProjectStorage,
  recorded: readonly ManifestFile[],
  next: Iterable<string>,
): Map<string, DiskEntry> {
  const out = new Map<string, DiskEntry>();
  const wanted = new Set([
    ...recorded.map((file) => file.at ?? file.path),
    ...recorded.map((file) => file.path),
    ...next,
  ]);
  const folders = new Set(['.']);
  for (const path of wanted) {
    const blocked = parentsOf(path).find((parent) => !['none', 'folder'].includes(storage.kind(parent)));
    if (blocked !== undefined) {
      add(storage, blocked, out);
      continue;
    }
    for (const parent of parentsOf(path)) folders.add(parent);
    add(storage, path, out);
  }
  for (const folder of folders) if (storage.kind(folder) === 'folder') addParked(storage, folder, out);
  if (recorded.some((file) => isMissing(file, out))) addOthers(storage, out);
  return out;
}

const isMissing = (file: ManifestFile, disk: ReadonlyMap<string, DiskEntry>): boolean =>
  file.owner !== 'once' && file.deleted !== true && !disk.has(file.at ?? file.path);

function add(storage: ProjectStorage, path: string, out: Map<string, DiskEntry>): void {
  if (out.has(path)) return;
  const kind = storage.kind(path);
  if (kind === 'none') return;
  if (kind === 'file') out.set(path, { kind, bytes: storage.read(path), mode: storage.mode(path) });
  else if (kind === 'link') out.set(path, { kind, target: '' });
  else out.set(path, { kind: kind === 'folder' ? 'folder' : 'other' });
}

/** Versions that an earlier run put beside a file: their names are taken. */
function addParked(storage: ProjectStorage, folder: string, out: Map<string, DiskEntry>): void {
  for (const name of storage.list(folder)) {
    if (/\.(new|rej)(\.\d+)?$/.test(name)) add(storage, folder === '.' ? name : `${folder}/${name}`, out);
  }
}

function addOthers(storage: ProjectStorage, out: Map<string, DiskEntry>): void {
  const work = ['.'];
  let left = MAX_FILES;
  for (let folder = work.pop(); folder !== undefined && left > 0; folder = work.pop()) {
    for (const name of storage.list(folder)) {
      const path = folder === '.' ? name : `${folder}/${name}`;
      const kind = storage.kind(path);
      if (kind === 'folder' && !SKIPPED.test(name)) work.push(path);
      if (kind !== 'file' || out.has(path)) continue;
      left--;
      if (storage.size(path) <= MAX_BYTES) add(storage, path, out);
    }
  }
}
