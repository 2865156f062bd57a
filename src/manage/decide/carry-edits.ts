/**
 * Follows edits when a file is split into several, or several become one: a function that the user edited in `server.py`
 * is found again in `server/pets.py`, and the edit is merged into it there. All edits of a file, or none.
 */
import { isClean, mergeLines, sameLines } from '../merge/merge3.js';
import { bodyOf, joinPieces, type Piece } from '../merge/pieces.js';
import { renderChunks } from '../merge/result.js';
import { splitterFor } from '../merge/split/index.js';
import { joinText, splitText } from '../merge/text.js';

export interface Carried {
  /** Path of a new file → its text with the edits in it. */
  readonly texts: ReadonlyMap<string, string>;
  /** `def get_pet → server/pets.py`. */
  readonly moved: readonly string[];
}

/** `fresh`: the new files that the edits may have to go to, by path. `undefined` when an edit finds no single place. */
export function carryEdits(
  path: string,
  base: string,
  ours: string,
  fresh: ReadonlyMap<string, string>,
): Carried | undefined {
  const [was, mine] = [leavesOf(path, base), leavesOf(path, ours)];
  if (was === undefined || mine === undefined) return undefined;
  // What was added or deleted as a whole has no place of its own to go to.
  if (was.size !== mine.size || [...mine.keys()].some((key) => !was.has(key))) return undefined;
  const texts = new Map<string, string>();
  const moved: string[] = [];
  for (const [key, lines] of mine) {
    const before = was.get(key) ?? [];
    if (sameLines(before, lines)) continue;
    const target = placeOf(key, path, fresh);
    if (target === undefined) return undefined;
    const text = edited(target, texts.get(target) ?? fresh.get(target) ?? '', key, before, lines);
    if (text === undefined) return undefined;
    texts.set(target, text);
    moved.push(`${key} → ${target}`);
  }
  return moved.length === 0 ? undefined : { texts, moved };
}

/** Definitions by name, members of classes too; opening lines of containers under a name of their own. */
function leavesOf(path: string, text: string): Map<string, readonly string[]> | undefined {
  const pieces = splitterFor(path)?.(splitText(text).lines);
  if (pieces === undefined) return undefined;
  const out = new Map<string, readonly string[]>();
  const collect = (some: readonly Piece[], above: string): void => {
    for (const piece of some) {
      if (piece.children === undefined)
        out.set(out.has(piece.key) ? `${above}/${piece.key}` : piece.key, bodyOf(piece));
      else {
        out.set(`${piece.key} {`, [...piece.lines, ...(piece.tail ?? [])]);
        collect(piece.children, piece.key);
      }
    }
  };
  collect(pieces, '');
  return out;
}

/** The one file that has the leaf; a file of the same family (`server.py`, `server/pets.py`) before others. */
function placeOf(key: string, from: string, fresh: ReadonlyMap<string, string>): string | undefined {
  const found = [...fresh]
    .filter(([path, text]) => leavesOf(path, text)?.has(key) === true)
    .map(([path]) => path);
  const stem = (path: string): string => `${path.replace(/\.[^./]+$/, '')}/`;
  const family = found.filter((path) => path.startsWith(stem(from)) || from.startsWith(stem(path)));
  if (family.length === 1) return family[0];
  return found.length === 1 ? found[0] : undefined;
}

/** The text with the user's change to one of its leaves merged in. */
function edited(
  path: string,
  text: string,
  key: string,
  base: readonly string[],
  ours: readonly string[],
): string | undefined {
  const split = splitText(text);
  const pieces = splitterFor(path)?.(split.lines);
  if (pieces === undefined) return undefined;
  let done = false;
  const change = (piece: Piece): Piece => {
    if (piece.children !== undefined) return { ...piece, children: piece.children.map(change) };
    if (piece.key !== key) return piece;
    const chunks = mergeLines(base, ours, bodyOf(piece), 'adjacent');
    if (!isClean(chunks)) return piece;
    done = true;
    return { ...piece, lines: renderChunks(chunks, 'markers').lines };
  };
  const lines = joinPieces(pieces.map(change));
  return done ? joinText(split, lines) : undefined;
}
