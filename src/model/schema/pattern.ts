/** Regular expressions of a document, in the dialect that JSON Schema names: ECMA-262 with Unicode. */
import { isHeavy } from './heavy.js';

const compiles = (pattern: string, flags: string): boolean => {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
};

/** Longer ones are generated, and cost more than they tell. */
const MAX_PATTERN = 5_000;

const cache = new Map<string, string | undefined>();

/**
 * The pattern in a spelling that means the same with and without the `u` flag, or undefined when it is no ECMAScript
 * expression at all (`(?i)abc`, `[z-a]`).
 */
export function usablePattern(pattern: string): string | undefined {
  if (cache.has(pattern)) return cache.get(pattern);
  if (cache.size > 2_000) cache.clear();
  const usable = spell(pattern);
  cache.set(pattern, usable);
  return usable;
}

function spell(pattern: string): string | undefined {
  if (pattern.length > MAX_PATTERN) return undefined;
  const bare = withoutDelimiters(pattern);
  // `\A` and `\Z` are anchors elsewhere and plain letters here: nothing could match what was meant.
  if (/(?:^|[^\\])(?:\\\\)*\\[AZz]/.test(bare)) return undefined;
  if (compiles(bare, 'u')) return bare;
  if (!compiles(bare, '')) return undefined;
  const plain = withoutIdentityEscapes(bare);
  return compiles(plain, 'u') ? plain : bare;
}

/** `/^a$/` as it stands in a program: between its delimiters, nothing can match before `^` or after `$`. */
function withoutDelimiters(pattern: string): string {
  const match = /^\/(\^.*\$)\/[a-z]*$/s.exec(pattern);
  return match?.[1] ?? pattern;
}

/** `\:` → `:`, and a `-` beside a class in brackets is escaped (`[\w-.]`). */
function withoutIdentityEscapes(pattern: string): string {
  let inClass = false;
  return pattern.replace(/\\([\s\S])|[[\]]/g, (match, char: string | undefined) => {
    if (char === undefined) {
      inClass = match === '[' || (inClass && match !== ']');
      return match;
    }
    const keeps = /[\w^$\\.*+?()[\]{}|/]/.test(char) && char !== '_';
    return keeps || (char === '-' && inClass) ? match : char;
  });
}

/** Texts of these lengths are tried at most: patterns come from a document, and may take exponential time. */
const MAX_TEXT = 200;
const MAX_HEAVY_TEXT = 10;

export interface Matcher {
  /** Undefined when finding out could take too long. */
  readonly test: (text: string) => boolean | undefined;
}

const matchers = new Map<string, Matcher>();

/** A bounded test of a usable pattern. */
export function matcher(pattern: string): Matcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  if (matchers.size > 2_000) matchers.clear();
  const regex = compiles(pattern, 'u') ? new RegExp(pattern, 'u') : new RegExp(pattern);
  const longest = isHeavy(pattern) ? MAX_HEAVY_TEXT : MAX_TEXT;
  const made: Matcher = { test: (text) => (text.length > longest ? undefined : regex.test(text)) };
  matchers.set(pattern, made);
  return made;
}
