import type { SpecText } from '../model/types.js';
import { wellFormed } from './quote.js';

/** Text as templates and views hand it over: ours (`string`) or the document's. */
export type Text = string | SpecText;

/** The characters of a text. Only escapers may call this: what it returns is raw. */
export const openText = (text: Text): string => wellFormed(typeof text === 'string' ? text : text.spec);

/** Several texts in a row. The whole is untrusted as soon as one part is, so it is always a SpecText. */
export const joinText = (...parts: readonly Text[]): SpecText => ({ spec: parts.map(openText).join('') });

/** True when nothing but white space is in it. */
export const isBlank = (text: Text | undefined): boolean =>
  text === undefined || openText(text).trim() === '';

/** One line: every run of white space becomes one blank. */
export const oneLine = (text: Text): SpecText => ({ spec: openText(text).replace(/\s+/g, ' ').trim() });

/** At most `limit` UTF-16 units on one line, cut at a word and marked with `…`. */
export function clip(text: Text, limit: number): SpecText {
  const line = oneLine(text);
  if (line.spec.length <= limit) return line;
  const head = line.spec.slice(0, limit - 1);
  const space = head.lastIndexOf(' ');
  const cut = wellFormed(space > limit / 2 ? head.slice(0, space) : head).trimEnd();
  return { spec: `${cut}…` };
}

/** The first sentence, or what fits: for places that have one line. */
export function firstSentence(text: Text, limit: number): SpecText {
  const line = oneLine(text).spec;
  const end = /[.!?](?=\s[^a-z])/.exec(line);
  return clip(end === null ? line : line.slice(0, end.index + 1), limit);
}

const isListOrCode = (line: string): boolean => /^(\s{2,}|[-*+>|#]|\d+[.)]\s|```)/.test(line);

/** Breaks paragraphs at `width`; lists, quotes, tables and indented code stay as they are. */
export function wrap(text: Text, width: number): SpecText {
  const lines = openText(text).split(/\r\n?|\n/);
  return { spec: lines.flatMap((line) => (isListOrCode(line) ? [line] : wrapLine(line, width))).join('\n') };
}

function wrapLine(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const out: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      out.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...out, current];
}
