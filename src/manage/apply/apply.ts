import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../../diagnostics/types.js';
import { codeOf, writeProblem } from '../../write/errors.js';
import { hashOf } from '../decide/content.js';
import { carryBack, carryForward, closeJournal } from './carry.js';
import {
  BACK,
  FORWARD,
  HOME,
  JOURNAL,
  type Journal,
  newName,
  oldName,
  OWNER,
  parentsOf,
  readJournal,
  type Step,
  staysInside,
  type Version,
} from './journal.js';
import { busy } from './recover.js';
import type { ProjectStorage, RunOwner } from './storage.js';

/** One file to be written (`after`) or removed (`after: null`). */
export interface Change {
  readonly path: string;
  readonly after: { readonly bytes: Uint8Array; readonly mode: number } | null;
  /** What was read when the decision was made, `null` for nothing; the run ends when something else is there now. */
  readonly seen?: Uint8Array | null;
}

/**
 * Applies all changes or none, in the order given (the manifest comes last). Killed at any instant, the project is the
 * old or the new one after the next `recover`. Errors leave the old state: `write.*`, `manage.busy`, `manage.raced`.
 */
export function applyChanges(
  storage: ProjectStorage,
  changes: readonly Change[],
  owner: RunOwner,
  shown: string,
): Staged<null> {
  if (changes.length === 0) return { ok: true, value: null, diagnostics: [] };
  try {
    const wrong = firstObstacle(storage, changes);
    if (wrong !== undefined) return { ok: false, diagnostics: [wrong] };
    if (storage.kind(HOME) === 'none') storage.makeFolder(HOME);
    storage.makeFolder(JOURNAL);
  } catch (error) {
    return codeOf(error) === 'EEXIST'
      ? busy(shown)
      : { ok: false, diagnostics: [writeProblem(error, shown)] };
  }
  return listed(storage, changes, owner, shown);
}

function listed(
  storage: ProjectStorage,
  changes: readonly Change[],
  owner: RunOwner,
  shown: string,
): Staged<null> {
  try {
    const journal = stage(storage, changes, owner);
    carryForward(storage, journal);
    for (const folder of new Set(journal.steps.map(({ path }) => parentsOf(path).at(-1) ?? '.'))) {
      if (storage.kind(folder) === 'folder') storage.sync(folder);
    }
    closeJournal(storage);
    return { ok: true, value: null, diagnostics: [] };
  } catch (error) {
    return { ok: false, diagnostics: [writeProblem(error, shown), ...undo(storage)] };
  }
}

/** Puts back what was done. Renames need no room, so this works on a full disk. */
function undo(storage: ProjectStorage): Diagnostic[] {
  try {
    if (storage.kind(FORWARD) === 'file') {
      const journal = readJournal(storage.read(FORWARD));
      storage.replace(FORWARD, BACK);
      if (journal !== undefined) carryBack(storage, journal);
    }
    if (storage.kind(JOURNAL) === 'folder') closeJournal(storage);
    return [];
  } catch {
    return [problem('manage.half-done', 'What was begun could not be undone now; the next run does it.')];
  }
}

function firstObstacle(storage: ProjectStorage, changes: readonly Change[]): Diagnostic | undefined {
  for (const { path, seen } of changes) {
    const place = { place: { file: path } };
    const blocked = parentsOf(path).find((folder) => !['none', 'folder'].includes(storage.kind(folder)));
    if (!staysInside(path) || blocked !== undefined) {
      return problem(
        'write.unsafe-path',
        `${path} cannot be written: ${blocked ?? 'it'} leads elsewhere.`,
        place,
      );
    }
    if (seen === undefined) continue;
    const kind = storage.kind(path);
    const same =
      seen === null ? kind === 'none' : kind === 'file' && Buffer.compare(storage.read(path), seen) === 0;
    if (!same) return problem('manage.raced', `${path} was changed while this run was deciding.`, place);
  }
  return undefined;
}

/** Writes the whole journal; its list comes last, and is complete when it is there. */
function stage(storage: ProjectStorage, changes: readonly Change[], owner: RunOwner): Journal {
  storage.write(OWNER, new TextEncoder().encode(String(owner.pid)), 0o644);
  const steps = changes.map(({ path, after }, i): Step => {
    const before = current(storage, path);
    if (before !== null) storage.write(oldName(i), before.bytes, before.mode);
    if (after !== null) storage.write(newName(i), after.bytes, after.mode);
    return { path, before: versionOf(before), after: versionOf(after) };
  });
  // All files first, then all waiting: the disk takes them in one go. Old versions are only needed to undo, at once.
  for (const [i, { after }] of steps.entries()) if (after !== null) storage.flush(newName(i));
  const folders = [...new Set(steps.flatMap(({ path }) => parentsOf(path)))];
  const missing = folders.filter((folder) => storage.kind(folder) === 'none');
  const journal: Journal = { version: 1, steps, folders: missing };
  storage.write(`${FORWARD}.tmp`, new TextEncoder().encode(JSON.stringify(journal)), 0o644);
  storage.flush(`${FORWARD}.tmp`);
  storage.sync(JOURNAL);
  storage.replace(`${FORWARD}.tmp`, FORWARD);
  storage.sync(JOURNAL);
  return journal;
}

function current(storage: ProjectStorage, path: string): { bytes: Uint8Array; mode: number } | null {
  if (storage.kind(path) !== 'file') return null;
  return { bytes: storage.read(path), mode: storage.mode(path) };
}

const versionOf = (file: { bytes: Uint8Array; mode: number } | null): Version | null =>
  file === null ? null : { sha256: hashOf(file.bytes), mode: file.mode };
