/**
 * What a terminal would act on or not show: controls, format characters (bidirectional marks, zero widths, tags), line and
 * paragraph separators, lone surrogates, fillers and variation selectors that have no business in a message.
 */
const HIDDEN =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\u034f|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|\u3164|\uffa0|[\u{e0000}-\u{e0fff}]/gu;

/** Makes such characters of a document visible as `\uXXXX`. They never reach a screen raw. */
export const visible = (text: string): string =>
  text.replace(
    HIDDEN,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
