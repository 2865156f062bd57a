/**
 * Characters that some target language refuses, or that hide from a reader: controls, bidirectional marks, zero widths, line
 * and paragraph separators, interlinear marks, tag characters and variation selectors of the supplementary planes.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

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
export const quote = (text: string): string => JSON.stringify(wellFormed(text)).replace(HIDDEN, scalarEscape);

/** A double-quoted literal for JSON and TypeScript. */
export const quoteJson = (text: string): string =>
  JSON.stringify(wellFormed(text)).replace(HIDDEN, utf16Escape);

/** JSON text with its hidden characters written as escapes: they can stand in strings only, so replacing is safe. */
export const hideInJson = (json: string): string => wellFormed(json).replace(HIDDEN, utf16Escape);

/** Every hidden character replaced, for places that have no escapes (comments, Markdown). Tab and line feed stay. */
export const withoutHidden = (text: string, by: string): string =>
  wellFormed(text)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(HIDDEN, by);

/** The same as `\u…` escapes, for docstrings. */
export const escapeHidden = (text: string): string => text.replace(HIDDEN, scalarEscape);
