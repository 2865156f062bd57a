import { describe, expect, it } from 'vitest';
import { compareContracts, type ContractTool, readTools } from '../../../src/manage/contract/index.js';
import { contractMarkdown } from '../../../src/manage/contract/markdown.js';
import { schemaChanges } from '../../../src/manage/contract/schema.js';
import type { JsonObject } from '../../../src/model/types.js';

const closed = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const tool = (name: string, properties: JsonObject, more: Partial<ContractTool> = {}): ContractTool => ({
  name,
  inputSchema: closed(properties),
  ...more,
});
const one = (before: JsonObject, after: JsonObject): string[] =>
  schemaChanges(closed({ x: before }), closed({ x: after })).map(({ weight, what }) => `${weight}: ${what}`);

describe('what a schema change means for callers', () => {
  it.each([
    [
      'a type taken away',
      { type: ['string', 'null'] },
      { type: 'string' },
      ['breaking: string instead of string or null'],
    ],
    [
      'a type added',
      { type: 'string' },
      { type: ['string', 'null'] },
      ['extends: string or null instead of string'],
    ],
    [
      'an integer that becomes a number',
      { type: 'integer' },
      { type: 'number' },
      ['extends: number instead of integer'],
    ],
    [
      'a number that becomes an integer',
      { type: 'number' },
      { type: 'integer' },
      ['breaking: integer instead of number'],
    ],
    ['an enum value removed', { enum: ['a', 'b'] }, { enum: ['a'] }, ['breaking: no longer "b"']],
    ['an enum value added', { enum: ['a'] }, { enum: ['a', 'b'] }, ['extends: also "b"']],
    ['an enum reordered', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }, []],
    ['a maximum lowered', { maximum: 9 }, { maximum: 5 }, ['breaking: maximum 9 → 5']],
    ['a maximum raised', { maximum: 5 }, { maximum: 9 }, ['extends: maximum 5 → 9']],
    ['a minimum added', {}, { minimum: 1 }, ['breaking: minimum none → 1']],
    ['a pattern changed', { pattern: 'a' }, { pattern: 'b' }, ['breaking: pattern changed']],
    ['a pattern removed', { pattern: 'a' }, {}, ['extends: pattern removed']],
    ['a description', { description: 'a' }, { description: 'b' }, ['wording: description changed']],
    [
      'elements',
      { items: { type: 'string' } },
      { items: { type: 'integer' } },
      ['breaking: integer instead of string'],
    ],
    ['another keyword', { contains: {} }, { contains: { type: 'string' } }, ['breaking: contains changed']],
  ])('%s', (_, before, after, expected) => {
    expect(one(before, after)).toEqual(expected);
  });

  it.each([
    ['added, optional', closed({}), closed({ y: {} }), 'extends'],
    ['added, required', closed({}), closed({ y: {} }, ['y']), 'breaking'],
    ['removed', closed({ y: {} }), closed({}), 'breaking'],
    ['made required', closed({ y: {} }), closed({ y: {} }, ['y']), 'breaking'],
    ['made optional', closed({ y: {} }, ['y']), closed({ y: {} }), 'extends'],
  ])('an argument %s', (_, before, after, weight) => {
    expect(schemaChanges(before, after).map((c) => c.weight)).toEqual([weight]);
  });

  it('follows references and ends on circles', () => {
    const node = (limit: number): JsonObject => ({
      ...closed({ root: { $ref: '#/$defs/Node' } }),
      $defs: { Node: { properties: { next: { $ref: '#/$defs/Node' }, size: { maximum: limit } } } },
    });
    expect(schemaChanges(node(9), node(5))).toEqual([
      { weight: 'breaking', at: 'root.size', what: 'maximum 9 → 5' },
    ]);
  });

  it('sees no change in an inlined reference', () => {
    const before = { ...closed({ a: { $ref: '#/$defs/A' } }), $defs: { A: { type: 'string' } } };
    expect(schemaChanges(before, closed({ a: { type: 'string' } }))).toEqual([]);
  });
});

describe('what changed for the callers', () => {
  const before = [
    tool('list_pets', { limit: { type: 'integer' } }, { operation: 'GET /pets' }),
    tool('get_pet', {}, { operation: 'GET /pets/{id}' }),
    tool('old', {}, { operation: 'GET /old' }),
  ];
  const after = [
    tool('list_pets', { limit: { type: 'integer' }, page: {} }, { operation: 'GET /pets' }),
    tool('read_pet', {}, { operation: 'GET /pets/{id}' }),
    tool('new', {}, { operation: 'GET /new' }),
  ];

  it('tells added, removed, renamed and changed tools apart', () => {
    const diff = compareContracts(before, after);
    expect(diff.tools.map(({ tool: name, kind, was, weight }) => [name, kind, was, weight])).toEqual([
      ['old', 'removed', undefined, 'breaking'],
      ['list_pets', 'changed', undefined, 'extends'],
      ['read_pet', 'renamed', 'get_pet', 'breaking'],
      ['new', 'added', undefined, 'extends'],
    ]);
    expect(diff.breaking).toBe(true);
  });

  it('writes Markdown that a hostile name cannot break out of', () => {
    const text = contractMarkdown(compareContracts([tool('a`b', {})], [tool('a`b', { '`x` <img>': {} })]));
    expect(text).toContain(
      '- ``a`b``: changed\n  - `` `x` <img> `` added, optional'.replace('`` `x` <img> ``', '`` `x` <img> ``'),
    );
    expect(text).toMatch(/about \d+ tokens, \+\d+\./);
  });

  it('says so when nothing changes', () => {
    expect(contractMarkdown(compareContracts(before, before))).toMatch(
      /^No tool changes\. .* as before\.\n$/,
    );
  });

  it('reads a tools.json', () => {
    const text = JSON.stringify({
      tools: [{ name: 'a', inputSchema: {}, _operation: { method: 'GET', path: '/a' } }],
    });
    expect(readTools(text)).toEqual([{ name: 'a', inputSchema: {}, operation: 'GET /a' }]);
  });
});
