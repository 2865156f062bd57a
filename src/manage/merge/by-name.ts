import { type Chunk, isClean, mergeLines, sameLines } from './merge3.js';
import { mergeOrder } from './order.js';
import { addComma, bodyOf, type Piece } from './pieces.js';
import { pairUp } from './similarity.js';

/** What a merge by name did that a reader should know. */
export type Note =
  /** The user had deleted the piece; what the template changed in it was not brought back. */
  | { readonly kind: 'stays-deleted'; readonly what: string }
  /** Changes on neighbouring lines were both taken. */
  | { readonly kind: 'adjacent'; readonly what: string }
  /** Changes of different words of one line were both taken. */
  | { readonly kind: 'words'; readonly what: string };

/** Merges pieces by their names. Notes are added to `notes`. */
export function mergeByName(
  base: readonly Piece[],
  ours: readonly Piece[],
  theirs: readonly Piece[],
  notes: Note[],
): Chunk[] {
  return members(base, ours, theirs, notes).flat();
}

function members(
  base: readonly Piece[],
  oursRaw: readonly Piece[],
  theirsRaw: readonly Piece[],
  notes: Note[],
): Chunk[][] {
  const ours = followRenames(base, oursRaw, theirsRaw, 0.6);
  // Generated functions look alike: an edit must not wander into another operation's function.
  const theirs = followRenames(base, theirsRaw, ours, 0.8);
  const at = (pieces: readonly Piece[]): Map<string, Piece> => new Map(pieces.map((p) => [p.key, p]));
  const [b, o, t] = [at(base), at(ours), at(theirs)];
  const order = mergeOrder([...b.keys()], [...o.keys()], [...t.keys()]);
  return order
    .map((key) => mergeOne(b.get(key), o.get(key), t.get(key), notes))
    .filter((chunks) => chunks.length > 0);
}

/** Gives renamed pieces the key they had, so that the other side's change to them is not lost. */
function followRenames(
  base: readonly Piece[],
  side: readonly Piece[],
  other: readonly Piece[],
  least: number,
): readonly Piece[] {
  const has = new Set(side.map((p) => p.key));
  const known = new Set([...base, ...other].map((p) => p.key));
  const lost = new Map(base.filter((p) => !has.has(p.key)).map((p) => [p.key, bodyOf(p)]));
  const found = new Map(side.filter((p) => !known.has(p.key)).map((p) => [p.key, bodyOf(p)]));
  if (lost.size === 0 || found.size === 0 || lost.size * found.size > 10_000) return side;
  const was = new Map([...pairUp(lost, found, least)].map(([from, to]) => [to, from]));
  return side.map((p) => ({ ...p, key: was.get(p.key) ?? p.key }));
}

const clean = (lines: readonly string[]): Chunk[] => (lines.length === 0 ? [] : [{ kind: 'clean', lines }]);

const same = (a: Piece, b: Piece): boolean => sameLines(bodyOf(a), bodyOf(b));

function mergeOne(
  base: Piece | undefined,
  ours: Piece | undefined,
  theirs: Piece | undefined,
  notes: Note[],
): Chunk[] {
  if (ours === undefined && theirs === undefined) return [];
  if (base === undefined) return added(ours, theirs, notes);
  if (ours === undefined) {
    if (theirs !== undefined && !same(theirs, base)) notes.push({ kind: 'stays-deleted', what: base.key });
    return [];
  }
  if (theirs === undefined) {
    if (same(ours, base)) return [];
    return [...clean(ours.gap), { kind: 'conflict', ours: bodyOf(ours), base: bodyOf(base), theirs: [] }];
  }
  const gap = sameLines(ours.gap, base.gap) ? theirs.gap : ours.gap;
  return [...clean(gap), ...mergeBodies(base, ours, theirs, notes)];
}

function added(ours: Piece | undefined, theirs: Piece | undefined, notes: Note[]): Chunk[] {
  const one = ours ?? theirs;
  if (one === undefined) return [];
  const gap = clean(one.gap);
  if (ours === undefined || theirs === undefined || same(ours, theirs))
    return [...gap, ...clean(bodyOf(one))];
  if (ours.children !== undefined && theirs.children !== undefined && sameLines(ours.lines, theirs.lines)) {
    const empty: Piece = { ...ours, children: [] };
    return [...gap, ...mergeContainers(empty, ours, theirs, notes)];
  }
  return [...gap, { kind: 'conflict', ours: bodyOf(ours), base: [], theirs: bodyOf(theirs) }];
}

function mergeBodies(base: Piece, ours: Piece, theirs: Piece, notes: Note[]): Chunk[] {
  if (same(ours, base) || same(ours, theirs)) return clean(bodyOf(theirs));
  if (same(theirs, base)) return clean(bodyOf(ours));
  const names = mergeNames(base, ours, theirs);
  if (names !== undefined) return clean(names);
  if (base.children !== undefined && ours.children !== undefined && theirs.children !== undefined) {
    return mergeContainers(base, ours, theirs, notes);
  }
  return mergeLeaf(bodyOf(base), bodyOf(ours), bodyOf(theirs), base.key, notes);
}

function mergeContainers(base: Piece, ours: Piece, theirs: Piece, notes: Note[]): Chunk[] {
  const inner = members(base.children ?? [], ours.children ?? [], theirs.children ?? [], notes);
  const parted =
    ours.commas === true ? inner.map((m, i) => (i < inner.length - 1 ? commaAfter(m) : m)) : inner;
  return [
    ...mergeLeaf(base.lines, ours.lines, theirs.lines, base.key, notes),
    ...parted.flat(),
    ...mergeLeaf(base.tail ?? [], ours.tail ?? [], theirs.tail ?? [], base.key, notes),
  ];
}

function commaAfter(chunks: readonly Chunk[]): Chunk[] {
  return chunks.map((chunk, i) => {
    if (i < chunks.length - 1) return chunk;
    if (chunk.kind === 'clean') return { kind: 'clean', lines: addComma(chunk.lines) };
    return { ...chunk, ours: addComma(chunk.ours), theirs: addComma(chunk.theirs) };
  });
}

/** Inside one piece, changes on neighbouring lines are both taken: they are within one reader's view. */
function mergeLeaf(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  what: string,
  notes: Note[],
): Chunk[] {
  const strict = mergeLines(base, ours, theirs);
  if (isClean(strict)) return strict;
  const loose = mergeLines(base, ours, theirs, 'adjacent');
  if (isClean(loose)) notes.push({ kind: 'adjacent', what });
  return loose;
}

function mergeNames(base: Piece, ours: Piece, theirs: Piece): string[] | undefined {
  if (base.names === undefined || ours.names === undefined || theirs.names === undefined) return undefined;
  const [b, o, t] = [new Set(base.names), new Set(ours.names), new Set(theirs.names)];
  const kept = mergeOrder(base.names, ours.names, theirs.names).filter((name) =>
    b.has(name) ? o.has(name) && t.has(name) : true,
  );
  const head = /^(\s*from\s+\S+\s+import)\b/.exec(ours.lines[0] ?? '')?.[1];
  if (head === undefined || kept.length === 0) return undefined;
  const line = `${head} ${kept.join(', ')}`;
  return line.length <= 88 ? [line] : [`${head} (`, ...kept.map((name) => `    ${name},`), ')'];
}
