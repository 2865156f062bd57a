import { describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/model/index.js';
import type { JsonObject } from '../../../src/model/types.js';

const many = (count: number): JsonObject => ({
  openapi: '3.0.3',
  info: { title: 'Many', version: '1' },
  paths: Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, JsonObject] => [
      `/p${index}`,
      { get: { operationId: `op${index}`, responses: { 200: { description: 'fine' } } } },
    ]),
  ),
});

const build = (root: JsonObject, tools: string) =>
  buildModel(
    {
      name: 'many.json',
      version: '3.0.3',
      root,
      files: [],
      positionOf: (pointer) => ({ file: 'many.json', pointer }),
    },
    { tools },
  );

describe('a document with more operations than a project can hold', () => {
  const root = many(50_001);

  it('is refused with the place and the way out', () => {
    const built = build(root, 'auto');
    expect(built.ok).toBe(false);
    expect(built.diagnostics.map(({ code, place }) => [code, place?.pointer])).toContainEqual([
      'model.too-many-operations',
      '/paths',
    ]);
  });

  it('is taken when fewer are chosen', () => {
    const built = build(root, 'operations:op7');
    expect(built.ok && built.value.tools).toHaveLength(1);
  });
});
