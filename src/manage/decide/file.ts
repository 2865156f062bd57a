import type { ManifestFile } from '../../stages.js';
import { mergeText, type Note } from '../merge/index.js';
import { bytesOf, hashOf, mergeMode, sameButForLayout, sameBytes, textOf } from './content.js';
import type { Tracked } from './match.js';
import type { Action, DecideOptions, DiskEntry, Facts, FileWrite, NextFile } from './types.js';

/** What becomes of one file: the action, and what is recorded of it afterwards. */
export interface Outcome {
  readonly action: Action;
  readonly recorded?: ManifestFile;
  readonly base?: Uint8Array;
}

/** The free name beside a file for a version of it: `a.py.new`, or `a.py.new.2` when that is taken by something else. */
export type Park = (path: string, suffix: '.new' | '.rej', bytes: Uint8Array) => string;

interface Context {
  readonly facts: Facts;
  readonly options: DecideOptions;
  readonly park: Park;
}

type DiskFile = Extract<DiskEntry, { kind: 'file' }>;

export function decideFile(one: Tracked, context: Context): Outcome | undefined {
  const { facts } = context;
  const next = one.nextPath === undefined ? undefined : facts.next.get(one.nextPath);
  if (next === undefined || one.nextPath === undefined) {
    return one.recorded === undefined ? undefined : dropped(one.recorded, one.place, context);
  }
  if (one.recorded === undefined) return added(one.nextPath, next, context);
  return followed(one.recorded, one.nextPath, next, one, context);
}

const quiet = (kind: 'keep' | 'unchanged' | 'keep-deleted', path: string): Action => ({
  kind,
  path,
  notes: [],
});

const record = (path: string, next: NextFile, place = path): ManifestFile => ({
  path,
  owner: next.owner,
  mode: next.mode,
  sha256: next.sha256 ?? hashOf(next.bytes),
  ...(place === path ? {} : { at: place }),
});

/** Something that is no folder stands on the way to the path: writing would lead out of the project, or fail. */
function blockedBy(path: string, facts: Facts): string | undefined {
  const parts = path.split('/').slice(0, -1);
  const parents = parts.map((_, i) => parts.slice(0, i + 1).join('/'));
  return parents.find((parent) => {
    const entry = facts.disk.get(parent);
    return entry !== undefined && entry.kind !== 'folder';
  });
}

/* ------------------------------------------------------------- no longer generated */

function dropped(recorded: ManifestFile, place: string, context: Context): Outcome | undefined {
  const entry = context.facts.disk.get(place);
  if (entry === undefined) return undefined;
  const replaced = context.facts.replaced?.(recorded.path) === true;
  if (recorded.owner === 'once' && !replaced) {
    return { action: { kind: 'release', path: place, notes: ['It is no longer generated; it is yours.'] } };
  }
  if (entry.kind === 'file' && unedited(recorded, entry, context)) {
    return { action: { kind: 'delete', path: place, remove: place, notes: [] } };
  }
  const parts = partsOf(recorded.path, context.facts);
  const note = `It is no longer generated${parts}, but you changed it: your file stays. Delete it once you need it no more.`;
  return { action: { kind: 'conflict', path: place, notes: [note] } };
}

/** A service that grows is split: `server.py` becomes a folder `server/` with a module per tag. */
function partsOf(path: string, facts: Facts): string {
  const folder = `${path.replace(/\.[^./]+$/, '')}/`;
  const parts = [...facts.next.keys()].filter((one) => one.startsWith(folder)).length;
  return parts === 0 ? '' : ` as one file but as ${parts} in ${folder}`;
}

function unedited(recorded: ManifestFile, ours: DiskFile, { facts, options }: Context): boolean {
  if (hashOf(ours.bytes) === recorded.sha256) return true;
  const base = facts.base.get(recorded.path);
  return base !== undefined && sameButForLayout(recorded.path, ours.bytes, base, options);
}

/* ------------------------------------------------------------- generated for the first time */

