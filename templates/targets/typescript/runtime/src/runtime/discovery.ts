/** Dynamic mode: three tools that find, describe and call the operations of a large API. */
import type { Catalog, Operation, RawTool } from './catalog.js';

const MOST_RESULTS = 100;

type Properties = NonNullable<RawTool['inputSchema']['properties']>;

const object = (properties: Properties, required: string[]): RawTool['inputSchema'] => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const NAME = {
  type: 'string',
  description: 'Name of the operation, as search_operations gives it.',
};
const READS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

export const DYNAMIC_TOOLS: readonly RawTool[] = [
  {
    name: 'search_operations',
    title: 'Search operations',
    description:
      "Find operations of the API by words, operationId or 'METHOD /path'. An empty " +
      'query lists them. Next: describe_operation.',
    inputSchema: object(
      {
        query: { type: 'string', description: 'Words to look for; may be empty.' },
        limit: { type: 'integer', minimum: 1, maximum: MOST_RESULTS, default: 20 },
      },
      ['query'],
    ),
    annotations: READS,
  },
  {
    name: 'describe_operation',
    title: 'Describe an operation',
    description:
      'Give the description and the input schema of one operation. Next: call_operation.',
    inputSchema: object({ name: NAME }, ['name']),
    annotations: READS,
  },
  {
    name: 'call_operation',
    title: 'Call an operation',
    description: 'Call one operation with arguments that fit its input schema.',
    inputSchema: object(
      { name: NAME, arguments: { type: 'object', description: 'Its arguments.' } },
      ['name'],
    ),
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    },
  },
];

const wordsOf = (text: string): string[] =>
  text
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? [];

/** Ranks operations by how many words of the query they hold, names before descriptions. */
export function search(catalog: Catalog, query: string, limit: number): Record<string, unknown> {
  const exact = catalog.find(query.trim());
  const words = wordsOf(query);
  const scored = [...catalog.operations.values()].map((operation) => ({
    operation,
    score: operation === exact ? Number.POSITIVE_INFINITY : scoreOf(operation, words),
  }));
  const hits = scored.filter(({ score }) => score > 0 || words.length === 0);
  const sorted = hits.sort((a, b) => (a.score === b.score ? 0 : b.score - a.score));
  return {
    operations: sorted.slice(0, limit).map(({ operation }) => brief(operation)),
    total: sorted.length,
  };
}

/** Everything a model needs to call an operation. */
export function describe({ name, raw }: Operation): Record<string, unknown> {
  const { method = '', path = '' } = raw._operation ?? {};
  const { description = '', inputSchema, annotations = {} } = raw;
  return { name, method, path, description, inputSchema, annotations };
}

/** An error text with the names that come closest. */
export function notFound(catalog: Catalog, name: string): string {
  const near = [...catalog.operations.keys()]
    .map((known) => ({ known, likeness: likeness(name, known) }))
    .filter((one) => one.likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ known }) => known);
  const hint =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use search_operations to find it.';
  return `Argument name: there is no such operation. ${hint}`;
}

const pairsOf = (text: string): Set<string> =>
  new Set([...text.toLowerCase()].slice(1).map((char, index) => `${text.charAt(index)}${char}`));

/** Share of the pairs of letters that two names have in common (Dice), 0 to 1. */
function likeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a.slice(0, 100)), pairsOf(b)];
  const common = [...left].filter((pair) => right.has(pair)).length;
  return left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size);
}

function scoreOf({ name, key, raw }: Operation, words: readonly string[]): number {
  const { operationId = '', tags = [] } = raw._operation ?? {};
  const names = wordsOf(`${name} ${operationId} ${key} ${tags.join(' ')}`).join(' ');
  const texts = `${raw.title ?? ''} ${raw.description ?? ''}`.toLowerCase();
  return words.reduce(
    (sum, word) => sum + (names.includes(word) ? 3 : 0) + (texts.includes(word) ? 1 : 0),
    0,
  );
}

function brief({ name, key, raw }: Operation): Record<string, string> {
  const summary = raw.title ?? raw.description ?? '';
  return { name, operation: key, summary: summary.slice(0, 200) };
}
