import { describe, expect, it } from 'vitest';
import { code } from '../../../generators/targets/python/code.js';
import { annotation, argumentType, literalOf } from '../../../generators/targets/python/types.js';
import type { NamedType, TypeExpr } from '../../../src/model/types.js';

const ref = (id: string) => code(id);
const shown = (type: TypeExpr): string => annotation(type, ref).python;
const text: TypeExpr = { kind: 'string' };

describe('annotations', () => {
  const cases: [string, TypeExpr][] = [
    ['Any', { kind: 'any' }],
    ['str | None', { kind: 'string', nullable: true }],
    [
      'list[int | None] | None',
      { kind: 'array', items: { kind: 'integer', nullable: true }, nullable: true },
    ],
    ['dict[str, Pet]', { kind: 'map', values: { kind: 'ref', id: 'Pet' } }],
    ['tuple[str, float]', { kind: 'tuple', items: [text, { kind: 'number' }] }],
    ['list[Any]', { kind: 'tuple', items: [] }],
    ['Pet | str | None', { kind: 'union', members: [{ kind: 'ref', id: 'Pet', nullable: true }, text] }],
    ['Any', { kind: 'union', members: [text, { kind: 'any' }] }],
    ['str', { kind: 'union', members: [text, text] }],
    ['Literal["a|b", 1, True] | None', { kind: 'literal', values: ['a|b', 1, true, null] }],
    ['float', { kind: 'literal', values: [0.5, 1.5] }],
    ['None', { kind: 'literal', values: [null] }],
  ];
  it.each(cases)('%s', (expected, type) => {
    expect(shown(type)).toBe(expected);
  });

  it('keep hostile values inside their quotes', () => {
    expect(literalOf(['"] | exec("x")']).python).toBe('Literal["\\"] | exec(\\"x\\")"]');
  });
});

describe('annotations of arguments', () => {
  const pet: NamedType = {
    id: 'Pet',
    words: ['pet'],
    tags: [],
    kind: 'object',
    properties: [],
    additional: 'unspecified',
  };
  const loop: NamedType = {
    id: 'Loop',
    words: ['loop'],
    tags: [],
    kind: 'alias',
    target: { kind: 'array', items: { kind: 'ref', id: 'Loop' } },
  };
  const types = new Map([pet, loop].map((type) => [type.id, type]));
  const shownArgument = (type: TypeExpr): string => argumentType(type, types).python;

  it('are plain JSON: objects are dicts, never models', () => {
    expect(shownArgument({ kind: 'array', items: { kind: 'ref', id: 'Pet' } })).toBe('list[dict[str, Any]]');
  });

  it('end where a type never ends', () => {
    expect(shownArgument({ kind: 'ref', id: 'Loop' })).toMatch(/^(list\[){3,}Any\]+$/);
  });

  it('spell out short lists of values only', () => {
    const values = Array.from({ length: 9 }, (_, index) => `v${index}`);
    expect(shownArgument({ kind: 'literal', values: values.slice(0, 2) })).toBe('Literal["v0", "v1"]');
    expect(shownArgument({ kind: 'literal', values })).toBe('str');
  });
});
