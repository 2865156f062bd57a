import { describe, expect, it } from 'vitest';
import { typescriptTarget } from '../../../generators/targets/typescript/target.js';
import { expectGolden, generate } from '../golden.js';

const PROJECTS = {
  'bookshop-typescript': 'examples/bookshop.yaml',
  'petstore-simple-typescript': 'tests/fixtures/specs/oai-v2.0-petstore-simple.json',
};

const isRuntime = (path: string): boolean => /^(src|tests)\/runtime\//.test(path);

describe.each(Object.entries(PROJECTS))('the golden project %s', (name, document) => {
  it('is what is generated, byte for byte', async () => {
    const files = await generate(document, typescriptTarget, '24', isRuntime);
    expect(files.size).toBeGreaterThan(10);
    expectGolden(name, files);
  });
});
