import { NameScope, shortenWords, snake, toWords } from '../../escape/names/index.js';
import type { KnownName } from '../../stages.js';

/** Characters of an operation's name: clients put the server's name in front, and together 64 are allowed. */
export const MAX_NAME = 48;

/** Words that say nothing alone: such an operationId is worse than the path. */
const GENERIC = new Set(
  (
    'get list post put delete patch head options trace query create update show read find search fetch index call run api ' +
    'operation request handler root default main test do execute action method endpoint route op id unnamed null undefined ' +
    'none value data'
  ).split(' '),
);

/** Nothing but numbers, or one empty word with or without a number: `operation1`, `123`. */
function isGeneric(words: readonly string[]): boolean {
  const [first, ...more] = words.map((word) => word.replace(/\d+$/, '')).filter((word) => word !== '');
  return first === undefined || (more.length === 0 && GENERIC.has(first));
}

/** Words of method and path: GET /pets/{petId} → get, pets, by, pet, id. `all` names every parameter of the path. */
export function pathWords(method: string, path: string, all: boolean): string[] {
  const words = [...toWords(method.toLowerCase())];
  const parts = (path.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '');
  parts.forEach((part, index) => {
    const names = [...part.matchAll(/\{([^{}]+)\}/g)].flatMap((match) => toWords(match[1] ?? ''));
    words.push(...toWords(part.replace(/\{[^{}]*\}/g, ' ')));
    if (names.length > 0 && (all || index === parts.length - 1)) words.push('by', ...names);
  });
  if (words.length <= 1) words.push('root');
  return words;
}

/** What tells an operation from the others of its document, also of a later one. */
export type Identity = Omit<KnownName, 'id'>;

/**
 * Claims names in document order. Names that operations of this document had before are theirs, wherever new operations
 * stand: callers know them.
 */
export class OperationNames {
  readonly #scope: NameScope;
  readonly #kept: ReadonlyMap<string, string>;

  /** `known`: the names of an earlier time. `present`: all operations that will ask for a name. */
  constructor(known: readonly KnownName[] = [], present: readonly Identity[] = []) {
    const before = unambiguous(known);
    const now = unambiguous(present);
    const kept = [...before].flatMap(([key, { id }]) => (now.has(key) ? [[key, id] as const] : []));
    this.#kept = new Map(kept);
    this.#scope = new NameScope({ taken: this.#kept.values() });
  }

  claim(operation: Identity): string {
    const { operationId, method, path } = operation;
    const kept = this.#kept.get(keyOf(operation));
    if (kept !== undefined) return kept;
    const own = operationId === undefined ? [] : toWords(operationId);
    if (own.length > 0 && !isGeneric(own)) return this.#scope.claim(nameOf(own), MAX_NAME);
    const candidates = [pathWords(method, path, false), pathWords(method, path, true)];
    return this.#scope.claim(candidates.map(nameOf), MAX_NAME);
  }
}

const keyOf = ({ operationId, method, path }: Identity): string =>
  JSON.stringify([operationId ?? '', method.toUpperCase(), path.split(/[?#]/)[0]]);

/** By what tells them apart, without those that nothing tells apart. */
function unambiguous<T extends Identity>(operations: readonly T[]): Map<string, T> {
  const found = new Map<string, T>();
  const twice = new Set<string>();
  for (const operation of operations) {
    const key = keyOf(operation);
    if (found.has(key)) twice.add(key);
    found.set(key, operation);
  }
  for (const key of twice) found.delete(key);
  return found;
}

function nameOf(words: readonly string[]): string {
  const first = words[0] ?? '';
  const started = /^[0-9]/.test(first) ? ['op', ...words] : words;
  return snake(shortenWords(started, MAX_NAME)) || 'operation';
}
