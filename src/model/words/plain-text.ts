/** Text of a document as plain, short text for a model: no HTML, no Markdown decoration, nothing invisible. */
import { wellFormed } from '../../escape/quote.js';

/** What is read of one text at most. */
const MAX_READ = 6_000;

/** Only known tags are markup: `<owner>` in a sentence is a placeholder, `List<String>` a type. */
const TAGS =
  'a|abbr|address|article|aside|b|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|' +
  'figcaption|figure|font|footer|h[1-6]|head|header|hr|html|body|i|iframe|img|ins|kbd|label|li|link|main|mark|meta|nav|ol|p|' +
  'pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var|video';
const BLOCK =
  /<\/?(?:p|div|br|hr|li|ul|ol|dl|dd|dt|tr|table|h[1-6]|pre|blockquote|section|details|summary)(?:\s[^<>]{0,300})?\/?>/gi;
const TAG = new RegExp(`</?(?:${TAGS})(?:\\s[^<>]{0,300})?/?>`, 'gi');
const HIDDEN_BLOCK =
  /<!--[\s\S]*?(?:-->|$)|<(script|style|template|noscript)\b[^<>]{0,300}>[\s\S]*?(?:<\/\1\s{0,20}>|$)/gi;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  copy: '©',
  reg: '®',
  trade: '™',
  bull: '•',
  rarr: '→',
  larr: '←',
  times: '×',
};

/** Controls, bidirectional marks, zero-width and tag characters: a reader does not see them, a model does. */
export const INVISIBLE = /[^\P{Cc}\t\n\r]|\p{Cf}/gu;

/** Blocks on lines of their own, no other markup. */
export function plainText(text: string): string {
  const read = wellFormed(text.slice(0, MAX_READ)).replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  const shown = /[<&]/.test(read) ? withoutHtml(read) : read;
  const plain = /[*_`#>|[\]~-]/.test(shown) ? withoutMarkdown(shown) : shown;
  return plain
    .replace(INVISIBLE, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}

function withoutHtml(text: string): string {
  return text
    .replace(HIDDEN_BLOCK, ' ')
    .replace(BLOCK, '\n')
    .replace(TAG, '')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (match, decimal, hex, name) =>
      entity(match, decimal, hex, name),
    );
}

function entity(match: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? match) : match;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : match;
}

function withoutMarkdown(text: string): string {
  return text
    .replace(/^[ \t]*(?:```|~~~)[^\n]*$/gm, '')
    .replace(/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$/gm, '')
    .replace(/^[ \t]*\|(.*)\|[ \t]*$/gm, '$1')
    .replace(/^[ \t]{0,3}(?:[*_-][ \t]*){3,}$/gm, '')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/gm, '$1')
    .replace(/^[ \t]{0,3}>[ \t]?(?:\[!(\w+)\])?/gm, '$1')
    .replace(/!\[([^[\]\n]{0,200})\]\([^()\s]{0,500}(?:\s[^()\n]{0,200})?\)/g, '$1')
    .replace(/\[([^[\]\n]{1,300})\]\([^()\s]{0,500}(?:\([^()\s]*\)[^()\s]*)?(?:\s[^()\n]{0,200})?\)/g, '$1')
    .replace(/\[([^[\]\n]{1,200})\]\[[^[\]\n]{0,200}\]/g, '$1')
    .replace(/(\*\*\*|\*\*|__)(?=\S)([^*_\n]{1,500}?\S?)\1/g, '$2')
    .replace(/(^|[\s(])\*(?=\S)([^*\n]{1,300}?)\*(?=[\s).,;:!?]|$)/gm, '$1$2')
    .replace(/^[ \t]*[*+][ \t]+/gm, '- ')
    .replace(/\\([_*`[\]#<>|~-])/g, '$1');
}

/** At most `max` characters: whole sentences if that leaves enough, else whole words and an ellipsis. */
export function cutAtSentence(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const ends = [...head.matchAll(/[.!?](?=\s)|\n/g)];
  const last = ends.at(-1);
  if (last !== undefined && last.index >= max * 0.35) return head.slice(0, last.index + 1).trim();
  const word = head.slice(0, max - 1);
  const space = word.lastIndexOf(' ');
  return `${wellFormed(word.slice(0, space > max / 2 ? space : undefined).trimEnd())}…`;
}

/** Texts repeat (`owner` of 900 operations): what was cleaned last is remembered. */
const cleaned = new Map<string, string>();
const MAX_REMEMBERED = 20_000;

/** Plain text on one line. */
export function oneLine(text: string): string {
  const known = cleaned.get(text);
  if (known !== undefined) return known;
  const line = plainText(text).replace(/\s+/g, ' ');
  if (cleaned.size >= MAX_REMEMBERED) cleaned.clear();
  cleaned.set(text, line);
  return line;
}
