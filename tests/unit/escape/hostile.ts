import fc from 'fast-check';

/** Pieces that end literals, comments, tags and templates somewhere. */
const PIECES = [
  '"',
  "'",
  '"""',
  '\\',
  '\\"',
  '\n',
  '\r\n',
  '\t',
  '\u2028',
  '\u0085',
  '\u202e',
  '\u200b',
  '\u0000',
  '\u001b[31m',
  '\u{e0041}',
  '\ud800',
  '#',
  '*/',
  '-->',
  '<script>',
  '{{x}}',
  '$\u007bx}',
  '`',
  '$(touch canary)',
  '|',
  ': ',
  '- ',
  '%s',
  'ﬁ',
  '👍',
];

/** Any characters, mixed with what is known to break things. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** What no generated file may hold raw. Tab and line feed are layout. */
export const RAW = /(?![\t\n])(?:\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|[\u{e0000}-\u{e0fff}])/u;

export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
