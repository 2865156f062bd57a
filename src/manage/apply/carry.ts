import { hashOf } from '../decide/content.js';
import {
  BACK,
  FORWARD,
  type Journal,
  JOURNAL,
  newName,
  oldName,
  OWNER,
  parentsOf,
  type Step,
  type Version,
} from './journal.js';
import type { ProjectStorage } from './storage.js';

/** Puts every file of the list in its place. Can be begun again at any point. Returns files that were edited meanwhile. */
export function carryForward(storage: ProjectStorage, journal: Journal): string[] {
  const left = journal.steps.filter((step, i) => {
    if (isVersion(storage, step, step.after)) return false;
    if (!isVersion(storage, step, step.before)) return true;
    put(storage, step.path, newName(i), step.after);
    return false;
  });
  for (const step of journal.steps) if (step.after === null) removeEmptyParents(storage, step.path);
  return left.map((step) => step.path);
}

/** Puts everything back as it was. Can be begun again at any point. */
export function carryBack(storage: ProjectStorage, journal: Journal): string[] {
  const left: Step[] = [];
  for (let i = journal.steps.length - 1; i >= 0; i--) {
    const step = journal.steps[i];
    if (step === undefined || isVersion(storage, step, step.before)) continue;
    if (isVersion(storage, step, step.after)) put(storage, step.path, oldName(i), step.before);
    else left.push(step);
  }
  for (const folder of journal.folders.toReversed()) removeIfEmpty(storage, folder);
  return left.map((step) => step.path);
}

/** Files edited between an interruption and the next run are nobody's to overwrite: neither version matches them. */
function isVersion(storage: ProjectStorage, { path, before, after }: Step, version: Version | null): boolean {
  const kind = storage.kind(path);
  if (version === null) return kind === 'none';
  if (kind !== 'file' || hashOf(storage.read(path)) !== version.sha256) return false;
  // Modes decide only where nothing else does: some systems do not keep them as they were set.
  return before?.sha256 !== after?.sha256 || storage.mode(path) === version.mode;
}

function put(storage: ProjectStorage, path: string, from: string, version: Version | null): void {
  if (version === null) {
    storage.removeFile(path);
    return;
  }
  for (const folder of parentsOf(path)) if (storage.kind(folder) === 'none') storage.makeFolder(folder);
  storage.replace(from, path);
}

function removeEmptyParents(storage: ProjectStorage, path: string): void {
  for (const folder of parentsOf(path).toReversed()) removeIfEmpty(storage, folder);
}

function removeIfEmpty(storage: ProjectStorage, folder: string): void {
  if (storage.kind(folder) === 'folder' && storage.list(folder).length === 0) storage.removeFolder(folder);
}

/** Removes the journal; the list first, for without it what is left means nothing. */
export function closeJournal(storage: ProjectStorage): void {
  for (const list of [FORWARD, BACK]) if (storage.kind(list) === 'file') storage.removeFile(list);
  // The owner goes last: while it stands, nobody else begins.
  const names = storage.list(JOURNAL).map((name) => `${JOURNAL}/${name}`);
  for (const path of names) if (path !== OWNER) storage.removeFile(path);
  if (names.includes(OWNER)) storage.removeFile(OWNER);
  storage.removeFolder(JOURNAL);
}
