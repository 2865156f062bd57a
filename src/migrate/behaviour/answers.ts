import type { ModuleFacts } from '../types.js';
import { type Expected, expectedKeys, type Literal } from './keys.js';
import type { Scenario } from './types.js';

/** Values that come from nowhere but the stub: where they show up in a result, the answer was read. */
const MARK = 'zq';
const NUMBER = 7;
const MAX_DEPTH = 4;
const MAX_CHARACTERS = 12_000;

/** Libraries of programs that read pages and feeds. */
const READS_TEXT =
  /^(bs4|lxml|xml|feedparser|markdownify|readability|readabilipy|html2text|trafilatura|defusedxml)$/;

/** What the stub answers with, one after the other: data as the program reads them, and a failure of the service. */
export function scenariosFor(modules: readonly ModuleFacts[]): Scenario[] {
  const object = sample(expectedKeys(modules));
  const json = (value: unknown): Scenario['answer'] => ({
    status: 200,
    type: 'application/json',
    body: JSON.stringify(value),
  });
  const text = modules.some(({ imports }) =>
    imports.some(({ kind, module, names }) =>
      (kind === 'from' ? [module] : names.map(({ name }) => name)).some((name) =>
        READS_TEXT.test(name.split('.')[0] ?? ''),
      ),
    ),
  );
  return [
    { name: 'object', title: 'an answer of 200 with an object', answer: json(object) },
    { name: 'list', title: 'an answer of 200 with a list', answer: json([object]) },
    ...(text ? [{ name: 'text' as const, title: 'an answer of 200 with a page', answer: PAGE }] : []),
    {
      name: 'error',
      title: 'an answer of 500',
      answer: { ...json({ error: 'the stub says 500' }), status: 500 },
    },
  ];
}

const PAGE: Scenario['answer'] = {
  status: 200,
  type: 'text/html; charset=utf-8',
  body: `<html><head><title>${MARK} title</title></head><body><main><h1>${MARK} heading</h1><p>${MARK} text with a <a href="https://page.test/${MARK}">link</a>.</p></main></body></html>`,
};

/** An object with everything that the program looks for, as deep as it fits. */
function sample(keys: ReadonlyMap<string, Expected | Literal>): Record<string, unknown> {
  let fits = objectOf(keys, 0);
  // Each level is as many times larger as there are keys with levels of their own: the first that is too large is the last to be made.
  for (let depth = 1; depth <= MAX_DEPTH; depth++) {
    const made = objectOf(keys, depth);
    if (JSON.stringify(made).length > MAX_CHARACTERS) break;
    fits = made;
  }
  return fits;
}

/** No key lies below itself: programs do not look for it there. */
function objectOf(keys: ReadonlyMap<string, Expected | Literal>, depth: number): Record<string, unknown> {
  const entries = [...keys].map(([key, expected]) => [key, sampleOf(key, expected, keys, depth)] as const);
  return Object.fromEntries([['mark', MARK], ...entries]);
}

function sampleOf(
  key: string,
  expected: Expected | Literal,
  keys: ReadonlyMap<string, Expected | Literal>,
  depth: number,
): unknown {
  if (typeof expected === 'object') return expected.literal;
  const below = new Map([...keys].filter(([name]) => name !== key));
  switch (expected) {
    case 'object':
      return depth === 0 ? {} : objectOf(below, depth - 1);
    case 'objects':
      return depth === 0 ? [] : [objectOf(below, depth - 1)];
    case 'list':
      return [`${MARK}-${key}`];
    case 'number':
      return NUMBER;
    case 'text':
      return /(^|_)(date|time|timestamp|created|updated|at)$/.test(key)
        ? '2024-01-15T10:00:00Z'
        : `${MARK}-${key}`;
    default:
      return expected satisfies never;
  }
}
