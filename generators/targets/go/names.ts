import { NameScope, Reserved } from '../../../src/escape/names/index.js';

/** Words that Go style writes in capitals. */
const INITIALISMS = new Set(
  'acl api ascii cpu css dns eof guid html http https id ids ip json qps ram rpc sla smtp sql ssh tcp tls ttl udp ui uid uri url urls utf8 uuid vm xml xmpp xsrf xss'.split(
    ' ',
  ),
);

const SPELT: Readonly<Record<string, string>> = { ids: 'IDs', urls: 'URLs' };

const part = (word: string): string =>
  INITIALISMS.has(word)
    ? (SPELT[word] ?? word.toUpperCase())
    : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** `['pet', 'id']` → `PetID`. Digits of two words side by side stay apart: `V1_2`. */
export function exported(words: readonly string[], fallback: string): string {
  const name = words
    .map(part)
    .reduce((out, next) => out + (/\d$/.test(out) && /^\d/.test(next) ? '_' : '') + next, '');
  return /^[A-Z]/.test(name) ? name : `${fallback}${name}`;
}

/** Names of one scope: each claim is unique in it, in the order of claiming. */
export interface Scope {
  claim(wanted: string): string;
}

export function createScope(...reserved: readonly string[]): Scope {
  const names = new NameScope();
  const taken = new Reserved(reserved);
  return { claim: (wanted) => names.claim(taken.free(wanted)) };
}

/** What package api has besides the document's types. */
export const packageScope = (): Scope => createScope('Client', 'NewClient');

/** Methods of the client beside those that it has from package rest. */
export const methodScope = (): Scope => createScope('AllowSignIn', 'Client', 'Close', 'Do');

/** Names of files: disks may not tell case apart. Their last word is ours, for `_test`, `_linux` and the like mean something. */
export function fileScope(): Scope {
  const names = new NameScope({ ignoreCase: true });
  return { claim: (wanted) => names.claim(wanted) };
}
