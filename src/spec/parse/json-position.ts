import type { Segments } from '../pointer.js';

/**
 * Finds values in a JSON text that `JSON.parse` has accepted. The members of an object or list are indexed when
 * somebody asks for one of them, so that a lookup costs the size of the containers on its way, once.
 */
export function jsonLocator(text: string): (segments: Segments) => number {
  const cache = new Map<number, Map<string, Member>>();
  return (segments) => {
    let value = skipSpace(text, 0);
    let at = value;
    for (const segment of segments) {
      let members = cache.get(value);
      if (members === undefined) {
        members = indexMembers(text, value);
        cache.set(value, members);
      }
      const member = members.get(segment);
      if (member === undefined) break;
      at = member.at;
      value = member.value;
    }
    return at;
  };
}

interface Member {
  /** Offset of the key, or of the value in a list. */
  readonly at: number;
  readonly value: number;
}

/** The members of the object or list that starts at `start`; of a key written twice the last, as `JSON.parse` has it. */
export function indexMembers(
  text: string,
  start: number,
  onTwice?: (key: string, at: number) => void,
): Map<string, Member> {
  const members = new Map<string, Member>();
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return members;
  let at = skipSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index++) {
    let key = String(index);
    let value = at;
    if (opening === '{') {
      const end = skipString(text, at);
      key = readKey(text, at, end);
      value = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (onTwice !== undefined && members.has(key)) onTwice(key, at);
    members.set(key, { at, value });
    at = skipSpace(text, skipValue(text, value));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return members;
}

function readKey(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(text.slice(start, end))) : raw;
}

const QUOTE = 34;
const BACKSLASH = 92;

export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += 1;
  }
}

/** The offset behind the string that starts at `from`. */
export function skipString(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) return text.length;
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
}

/** The offset behind the value that starts at `from`. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at);
      if (depth === 0) return at;
      continue;
    }
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) {
      if (depth <= 1) return depth === 0 ? at : at + 1;
      depth -= 1;
    } else if (depth === 0 && (code === 44 || code <= 32)) return at;
    at += 1;
  }
  return at;
}