function added(path: string, next: NextFile, context: Context): Outcome {
  const { facts, park } = context;
  const blocked = blockedBy(path, facts);
  if (blocked !== undefined) {
    return { action: { kind: 'conflict', path, notes: [`It cannot be written: ${blocked} is no folder.`] } };
  }
  const entry = facts.disk.get(path);
  const after = { recorded: record(path, next), base: next.bytes };
  if (entry === undefined) {
    const write = { path, bytes: next.bytes, mode: next.mode };
    return { action: { kind: 'create', path, write, notes: [] }, ...after };
  }
  if (next.owner === 'once') {
    return { action: { kind: 'adopt', path, notes: ['You have it already; it stays.'] }, ...after };
  }
  if (entry.kind === 'file' && sameBytes(entry.bytes, next.bytes)) {
    return { action: { kind: 'adopt', path, notes: [] }, ...after };
  }
  if (entry.kind === 'folder') {
    return { action: { kind: 'conflict', path, notes: ['It cannot be written: you have a folder there.'] } };
  }
  const parked = { path: park(path, '.new', next.bytes), bytes: next.bytes, mode: next.mode };
  const note = `You have a file there that was not generated: it stays, and the generated one is ${parked.path}.`;
  return { action: { kind: 'conflict', path, parked, notes: [note] }, ...after };
}

/* ------------------------------------------------------------- generated before and now */

function followed(
  recorded: ManifestFile,
  nextPath: string,
  next: NextFile,
  one: Tracked,
  context: Context,
): Outcome {
  const { facts } = context;
  const entry = facts.disk.get(one.place);
  const target = one.place === recorded.path ? nextPath : one.place;
  const after = { recorded: record(nextPath, next, target), base: next.bytes };
  if (next.owner === 'once')
    return { action: ownedByUser(one.place, nextPath, entry, next, facts), ...after };
  const blocked = blockedBy(target, facts);
  if (entry === undefined && blocked === undefined) return missing(recorded, nextPath, facts);
  if (blocked !== undefined || entry?.kind !== 'file') {
    return replaced(recorded, next, one.place, blocked, after, context);
  }
  if (target !== one.place && facts.disk.has(target)) {
    return clash(one.place, target, next, context, after.base, record(nextPath, next));
  }
  const action = threeWay(recorded, entry, next, target, context);
  if (target !== one.place) {
    const write = action.write ?? { path: target, bytes: entry.bytes, mode: entry.mode };
    const kind = action.kind === 'unchanged' || action.kind === 'keep' ? 'update' : action.kind;
    return { action: { ...action, kind, write, from: one.place, remove: one.place }, ...after };
  }
  if (one.movedNow && (action.kind === 'keep' || action.kind === 'unchanged' || action.kind === 'update')) {
    return {
      action: { ...action, kind: 'record-moved', notes: [`You moved it from ${recorded.path}.`] },
      ...after,
    };
  }
  return { action, ...after };
}

function ownedByUser(
  place: string,
  path: string,
  entry: DiskEntry | undefined,
  next: NextFile,
  facts: Facts,
): Action {
  if (facts.replaced?.(path) !== true) return quiet('keep', place);
  const write = { path, bytes: next.bytes, mode: next.mode };
  if (entry === undefined) return { kind: 'create', path, write, notes: [] };
  if (entry.kind !== 'file' || sameBytes(entry.bytes, next.bytes)) return quiet('keep', place);
  return { kind: 'update', path, write: { ...write, mode: entry.mode }, notes: [] };
}

/** What was recorded at the deletion stays recorded, so that a file that comes back still has the base it left with. */
function missing(recorded: ManifestFile, path: string, facts: Facts): Outcome {
  const base = facts.base.get(recorded.path);
  const { at: _, ...was } = recorded;
  const renamed = path === recorded.path ? '' : ` (as ${recorded.path})`;
  const action: Action =
    recorded.deleted === true && renamed === ''
      ? quiet('keep-deleted', path)
      : { kind: 'record-deleted', path, notes: [`You deleted it${renamed}; it stays deleted.`] };
  return { action, recorded: { ...was, path, deleted: true }, ...(base === undefined ? {} : { base }) };
}

