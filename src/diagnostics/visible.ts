/**
 * Makes characters of a document visible that a terminal would act on or not show: C0 and C1 controls, line and
 * paragraph separators, bidirectional overrides, zero-width characters and lone surrogates. Never raw on a screen.
 */
export function visible(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    out += isHidden(code) ? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}` : char;
  }
  return out;
}

/** First and last code point of each hidden range. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe007f],
];

function isHidden(code: number): boolean {
  return HIDDEN.some(([first, last]) => code >= first && code <= last);
}
