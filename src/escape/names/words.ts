import { transliterate } from './transliterate.js';

/** Characters that are words of their own where nothing else is left of a name. */
const SYMBOLS: Readonly<Record<string, string>> = {
  $: 'dollar',
  '@': 'at',
  '+': 'plus',
  '-': 'minus',
  '*': 'star',
  '%': 'percent',
  '#': 'hash',
  '&': 'and',
  '/': 'slash',
  '.': 'dot',
  '=': 'equals',
  '<': 'less',
  '>': 'greater',
  '!': 'not',
  '?': 'question',
  ':': 'colon',
  '~': 'tilde',
  '^': 'caret',
  '|': 'pipe',
  _: 'underscore',
};

/** Beyond this a name says nothing more, and a hostile one costs time. */
const MAX_INPUT = 512;

/**
 * The words of a name, lower-case ASCII letters and digits: `getPetByID` → get, pet, by, id; `XMLHttpRequest2` → xml,
 * http, request2. Empty when the name has no letter or digit that can be written in ASCII.
 */
export function toWords(name: string): string[] {
  const text = transliterate(name.slice(0, MAX_INPUT))
    .replace(/['’]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    // A plural acronym is one word: IDs, URLs.
    .replace(/([A-Z]{2,})s(?![a-z])/g, (_, head: string) => `${head.toLowerCase()}s `)
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return text
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** As `toWords`, but a name of punctuation only is spelled out (`$` → dollar), and `fallback` stands for the rest. */
export function toWordsOr(name: string, fallback: readonly string[]): string[] {
  const words = toWords(name);
  if (words.length > 0) return words;
  const spelled = [...name.slice(0, 16)].flatMap((char) => SYMBOLS[char] ?? []);
  return spelled.length > 0 ? spelled.slice(0, 6) : [...fallback];
}
