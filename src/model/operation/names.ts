import { NameScope, shortenWords, snake, toWords } from '../../escape/names/index.js';

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

/** Claims names in document order, so that an operation added later takes nothing from those before it. */
export class OperationNames {
  readonly #scope = new NameScope();

  claim(operationId: string | undefined, method: string, path: string): string {
    const own = operationId === undefined ? [] : toWords(operationId);
    if (own.length > 0 && !isGeneric(own)) return this.#scope.claim(nameOf(own), MAX_NAME);
    const candidates = [pathWords(method, path, false), pathWords(method, path, true)];
    return this.#scope.claim(candidates.map(nameOf), MAX_NAME);
  }
}

function nameOf(words: readonly string[]): string {
  const first = words[0] ?? '';
  const started = /^[0-9]/.test(first) ? ['op', ...words] : words;
  return snake(shortenWords(started, MAX_NAME)) || 'operation';
}
