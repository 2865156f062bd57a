import { beforeEach, describe, expect, it } from 'vitest';
import { configureLog } from '../../src/runtime/log.js';
import { ArgumentCheck, type Schema } from '../../src/runtime/validation.js';

beforeEach(() => configureLog('critical'));

const problems = (properties: Schema, values: Record<string, unknown>, more: Schema = {}) =>
  new ArgumentCheck('tool', { type: 'object', properties, ...more }).clean(values).problems;

const unions = {
  a: { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'string' } }] },
  b: { $ref: '#/$defs/Tree' },
};
const $defs = {
  Tree: {
    oneOf: [
      { type: 'null' },
      { type: 'object', properties: { child: { $ref: '#/$defs/Tree' } }, required: ['child'] },
    ],
  },
};

describe('arguments', () => {
  it.each([
    [{ a: { type: 'integer' } }, { a: 'secret' }, 'a: must be integer (got string)'],
    [{ a: { type: ['integer', 'null'] } }, { a: 1.5 }, 'a: must be integer or null (got number)'],
    [{ a: { enum: ['x', 'y'] } }, { a: 'z' }, 'a: must be one of ["x","y"] (got string)'],
    [{ a: { const: 'x' } }, { a: [] }, 'a: must be "x" (got array)'],
    [{ a: { pattern: '^x' } }, { a: 'y' }, 'a: must match the pattern ^x (got string)'],
    [{ a: { maxLength: 1 } }, { a: 'yy' }, 'a: breaks the rule maxLength 1 (got string)'],
    [{ a: { multipleOf: 2 } }, { a: 3 }, 'a: breaks the rule multipleOf 2 (got integer)'],
    [{ a: { items: { type: 'string' } } }, { a: [true] }, 'a[0]: must be string (got boolean)'],
    [
      { a: { properties: { b: { required: ['c~/d'] } } } },
      { a: { b: {} } },
      'a.b.c~/d: is required',
    ],
    [
      { a: { properties: {}, additionalProperties: false } },
      { a: { more: 1 } },
      'a: has an unknown member: "more" (got object)',
    ],
  ])('for %j: %j are refused', (properties, values, text) => {
    expect(problems(properties, values)).toEqual([text]);
  });

  it('that fit no form of a union are told so, and not why for each form', () => {
    const text = 'a: fits none of the allowed forms (got string)';
    expect(problems(unions, { a: 'x' }, { $defs })).toEqual([text]);
    expect(problems(unions, { b: { child: 1 } }, { $defs })).toEqual([
      'b.child: fits none of the allowed forms (got integer)',
      'b: fits none of the allowed forms (got object)',
    ]);
    expect(problems(unions, { a: ['x'], b: { child: null } }, { $defs })).toEqual([]);
  });

  it('that nobody knows are named, with those that are known', () => {
    expect(problems({ a: {} }, { b: 1 })).toEqual(['unknown argument b; known: a']);
    expect(problems({}, { b: 1 })).toEqual(['unknown argument b; known: none']);
  });

  it('that are null count as left out where they may be', () => {
    const check = new ArgumentCheck('tool', {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: ['string', 'null'] } },
      required: ['b'],
    });
    expect(check.clean({ a: null, b: 'x', c: null })).toEqual({
      values: { b: 'x', c: null },
      problems: [],
    });
    expect(check.clean({ b: null }).problems).toEqual(['b: must be string (got null)']);
  });
});

describe('a pattern', () => {
  it('is tried on long texts, too', () => {
    const a = { pattern: '^[a-z]+-[0-9]+$' };
    expect(problems({ a }, { a: `${'x'.repeat(50)}-1` })).toEqual([]);
    expect(problems({ a }, { a: `${'x'.repeat(50)}-` })).toHaveLength(1);
  });

  it('that goes through a text again and again does not keep the server busy', () => {
    const start = performance.now();
    for (const pattern of ['^(a+)+$', '^(a|aa)*$', '^a*a*a*a*a*a*a*$']) {
      expect(problems({ a: { pattern } }, { a: `${'a'.repeat(5_000)}!` })).toEqual([]);
    }
    const texts = Array.from({ length: 1_000 }, (_, index) => `${'a'.repeat(40 + (index % 9))}!`);
    expect(problems({ a: { items: { pattern: '^(a+)+$' } } }, { a: texts })).toEqual([]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});

describe('a schema', () => {
  it('with a pattern of another language is checked without it', () => {
    const properties = { a: { type: 'string', pattern: '(?i)x(' } };
    expect(problems(properties, { a: 'anything' })).toEqual([]);
    expect(problems(properties, { a: 1 })).toHaveLength(1);
  });

  it('that cannot be compiled stops nobody', () => {
    const check = new ArgumentCheck('tool', {
      properties: { a: {} },
      $ref: '#/nowhere',
      required: 'a',
    });
    expect(check.clean({ a: 1 })).toEqual({ values: { a: 1 }, problems: [] });
  });
});