/** The user put a link or something else in the file's place, or on the way to it. */
function replaced(
  recorded: ManifestFile,
  next: NextFile,
  place: string,
  blocked: string | undefined,
  after: Omit<Outcome, 'action'>,
  { facts, park }: Context,
): Outcome {
  const base = facts.base.get(recorded.path);
  const before = { recorded, ...(base === undefined ? {} : { base }) };
  if (hashOf(next.bytes) === recorded.sha256) return { action: quiet('keep', place), ...before };
  if (blocked !== undefined) {
    const note = `Its new version was not written: ${blocked} is no folder.`;
    return { action: { kind: 'conflict', path: place, notes: [note] }, ...before };
  }
  const parked = { path: park(place, '.new', next.bytes), bytes: next.bytes, mode: next.mode };
  const note = `You replaced it by something else, which stays; the generated file is ${parked.path}.`;
  return { action: { kind: 'conflict', path: place, parked, notes: [note] }, ...after };
}

/** The generator renamed a file to a path that the user has taken. */
function clash(
  place: string,
  target: string,
  next: NextFile,
  { park }: Context,
  base: Uint8Array,
  recorded: ManifestFile,
): Outcome {
  const parked = { path: park(target, '.new', next.bytes), bytes: next.bytes, mode: next.mode };
  const note = `${place} is now generated as ${target}, where you have another file: both stay, and the generated one is ${parked.path}.`;
  return { action: { kind: 'conflict', path: target, parked, notes: [note] }, recorded, base };
}

function threeWay(
  recorded: ManifestFile,
  ours: DiskFile,
  next: NextFile,
  path: string,
  context: Context,
): Action {
  const mode = mergeMode(recorded.mode, ours.mode, next.mode);
  const write = (bytes: Uint8Array): FileWrite => ({ path, bytes, mode });
  const remoded = mode !== (ours.mode & 0o777);
  const own = hashOf(ours.bytes);
  const generated = hashOf(next.bytes);
  if (own === generated || generated === recorded.sha256) {
    const kind = own === generated ? 'unchanged' : 'keep';
    return remoded ? { kind: 'update', path, write: write(ours.bytes), notes: [] } : quiet(kind, path);
  }
  if (own === recorded.sha256) return { kind: 'update', path, write: write(next.bytes), notes: [] };
  return bothChanged(recorded, ours, next, path, mode, context);
}

function bothChanged(
  recorded: ManifestFile,
  ours: DiskFile,
  next: NextFile,
  path: string,
  mode: number,
  { facts, options, park }: Context,
): Action {
  const beside = (why: string): Action => {
    const parked = { path: park(path, '.new', next.bytes), bytes: next.bytes, mode: next.mode };
    return {
      kind: 'conflict',
      path,
      parked,
      notes: [`${why}: yours stays, and the generated one is ${parked.path}.`],
    };
  };
  const stored = facts.base.get(recorded.path);
  if (stored === undefined) return beside('What was generated before is not known any more');
  const [base, mine, theirs] = [textOf(stored), textOf(ours.bytes), textOf(next.bytes)];
  if (base === undefined || mine === undefined || theirs === undefined) {
    return beside('Both you and the generator changed this binary file');
  }
  const style = options.conflict === 'rej' ? 'rej' : 'markers';
  const merged = mergeText(path, base, mine, theirs, options, style);
  if (merged.conflicts.length > 0 && options.conflict === 'new') {
    return beside('You and the generator changed the same lines');
  }
  const bytes = bytesOf(merged.text);
  const rejected = merged.rejected === undefined ? undefined : bytesOf(merged.rejected);
  const parked =
    rejected === undefined ? undefined : { path: park(path, '.rej', rejected), bytes: rejected, mode: 0o644 };
  const same = sameBytes(bytes, ours.bytes) && mode === (ours.mode & 0o777);
  return {
    kind: merged.conflicts.length > 0 ? 'conflict' : 'merge',
    path,
    ...(same ? {} : { write: { path, bytes, mode } }),
    ...(parked === undefined ? {} : { parked }),
    step: merged.step,
    conflicts: merged.conflicts,
    notes: merged.notes.map(sentence),
  };
}

function sentence({ kind, what }: Note): string {
  switch (kind) {
    case 'adjacent':
      return `Changes on neighbouring lines were both taken (${what}): please look.`;
    case 'words':
      return `Changes within one line were both taken (${what}): please look.`;
    case 'stays-deleted':
      return `You deleted ${what}; what changed in it was left out.`;
  }
}
