import { NameScope, shortenWords, snake, toWords } from '../escape/names/index.js';
import type { Context } from './context.js';
import { isObject, listAt, proseAt, textAt } from './json.js';
import { specText } from './text.js';
import type { Tag } from './types.js';

const MAX_TAG = 40;
const VERSION = /^v?\d+([._-]\d+)*$/i;

/** The tags that operations are filed under, in the order of first use; described ones with their text. */
export class TagBook {
  readonly #scope = new NameScope();
  readonly #idOf = new Map<string, string>();
  readonly #tags: Tag[] = [];
  readonly #descriptions = new Map<string, string>();

  constructor(context: Context) {
    for (const entry of listAt(context.root, 'tags')) {
      if (!isObject(entry)) continue;
      const name = textAt(entry, 'name');
      const description = proseAt(entry, 'description') ?? proseAt(entry, 'summary');
      if (name !== undefined && description !== undefined) this.#descriptions.set(name, description);
    }
  }

  /** The id of a tag; of the first word of the path where the operation has none. */
  claim(name: string | undefined, path: string): string {
    const label = name ?? pathTag(path);
    const known = this.#idOf.get(label);
    if (known !== undefined) return known;
    const words = shortenWords(toWords(label), MAX_TAG);
    const start = /^[0-9]/.test(words[0] ?? '') ? ['tag', ...words] : words;
    const id = this.#scope.claim(snake(start) || 'general', MAX_TAG + 4);
    const description = this.#descriptions.get(label);
    this.#idOf.set(label, id);
    this.#tags.push({
      id,
      name: specText(label),
      ...(description === undefined ? {} : { description: specText(description) }),
    });
    return id;
  }

  tags(): readonly Tag[] {
    return this.#tags;
  }
}

/** `/api/v2/users/{id}` → users */
function pathTag(path: string): string {
  const parts = (path.split(/[?#]/)[0] ?? '').split('/').filter((part) => part !== '' && !part.includes('{'));
  const telling = parts.find(
    (part) => !VERSION.test(part) && part.toLowerCase() !== 'api' && toWords(part).length > 0,
  );
  return telling ?? 'general';
}
