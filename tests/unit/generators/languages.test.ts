/** The same document gives the same tools in every language: names, texts, hints and input schemas. */
import { describe, expect, it } from 'vitest';
import { findTarget, targetFacts } from '../../../generators/registry.js';
import type { TargetFacts } from '../../../src/plan/types.js';
import { generate } from '../golden.js';

const DOCUMENTS = [
  'examples/bookshop.yaml',
  'tests/fixtures/specs/petstore-3.0.yaml',
  'tests/fixtures/specs/museum-3.1.yaml',
  'tests/fixtures/specs/httpbin.org.json',
  'tests/fixtures/specs/oai-v2.0-petstore-expanded.yaml',
  'tests/fixtures/specs/oai-v3.2-3.2-tags-example.yaml',
];

type Tools = readonly { readonly name: string; readonly _operation: Readonly<Record<string, unknown>> }[];

/** The entries of tools.json as clients see them; what only the server's own code reads is left out. */
async function toolsOf(document: string, { id, defaultVersion }: TargetFacts): Promise<object[]> {
  const target = await findTarget(id);
  if (target === undefined) throw new Error(`no target ${id}`);
  const files = await generate(document, target, defaultVersion, (path) => !path.endsWith('tools.json'));
  const [text = ''] = files.values();
  const { tools } = JSON.parse(text) as { readonly tools: Tools };
  return tools.map(({ _operation, ...shown }) => shown);
}

describe.each(DOCUMENTS)('%s', (document) => {
  it('is the same tools in every language', async () => {
    const lists = await Promise.all(targetFacts.map((facts) => toolsOf(document, facts)));
    expect(lists[0]?.length).toBeGreaterThan(0);
    for (const list of lists) expect(list).toEqual(lists[0]);
  });
});
