/**
 * A text as a sequence of named pieces (definitions, keys, sections, targets). Splitting is a partition: the lines of
 * all pieces, one after the other, are the text. That makes it safe to merge by name: no line can fall between two.
 */
export interface Piece {
  /** Name within its container; unique there. */
  readonly key: string;
  /** Empty lines before it. They matter to the eye only, and are merged by themselves. */
  readonly gap: readonly string[];
  /** All lines of a leaf; the opening lines of a container. */
  readonly lines: readonly string[];
  /** Members of a container. */
  readonly children?: readonly Piece[];
  /** Closing lines of a container. */
  readonly tail?: readonly string[];
  /** Members are parted by commas, which are cut off their last lines and put back when the pieces are joined. */
  readonly commas?: boolean;
  /** Names that a `from … import` statement brings in: merged as a set. */
  readonly names?: readonly string[];
}

/** Pieces of a text, or `undefined` where the text is not understood; then it is merged by lines. */
export type Splitter = (lines: readonly string[]) => readonly Piece[] | undefined;

/** The lines of pieces as they stood in the text. */
export function joinPieces(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece) => [...piece.gap, ...bodyOf(piece)]);
}

/** A piece's own lines, without the gap before it. */
export function bodyOf(piece: Piece): string[] {
  const children = (piece.children ?? []).map((child) => [...child.gap, ...bodyOf(child)]);
  const inner = piece.commas === true ? withCommas(children) : children.flat();
  return [...piece.lines, ...inner, ...(piece.tail ?? [])];
}

export function withCommas(members: readonly (readonly string[])[]): string[] {
  return members.flatMap((lines, i) => (i < members.length - 1 ? addComma(lines) : lines));
}

export const addComma = (lines: readonly string[]): string[] =>
  lines.map((line, i) => (i === lines.length - 1 ? `${line},` : line));

/** Gives a number to names that occur again, so that keys are unique: `def area`, `def area #2`. */
export function uniqueKeys(pieces: readonly Piece[]): Piece[] {
  const seen = new Map<string, number>();
  return pieces.map((piece) => {
    const count = (seen.get(piece.key) ?? 0) + 1;
    seen.set(piece.key, count);
    return count === 1 ? piece : { ...piece, key: `${piece.key} #${count}` };
  });
}

/** Empty lines at the start, and the rest. */
export function cutGap(lines: readonly string[]): { gap: readonly string[]; lines: readonly string[] } {
  const first = lines.findIndex((line) => line.trim() !== '');
  const at = first === -1 ? lines.length : first;
  return { gap: lines.slice(0, at), lines: lines.slice(at) };
}

/** Keys that stand more than once in their container: two tables, keys or functions of the same name. */
export function repeatedKeys(pieces: readonly Piece[], path = ''): string[] {
  return pieces.flatMap((piece) => [
    ...(/ #\d+$/.test(piece.key) ? [`${path}/${piece.key}`] : []),
    ...repeatedKeys(piece.children ?? [], `${path}/${piece.key}`),
  ]);
}
