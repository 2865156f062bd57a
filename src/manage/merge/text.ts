/**
 * A text file taken apart for merging: lines without their endings, and what the endings were.
 * `joinText(splitText(t)) === t` for every string.
 */
export interface TextShape {
  /** A byte order mark stands at the start. */
  readonly bom: boolean;
  /** `mixed`: the lines keep their `\r`, so that nothing is evened out behind the user's back. */
  readonly eol: '\n' | '\r\n' | 'mixed';
  /** The last line ends with a line break. True for the empty text. */
  readonly finalNewline: boolean;
}

export interface SplitText extends TextShape {
  readonly lines: readonly string[];
}

const BOM = '\uFEFF';

export function splitText(text: string): SplitText {
  return splitAt(text, eolOf(text));
}

/** The three sides of a merge. Where one mixes its line endings, all keep theirs in their lines. */
export function splitSides<K extends string>(texts: Readonly<Record<K, string>>): Record<K, SplitText> {
  const sides = Object.entries<string>(texts);
  const mixed = sides.some(([, text]) => eolOf(text) === 'mixed');
  const split = (text: string): SplitText => (mixed ? splitAt(text, 'mixed') : splitText(text));
  return Object.fromEntries(sides.map(([side, text]) => [side, split(text)])) as Record<K, SplitText>;
}

function splitAt(text: string, eol: TextShape['eol']): SplitText {
  const bom = text.startsWith(BOM);
  const body = bom ? text.slice(1) : text;
  const finalNewline = body === '' || body.endsWith('\n');
  if (body === '') return { bom, eol, finalNewline, lines: [] };
  const lines = body.split(eol === '\r\n' ? '\r\n' : '\n');
  if (finalNewline) lines.pop();
  return { bom, eol, finalNewline, lines };
}

export function joinText(shape: TextShape, lines: readonly string[]): string {
  const eol = shape.eol === '\r\n' ? '\r\n' : '\n';
  const end = shape.finalNewline && lines.length > 0 ? eol : '';
  return (shape.bom ? BOM : '') + lines.join(eol) + end;
}

function eolOf(body: string): TextShape['eol'] {
  let crlf = 0;
  let all = 0;
  for (let at = body.indexOf('\n'); at !== -1; at = body.indexOf('\n', at + 1)) {
    all++;
    if (at > 0 && body.charCodeAt(at - 1) === 13) crlf++;
  }
  if (crlf === 0) return '\n';
  return crlf === all ? '\r\n' : 'mixed';
}

/** The three-way choice for a value that has no parts: what the user changed wins, otherwise what the template says. */
export function pick<T>(base: T, ours: T, theirs: T): T {
  return ours === base ? theirs : ours;
}

export function mergeShapes(base: TextShape, ours: TextShape, theirs: TextShape): TextShape {
  return {
    bom: pick(base.bom, ours.bom, theirs.bom),
    eol: pick(base.eol, ours.eol, theirs.eol),
    finalNewline: pick(base.finalNewline, ours.finalNewline, theirs.finalNewline),
  };
}
