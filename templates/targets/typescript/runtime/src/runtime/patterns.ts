/** Patterns of the document, none of which may keep the server busy: there is no other call while one is tried. */
import { createContext, Script } from 'node:vm';
import { log } from './log.js';

/** Milliseconds of each second for texts that take long, of all patterns together: one call may bring thousands of them. */
const LIMIT_MS = 100;
const WINDOW_MS = 1_000;
/** What takes less is not counted. */
const LONG_MS = 5;
/** Below this even a pattern that doubles its work with each character is done in time. */
const SHORT = 20;
/** Up to this a pattern that repeats one thing, and no group, is done in time. */
const MEDIUM = 5_000;
const REPEATS = /[*+{]/g;
const REPEATED_GROUP = /\)[*+{]/;

const sandbox = createContext(Object.create(null));
const script = new Script('pattern.test(text)');

const budget = { left: LIMIT_MS, renewed: 0 };

/** Runs it with what is left of the time. Undefined when that is not enough. */
function tried(pattern: RegExp, text: string): boolean | undefined {
  const began = performance.now();
  if (began >= budget.renewed)
    Object.assign(budget, { left: LIMIT_MS, renewed: began + WINDOW_MS });
  if (budget.left < 1) return undefined;
  Object.assign(sandbox, { pattern, text });
  try {
    return script.runInContext(sandbox, { timeout: Math.ceil(budget.left) }) === true;
  } catch {
    log('warning', 'pattern takes too long', { pattern: String(pattern) });
    return undefined;
  } finally {
    const took = performance.now() - began;
    if (took > LONG_MS) budget.left -= took;
  }
}

/** A regular expression of ECMA-262 with a limit of time: a text that takes longer counts as fitting, and the API decides. */
export class BoundedPattern {
  readonly #pattern: RegExp;
  /** Texts of fewer characters need no limit. */
  readonly #quick: number;

  constructor(source: string, flags: string) {
    this.#pattern = new RegExp(source, flags);
    const repeats = source.match(REPEATS)?.length ?? 0;
    this.#quick = repeats < 2 && !REPEATED_GROUP.test(source) ? MEDIUM : SHORT;
  }

  test(text: string): boolean {
    if (text.length < this.#quick) return this.#pattern.test(text);
    return tried(this.#pattern, text) ?? true;
  }

  toString(): string {
    return String(this.#pattern);
  }
}

/** What ajv makes regular expressions with. */
export const boundedPatterns = Object.assign(
  (source: string, flags: string) => new BoundedPattern(source, flags),
  { code: 'new RegExp' },
);
