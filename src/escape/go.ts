import { quote, withoutHidden } from './quote.js';
import { openText, type Text } from './text.js';

/** A string literal. */
export const goString = (text: Text): string => quote(openText(text));

/**
 * What Go's tools read in a comment is said in other words: build constraints, and the mark that makes every use of a name a
 * finding.
 */
const plainWords = (line: string): string =>
  line.replace(/^\+build\b/, '"+build"').replace(/^Deprecated:/, 'Deprecated,');

/** `// text`, a comment per line. The blank after the slashes keeps it from being a directive (`//go:embed`). */
export const goComment = (text: Text): string =>
  withoutHidden(openText(text), ' ')
    .split('\n')
    .map((line) => `// ${plainWords(line.trim())}`.trimEnd())
    .join('\n');

/** Letters that show nothing. */
const BLANK_LETTERS = /[\u115f\u1160\u3164\uffa0]/;

/** True for names that encoding/json accepts in a struct tag: no quotes, commas, back slashes or blanks that hide. */
export const fitsJsonTag = (name: string): boolean =>
  name !== '-' && /^[\p{L}\p{N}!#$%&()*+\-./:;<=>?@[\]^_{|}~ ]+$/u.test(name) && !BLANK_LETTERS.test(name);
