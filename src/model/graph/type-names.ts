import { NameScope, shortenWords, snake, toWordsOr } from '../../escape/names/index.js';
import type { Context } from '../context.js';
import { isObject, objectAt } from '../json.js';
import type { JsonValue } from '../types.js';

/** Where an anonymous type is used; its words are only made when it needs a name, which most places do not. */
export interface Spot {
  readonly up?: Spot;
  /** A wire name, or words of ours. */
  readonly name: string | readonly string[];
}

export const under = (up: Spot, name: string | readonly string[]): Spot => ({ up, name });

function wordsOf(spot: Spot): string[] {
  const parts: string[][] = [];
  for (let at: Spot | undefined = spot; at !== undefined; at = at.up) {
    parts.unshift(typeof at.name === 'string' ? toWordsOr(at.name, ['field']) : [...at.name]);
  }
  return parts.flat();
}

/** Characters of a type's name. */
const MAX_NAME = 60;

/** Ids of named types. Components have theirs from the start; others claim when they are first met. */
export class TypeNames {
  readonly #ids = new NameScope();
  readonly #idOfComponent = new Map<JsonValue, string>();

  /** Components keep their names whatever refers to them first: in order of their names, so order of keys is nothing. */
  constructor(context: Context) {
    const schemas = objectAt(objectAt(context.root, 'components'), 'schemas');
    for (const name of Object.keys(schemas).sort()) {
      const value = schemas[name];
      if (isObject(value)) this.#idOfComponent.set(value, this.#claim(toWordsOr(name, ['type'])));
    }
  }

  anonymous(spot: Spot): string {
    return this.#claim(wordsOf(spot));
  }

  /** The id of a referenced schema: a component's own, else from the last part of the reference, else from where it is used. */
  referenced(value: JsonValue, refName: string, spot: Spot): string {
    const known = this.#idOfComponent.get(value);
    if (known !== undefined) return known;
    const tells = !/^\d+$/.test(refName) && refName !== 'schema' && refName !== 'items';
    return this.#claim(tells ? toWordsOr(refName, wordsOf(spot)) : wordsOf(spot));
  }

  #claim(words: readonly string[]): string {
    const short = shortenWords(words, MAX_NAME);
    const first = short[0] ?? 'type';
    return this.#ids.claim(snake(/^[0-9]/.test(first) || short.length === 0 ? ['type', ...short] : short));
  }
}
