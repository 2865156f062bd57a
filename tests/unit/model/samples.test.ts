import { describe, expect, it } from 'vitest';
import { fromPattern } from '../../../src/model/sample/from-pattern.js';
import { sample } from '../../../src/model/sample/sample.js';
import { isHeavy } from '../../../src/model/schema/heavy.js';
import { matcher, usablePattern } from '../../../src/model/schema/pattern.js';
import { fits } from '../../../src/model/schema/validate.js';
import type { JsonSchema, JsonValue } from '../../../src/model/types.js';

const NO_DEFS = (): boolean => true;

describe('samples', () => {
  it.each<[string, JsonSchema, JsonValue]>([
    ['the first telling value', { enum: [null, '', 'a'] }, 'a'],
    ['the default', { type: 'integer', default: 7 }, 7],
    ['a default within the limits', { type: 'integer', default: 7, maximum: 5 }, 5],
    ['a multiple', { type: 'integer', minimum: 7, multipleOf: 5 }, 10],
    ['between exclusive limits', { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
    ['a text as long as it must be', { type: 'string', minLength: 8 }, 'samplexx'],
    ['a short text', { type: 'string', maxLength: 2 }, 'sa'],
    ['a format', { type: 'string', format: 'uuid' }, '3fa85f64-5717-4562-b3fc-2c963f66afa6'],
    ['a pattern', { type: 'string', pattern: '^[A-Z]{3}-\\d+$' }, 'AAA-1'],
    [
      'a date of 25 characters',
      { type: 'string', format: 'date-time', minLength: 25 },
      '2024-01-02T03:04:05+00:00',
    ],
    [
      'items that differ',
      { type: 'array', items: { type: 'string' }, minItems: 2, uniqueItems: true },
      ['sample', 'sample2'],
    ],
    [
      'required members only',
      { type: 'object', required: ['a'], properties: { a: { type: 'boolean' }, b: {} } },
      { a: true },
    ],
    [
      'as many members as wanted',
      { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 2 },
      { key1: 1, key2: 1 },
    ],
    [
      'the alternative that can be had',
      { anyOf: [{ type: 'null' }, { type: 'string', minLength: 9, maxLength: 1 }, { type: 'integer' }] },
      1,
    ],
    ['parts together', { allOf: [{ type: 'integer', minimum: 3 }, { maximum: 3 }] }, 3],
  ])('are %s', (_, schema, value) => {
    expect(sample(schema, NO_DEFS, 0)).toEqual(value);
  });

  it.each<[string, JsonSchema]>([
    ['nothing is admitted', { not: {} }],
    ['limits contradict', { type: 'integer', minimum: 5, maximum: 4 }],
    ['parts contradict', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['a text of a gigabyte is wanted', { type: 'string', minLength: 1e9 }],
    ['a million items are wanted', { type: 'array', minItems: 1e6 }],
  ])('are not made where %s', (_, schema) => {
    expect(sample(schema, NO_DEFS, 0)).toBeUndefined();
  });

  it('close a recursion that can be closed, and give up on one that cannot', () => {
    const list: JsonSchema = {
      type: 'object',
      required: ['next'],
      properties: { next: { anyOf: [{ $ref: '#/$defs/l' }, { type: 'null' }] } },
    };
    const endless: JsonSchema = {
      type: 'object',
      required: ['next'],
      properties: { next: { $ref: '#/$defs/l' } },
    };
    expect(sample({ $ref: '#/$defs/l' }, () => list, 0)).toBeDefined();
    expect(sample({ $ref: '#/$defs/l' }, () => endless, 0)).toBeUndefined();
  });
});

describe('texts for patterns', () => {
  it.each([
    ['^(foo|bar)$', 'foo'],
    ['^[^a-z]+$', '1'],
    ['^\\w{2,4}@(?:x\\.)+y$', 'aa@x.y'],
    ['^\\u0041\\x42$', 'AB'],
    ['^[a-f0-9]{8}$', 'aaaaaaaa'],
    ['^\\p{Lu}$', 'A'],
  ])('%s', (pattern, text) => {
    expect(fromPattern(pattern, 1)).toBe(text);
  });

  it.each(['^(?=.*\\d)a$', '(a)\\1', '(', 'a{100000}'])('are not made for %s', (pattern) => {
    expect(fromPattern(pattern, 1)).toBeUndefined();
  });
});

describe('patterns', () => {
  it.each(['(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$', '(a?){50}', '(x)\\1', '.*.*.*.*.*=.*'])(
    '%s is heavy',
    (pattern) => {
      expect(isHeavy(pattern)).toBe(true);
    },
  );

  it.each(['^[a-z]+$', '^(\\d{3}-){2}\\d{4}$', '^(foo|bar)$', '^([a-z]{2,3})(-[A-Z]{2})?$', '[*+]{3}\\*+'])(
    '%s is not',
    (pattern) => {
      expect(isHeavy(pattern)).toBe(false);
    },
  );

  it('that are heavy are not tried on long texts', () => {
    expect(matcher('^(a+)+$').test(`${'a'.repeat(60)}!`)).toBeUndefined();
    expect(matcher('^(a+)+$').test('aaa')).toBe(true);
  });

  it('that are no expressions have no usable spelling', () => {
    expect(['(?i)a', '[z-a]', '\\Aa\\z', '*'].map(usablePattern)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the validator', () => {
  it.each<[JsonSchema, JsonValue, JsonValue]>([
    [{ type: 'integer' }, 1, 1.5],
    [{ type: ['string', 'null'] }, null, 1],
    [{ enum: [{ a: 1 }] }, { a: 1 }, { a: 2 }],
    [{ const: null }, null, 0],
    [{ multipleOf: 0.1 }, 0.3, 0.35],
    [{ maxLength: 1 }, '😀', 'ab'],
    [{ format: 'date' }, '2024-02-29', '2024-02-30'],
    [{ format: 'byte' }, 'YQ==', 'a b'],
    [{ required: ['toString'] }, { toString: 1 }, {}],
    [{ uniqueItems: true }, [1, '1'], [{ a: 1 }, { a: 1 }]],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['a'], ['a', 1]],
    [{ contains: { const: 1 } }, [0, 1], [0]],
    [
      { additionalProperties: false, properties: { a: {} }, patternProperties: { '^x': {} } },
      { a: 1, xy: 1 },
      { b: 1 },
    ],
    [{ propertyNames: { maxLength: 1 } }, { a: 1 }, { ab: 1 }],
    [{ dependentRequired: { a: ['b'] } }, { b: 1 }, { a: 1 }],
    [{ minProperties: 1 }, { a: 1 }, {}],
    [{ not: { type: 'string' } }, 1, 'a'],
    [JSON.parse('{"if":{"required":["a"]},"then":{"required":["b"]}}'), { a: 1, b: 1 }, { a: 1 }],
    [{ anyOf: [{ type: 'string' }, { minimum: 5 }] }, 5, 4],
  ])('%j tells %j from %j', (schema, right, wrong) => {
    expect([fits(schema, right, NO_DEFS), fits(schema, wrong, NO_DEFS)]).toEqual([true, false]);
  });

  it('ends when a schema refers to itself only', () => {
    const loop: JsonSchema = { $ref: '#/$defs/a' };
    expect(fits(loop, 1, () => loop)).toBe(false);
  });
});
