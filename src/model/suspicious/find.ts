import { wellFormed } from '../../escape/quote.js';
import { HINTS, SIGNS } from './signs.js';

export interface Finding {
  readonly kind: 'suspicious' | 'invisible';
  readonly says: string;
  /** Some of the text, on one line; invisible characters are still in it. */
  readonly excerpt: string;
}

/** More of one text is not looked at: what a model would not read cannot speak to it. */
const MAX_READ = 6_000;
const MAX_EXCERPT = 90;

/** Marks that change the order in which a text is shown, tag characters, and controls that act on a terminal. */
const DECEIVING = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]|[^\P{Cc}\t\n\r\f\v]/u;
/** UTF-8 that was read as Latin-1 (`Ã¢Â\u0080Â\u0099` for an apostrophe): clumsy, not hidden. */
const MISREAD = /[\u00c2-\u00f4][\u0080-\u00bf]+/gu;
/** Zero-width characters: one or two slip into many texts (translators leave pairs), more in a row hide something. */
const ZERO_WIDTH = /\u200b|\u200c|\u200d|\u2060|\ufeff|\u00ad/g;
const HIDDEN = /[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;
const HIDDEN_RUN = /[\u200b-\u200d\u2060-\u2064\ufeff]{3,}/u;

/** What is wrong with a text of a document, if anything. */
export function findIn(text: string): Finding | undefined {
  const read = text.length > MAX_READ ? text.slice(0, MAX_READ) : text;
  const isPlain = /^[\t\n\r -~]*$/.test(read);
  if (isPlain) return instruction(read);
  const found = instruction(read.normalize('NFKC').replace(ZERO_WIDTH, ''));
  if (found === undefined) return invisible(wellFormed(read));
  // What is found has been read without them; that they are there is half of the finding.
  return read.search(HIDDEN) < 0 ? found : { ...found, says: `${found.says}, between invisible characters` };
}

function instruction(text: string): Finding | undefined {
  if (text.length < 16) return undefined;
  const spaced = text.includes(' ') ? text : withSpaces(text);
  if (!HINTS.test(spaced)) return undecoded(text);
  for (const { says, pattern } of SIGNS) {
    const match = pattern.exec(spaced);
    if (match !== null) return { kind: 'suspicious', says, excerpt: excerpt(spaced, match.index) };
  }
  return undecoded(text);
}

/** `ignoreAllPrevious_instructions` as words. */
const withSpaces = (name: string): string =>
  name.length > 400 ? name : name.replace(/[_+%-]+|(?<=[a-z0-9])(?=[A-Z])/g, ' ');

/** An instruction in base64. */
function undecoded(text: string): Finding | undefined {
  const coded = /(?:^|[\s"'(:])([A-Za-z0-9+/]{24,2000}={0,2})(?=$|[\s"').,])/.exec(text)?.[1];
  if (coded === undefined || !/[a-z]/.test(coded) || !/[A-Z]/.test(coded)) return undefined;
  const plain = Buffer.from(coded, 'base64').toString('utf8');
  if (!/^[\t\n\r -~]*$/.test(plain) || !HINTS.test(plain)) return undefined;
  const found = SIGNS.find(({ pattern }) => pattern.test(plain));
  return found === undefined
    ? undefined
    : { kind: 'suspicious', says: `${found.says}, in base64`, excerpt: excerpt(plain, 0) };
}

function invisible(text: string): Finding | undefined {
  const written = text.replace(MISREAD, '');
  const match = DECEIVING.exec(written) ?? HIDDEN_RUN.exec(written);
  if (match === null) return undefined;
  return { kind: 'invisible', says: 'holds invisible characters', excerpt: excerpt(written, match.index) };
}

function excerpt(text: string, index: number): string {
  const from = Math.max(0, index - 20);
  const cut = text
    .slice(from, from + MAX_EXCERPT)
    .replace(/\s+/g, ' ')
    .trim();
  return wellFormed(`${from > 0 ? '…' : ''}${cut}${from + MAX_EXCERPT < text.length ? '…' : ''}`);
}
