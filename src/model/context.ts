import type { Diagnostic, Place, Severity } from '../diagnostics/types.js';
import type { SpecDocument } from '../stages.js';
import { isObject, pointerKey } from './json.js';
import type { JsonObject, JsonValue } from './types.js';

/** A node with the place it was found at. */
export interface Node {
  readonly value: JsonObject;
  readonly pointer: string;
}

interface Said {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly places: Map<string, Place | string>;
  readonly fix: string | undefined;
}

/** A document being read: references are followed here, and findings are collected here. */
export class Context {
  readonly root: JsonObject;
  /** 2.0 and 3.0: a `$ref` has no siblings, `nullable` is a keyword, JSON Schema's newer keywords are not. */
  readonly legacy: boolean;
  /** As the user knows the document: a path, a URL, `<stdin>`. */
  readonly name: string;
  readonly #document: SpecDocument;
  readonly #targets = new Map<string, Node | undefined>();
  readonly #said = new Map<string, Said>();

  constructor(document: SpecDocument) {
    this.#document = document;
    this.root = document.root;
    this.name = document.name;
    this.legacy = /^(2|3\.0)/.test(document.version);
  }

  /** Reports a finding, at a pointer into the document or at any other place. The same words again are counted: one slip of a generator can be in a document a thousand times. */
  report(code: string, severity: Severity, message: string, at?: Place | string, fix?: string): void {
    const key = `${code} ${message}`;
    const before = this.#said.get(key);
    const place = at === undefined ? [] : ([[JSON.stringify(at), at]] as const);
    if (before !== undefined) {
      for (const [name, value] of place) before.places.set(name, value);
      return;
    }
    this.#said.set(key, {
      code,
      severity,
      message,
      places: new Map(place),
      fix,
    });
  }

  /** Everything reported so far, in order. */
  diagnostics(): Diagnostic[] {
    return [...this.#said.values()].map(({ code, severity, message, places, fix }) => {
      const [first] = places.values();
      const more =
        places.size > 1 ? ` (and at ${places.size - 1} more ${places.size > 2 ? 'places' : 'place'})` : '';
      return {
        code,
        severity,
        message: message + more,
        ...(first === undefined
          ? {}
          : { place: typeof first === 'string' ? this.#document.positionOf(first) : first }),
        ...(fix === undefined ? {} : { fix }),
      };
    });
  }

  /** `value` itself, or what its chain of `$ref`s leads to. Undefined when that is no object or the chain is a loop. */
  resolve(value: JsonValue | undefined, pointer: string): Node | undefined {
    if (!isObject(value)) return undefined;
    const ref = value['$ref'];
    return typeof ref === 'string' ? this.target(ref) : { value, pointer };
  }

  /** What a reference finally leads to, through any number of further references. */
  target(ref: string): Node | undefined {
    const known = this.#targets.get(ref);
    if (known !== undefined || this.#targets.has(ref)) return known;
    const chain: string[] = [];
    const found = this.#follow(ref, chain);
    for (const link of chain) this.#targets.set(link, found);
    return found;
  }

  #follow(first: string, chain: string[]): Node | undefined {
    const seen = new Set<string>();
    for (let ref = first; ; ) {
      if (seen.has(ref)) return undefined;
      seen.add(ref);
      chain.push(ref);
      const value = this.lookup(ref);
      if (!isObject(value)) return undefined;
      const next = value['$ref'];
      if (typeof next !== 'string') return { value, pointer: ref.slice(1) };
      if (this.#targets.has(next)) return this.#targets.get(next);
      ref = next;
    }
  }

  /** The value at a local reference (`#/components/schemas/Pet`), one step, no chain. */
  lookup(ref: string): JsonValue | undefined {
    if (ref === '#') return this.root;
    if (!ref.startsWith('#/')) return undefined;
    let current: JsonValue | undefined = this.root;
    for (const raw of ref.slice(2).split('/')) {
      const plain = unescaped(raw);
      current = step(current, plain) ?? step(current, decoded(raw));
      if (current === undefined) return undefined;
    }
    return current;
  }
}

const unescaped = (segment: string): string => segment.replace(/~1/g, '/').replace(/~0/g, '~');

/** Pointers in references are URI fragments, but many documents do not encode them. */
function decoded(segment: string): string {
  if (!segment.includes('%')) return unescaped(segment);
  try {
    return unescaped(decodeURIComponent(segment));
  } catch {
    return unescaped(segment);
  }
}

function step(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The last segment of a reference, as written in the document: `#/components/schemas/Pet` → `Pet`. */
export const refName = (ref: string): string => decoded(ref.slice(ref.lastIndexOf('/') + 1));

/** A reference to a place in the document. */
export const refTo = (...keys: readonly string[]): string => `#/${keys.map(pointerKey).join('/')}`;
