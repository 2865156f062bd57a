import type { ManifestFile } from '../../stages.js';
import { pairUp } from '../merge/similarity.js';
import { splitText } from '../merge/text.js';
import { hashOf, textOf } from './content.js';
import type { Facts } from './types.js';

/** A file that is followed: what was recorded, what is generated now, and where the user has it. */
export interface Tracked {
  readonly recorded?: ManifestFile;
  /** Path as generated now. */
  readonly nextPath?: string;
  /** Path on disk: where the user moved it to, or where it was generated. */
  readonly place: string;
  /** The user moved it since the last run. */
  readonly movedNow: boolean;
}

/** More comparisons than this would take seconds; renames of so many files at once are not looked for. */
const MAX_PAIRS = 40_000;
/** A whole file counts as renamed when most of its lines are still there. */
const FILE_ALIKE = 0.6;

/** Pairs what was recorded with what is generated now and with what is on disk. Sorted by path. */
export function matchFiles(facts: Facts): Tracked[] {
  const renamed = templateRenames(facts);
  const moved = userMoves(facts);
  const out: Tracked[] = facts.recorded.map((recorded) => {
    const nextPath = facts.next.has(recorded.path) ? recorded.path : renamed.get(recorded.path);
    const now = moved.get(recorded.path);
    const place = now ?? recorded.at ?? recorded.path;
    return { recorded, ...(nextPath === undefined ? {} : { nextPath }), place, movedNow: now !== undefined };
  });
  const followed = new Set(out.map((one) => one.nextPath));
  for (const path of facts.next.keys()) {
    if (!followed.has(path)) out.push({ nextPath: path, place: path, movedNow: false });
  }
  const nameOf = (one: Tracked): string => one.nextPath ?? one.place;
  return out.sort((p, q) => (nameOf(p) < nameOf(q) ? -1 : 1));
}

/** Recorded path → path under which the generator makes the same file now. */
function templateRenames(facts: Facts): Map<string, string> {
  const known = new Set(facts.recorded.map((file) => file.path));
  const gone = facts.recorded.filter((file) => !facts.next.has(file.path));
  const fresh = [...facts.next.keys()].filter((path) => !known.has(path));
  const pairs = new Map<string, string>();
  for (const { path } of gone) {
    const declared = facts.renamed?.get(path);
    if (declared !== undefined && fresh.includes(declared)) pairs.set(path, declared);
  }
  const taken = new Set(pairs.values());
  const left = gone.filter((file) => !pairs.has(file.path) && file.owner !== 'once').map((file) => file.path);
  const free = fresh.filter((path) => !taken.has(path));
  const lost = left.filter((path) => !isSplit(path, free));
  const found = free.filter((path) => !isSplit(path, left));
  return new Map([
    ...pairs,
    ...alike(
      lost,
      (path) => facts.base.get(path),
      found,
      (path) => facts.next.get(path)?.bytes,
    ),
  ]);
}

/** `server.py` and `server/pets.py`, `server/users.py`: one file became several, or several one. None is the other renamed. */
function isSplit(path: string, others: readonly string[]): boolean {
  const folder = `${path.replace(/\.[^./]+$/, '')}/`;
  return (
    others.filter((other) => other.startsWith(folder) && extension(other) === extension(path)).length > 1
  );
}

/** Recorded path → path to which the user moved the file. Only files that are not where they were are looked for. */
function userMoves(facts: Facts): Map<string, string> {
  const known = new Set(facts.recorded.map((file) => file.at ?? file.path));
  const lost = facts.recorded.filter(
    (file) => file.owner !== 'once' && file.deleted !== true && !facts.disk.has(file.at ?? file.path),
  );
  if (lost.length === 0) return new Map();
  const free = [...facts.disk].filter(
    ([path, entry]) => entry.kind === 'file' && !known.has(path) && !facts.next.has(path),
  );
  const bytesAt = (path: string): Uint8Array | undefined => {
    const entry = facts.disk.get(path);
    return entry?.kind === 'file' ? entry.bytes : undefined;
  };
  return alike(
    lost.map((file) => file.path),
    (path) => facts.base.get(path),
    free.map(([path]) => path),
    bytesAt,
  );
}

type Content = (path: string) => Uint8Array | undefined;

function alike(
  lost: readonly string[],
  was: Content,
  found: readonly string[],
  is: Content,
): Map<string, string> {
  const pairs = equalContent(lost, was, found, is);
  const taken = new Set(pairs.values());
  const left = lost.filter((path) => !pairs.has(path));
  const right = found.filter((path) => !taken.has(path));
  for (const kind of new Set(left.map(extension))) {
    const mine = left.filter((path) => extension(path) === kind);
    const others = right.filter((path) => extension(path) === kind);
    if (mine.length * others.length > MAX_PAIRS) continue;
    for (const [from, to] of pairUp(linesAt(mine, was), linesAt(others, is), FILE_ALIKE)) pairs.set(from, to);
  }
  return pairs;
}

function equalContent(
  lost: readonly string[],
  was: Content,
  found: readonly string[],
  is: Content,
): Map<string, string> {
  const places = new Map<string, string[]>();
  for (const path of found) {
    const bytes = is(path);
    // Empty files (`__init__.py`) are equal without being the same.
    if (bytes === undefined || bytes.length === 0) continue;
    const hash = hashOf(bytes);
    places.set(hash, [...(places.get(hash) ?? []), path]);
  }
  const pairs = new Map<string, string>();
  for (const path of lost) {
    const bytes = was(path);
    const to = bytes === undefined ? undefined : places.get(hashOf(bytes))?.shift();
    if (to !== undefined) pairs.set(path, to);
  }
  return pairs;
}

function linesAt(paths: readonly string[], content: Content): Map<string, readonly string[]> {
  const out = new Map<string, readonly string[]>();
  for (const path of paths) {
    const bytes = content(path);
    const text = bytes === undefined ? undefined : textOf(bytes);
    if (text !== undefined) out.set(path, splitText(text).lines);
  }
  return out;
}

const extension = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? path.replace(/^.*\//, '');
