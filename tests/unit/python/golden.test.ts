import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../../generators/targets/python/target.js';
import { expectGolden, generate } from '../golden.js';

const PROJECTS = {
  bookshop: 'examples/bookshop.yaml',
  'petstore-simple': 'tests/fixtures/specs/oai-v2.0-petstore-simple.json',
};

describe.each(Object.entries(PROJECTS))('the golden project %s', (name, document) => {
  it('is what is generated, byte for byte', async () => {
    const files = await generate(document, pythonTarget, '3.13', (path) => path.includes('/runtime/'));
    expect(files.size).toBeGreaterThan(10);
    expectGolden(name, files);
  });
});
