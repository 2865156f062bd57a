import { describe, expect, it } from 'vitest';
import { goTarget } from '../../../generators/targets/go/target.js';
import { expectGolden, generate } from '../golden.js';

const PROJECTS = {
  'bookshop-go': 'examples/bookshop.yaml',
  'petstore-simple-go': 'tests/fixtures/specs/oai-v2.0-petstore-simple.json',
};

const isRuntime = (path: string): boolean => /^internal\/(rest|server)\//.test(path);

describe.each(Object.entries(PROJECTS))('the golden project %s', (name, document) => {
  it('is what is generated, byte for byte', async () => {
    const files = await generate(document, goTarget, '1.26', isRuntime);
    expect(files.size).toBeGreaterThan(10);
    expectGolden(name, files);
  });
});
