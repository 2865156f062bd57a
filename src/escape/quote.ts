/**
 * Characters that some target language refuses, or that hide from a reader: controls (Cc) other than tab and line feed, format
 * characters (Cf: bidirectional marks, zero widths, tags), line and paragraph separators, fillers, variation selectors of the
 * supplementary planes.
 */
const HIDDEN =
  /(?![\t\n])(?:\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u2065|\u3164|\uffa0|[\u{e0000}-\u{e0fff}])/gu;

/** Most texts are plain ASCII and have nothing to hide. */
const replaceHidden = (text: string, by: (char: string) => string): string =>
  /^[ -~\t\n]*$/.test(text) ? text : text.replace(HIDDEN, by);

const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');

/** `\u00ad`; beyond the basic plane a surrogate pair, as JSON and TypeScript read it. */
const utf16Escape = (char: string): string =>
  Array.from({ length: char.length }, (_, i) => `\\u${hex(char.charCodeAt(i), 4)}`).join('');

/** `\u00ad`; beyond the basic plane `\U000e0041`, as Python, TOML, YAML and Go read it (there a pair would be two characters). */
const scalarEscape = (char: string): string =>
  char.length === 1 ? `\\u${hex(char.charCodeAt(0), 4)}` : `\\U${hex(char.codePointAt(0) ?? 0, 8)}`;

/** Lone surrogates become U+FFFD: no UTF-8 file can hold them. (With `u`, a surrogate matches only where it is alone.) */
export const wellFormed = (text: string): string =>
  /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;

/** A double-quoted literal for Python, TOML, YAML and Go. */
export const quote = (text: string): string => replaceHidden(JSON.stringify(wellFormed(text)), scalarEscape);

/** A double-quoted literal for JSON and TypeScript. */
export const quoteJson = (text: string): string =>
  replaceHidden(JSON.stringify(wellFormed(text)), utf16Escape);

/** JSON.stringify writes a lone surrogate as an escape, which most readers then cannot turn into UTF-8. */
const LONE = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/** JSON text with its hidden characters written as escapes: they can stand in strings only, so replacing is safe. */
export const hideInJson = (json: string): string =>
  replaceHidden(json.replace(LONE, '$1\ufffd'), utf16Escape);

/** Every hidden character replaced, for places that have no escapes (comments, Markdown). Tab and line feed stay. */
export const withoutHidden = (text: string, by: string): string =>
  replaceHidden(wellFormed(text).replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n'), () => by);

/** The same as `\u…` escapes, for docstrings. */
export const escapeHidden = (text: string): string => replaceHidden(text, scalarEscape);
