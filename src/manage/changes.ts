import { BASE_PATH, MANIFEST_PATH, type Manifest, recordFiles } from './manifest.js';
import type { Change } from './apply/apply.js';
import { HOME } from './apply/journal.js';
import type { ProjectStorage } from './apply/storage.js';
import { bytesOf, hashOf, sameBytes, textOf } from './decide/content.js';
import type { Decision, DiskEntry, Facts, FileWrite } from './decide/types.js';
import type { Recorded } from './read.js';

export const BACKUP = `${HOME}/backup`;

/** Everything that a decision writes: copies of what the user had edited, the files, and last what is recorded. */
export function changesOf(
  decision: Decision,
  facts: Facts,
  manifest: Manifest,
  recorded: Recorded,
  storage: ProjectStorage,
): Change[] {
  const files = fileChanges(decision, facts.disk);
  return [...backups(files, facts, storage), ...files, ...records(decision, manifest, recorded, storage)];
}

function fileChanges(decision: Decision, disk: ReadonlyMap<string, DiskEntry>): Change[] {
  const seen = (path: string): Uint8Array | null => {
    const entry = disk.get(path);
    return entry?.kind === 'file' ? entry.bytes : null;
  };
  const written = (file: FileWrite | undefined): Change[] =>
    file === undefined ? [] : [{ path: file.path, after: file, seen: seen(file.path) }];
  return decision.actions.flatMap(({ write, parked, remove }) => [
    ...written(write),
    ...written(parked),
    ...(remove === undefined ? [] : [{ path: remove, after: null, seen: seen(remove) }]),
  ]);
}

/** What a user had edited is kept as it was, for the project may have no version control. The last run's copies go. */
function backups(files: readonly Change[], facts: Facts, storage: ProjectStorage): Change[] {
  const generated = new Map(facts.recorded.map((one) => [one.at ?? one.path, one.sha256]));
  const edited = files.filter(({ path, seen }) => seen != null && generated.get(path) !== hashOf(seen));
  if (edited.length === 0) return [];
  const copies = edited.map(({ path, seen }) => {
    const bytes = seen ?? new Uint8Array();
    return { path: `${BACKUP}/${path}`, after: { bytes, mode: 0o644 } };
  });
  const ignore = { path: `${BACKUP}/.gitignore`, after: { bytes: bytesOf('*\n'), mode: 0o644 } };
  const kept = new Set([...copies, ignore].map((one) => one.path));
  const old = filesBelow(storage, BACKUP).filter((path) => !kept.has(path));
  const fresh = [ignore, ...copies].filter((one) => !isOnDisk(storage, one.path, one.after.bytes));
  return [...fresh, ...old.map((path) => ({ path, after: null }))];
}

function filesBelow(storage: ProjectStorage, folder: string): string[] {
  if (storage.kind(folder) !== 'folder') return [];
  return storage.list(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return storage.kind(path) === 'folder' ? filesBelow(storage, path) : [path];
  });
}

const isOnDisk = (storage: ProjectStorage, path: string, bytes: Uint8Array): boolean =>
  storage.kind(path) === 'file' && sameBytes(storage.read(path), bytes);

/** The manifest goes last: what it says is true from then on. */
function records(
  decision: Decision,
  manifest: Manifest,
  recorded: Recorded,
  storage: ProjectStorage,
): Change[] {
  const files = decision.recorded.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const texts = [...decision.base].flatMap(([path, bytes]) => {
    const text = textOf(bytes);
    return text === undefined ? [] : [[path, text] as const];
  });
  const base = Object.fromEntries(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  // Compressed bytes may differ between versions of Node; what they hold decides.
  const sameBase = JSON.stringify(base) === JSON.stringify(recorded.base);
  const all = recordFiles({ ...manifest, files }, base).map(({ path, content, mode }) => ({
    path,
    after: { bytes: typeof content === 'string' ? bytesOf(content) : content, mode },
  }));
  const changed = all.filter(({ path, after }) =>
    path === BASE_PATH ? !sameBase : !isOnDisk(storage, path, after.bytes),
  );
  const isManifest = (change: Change): boolean => change.path === MANIFEST_PATH;
  return [...changed.filter((one) => !isManifest(one)), ...changed.filter(isManifest)];
}
