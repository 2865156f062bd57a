import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/model/types.js';
import { argument, build, codes, converted, one, posting, tool, withSchemas } from './build.js';

const v31 = { openapi: '3.1.0' };

describe('schemas of arguments', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['nullable', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['x-nullable', { type: 'integer', 'x-nullable': true }, { type: ['integer', 'null'] }],
    [
      'nullable enum',
      { type: 'string', enum: ['a'], nullable: true },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'boolean exclusiveMinimum',
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    [
      'false exclusiveMaximum',
      { type: 'number', maximum: 1, exclusiveMaximum: false },
      { type: 'number', maximum: 1 },
    ],
    ['numbers as text', { type: 'string', maxLength: '5' }, { type: 'string', maxLength: 5 }],
    ['file of 2.0', { type: 'file' }, { type: 'string' }],
    [
      'items as a list',
      { type: 'array', items: [{ type: 'string' }] },
      { type: 'array', prefixItems: [{ type: 'string' }] },
    ],
    [
      'oneOf',
      { oneOf: [{ type: 'string' }, { type: 'integer' }] },
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    ],
    [
      'what says nothing',
      { type: 'string', xml: {}, externalDocs: {}, 'x-a': 1, deprecated: false, title: 'T' },
      { type: 'string' },
    ],
    ['a boolean schema', true, {}],
    ['a default that fits', { type: 'integer', default: 5 }, { type: 'integer', default: 5 }],
  ])('write %s in 2020-12', (_, schema, expected) => {
    expect(converted(schema)).toEqual(expected);
  });

  it.each<[string, JsonValue, JsonValue, string]>([
    ['an unknown type', { type: 'strnig' }, {}, 'schema.type'],
    ['an invalid pattern', { type: 'string', pattern: '(?i)a' }, { type: 'string' }, 'schema.pattern'],
    [
      'a pattern with foreign anchors',
      { type: 'string', pattern: '\\Aa\\Z' },
      { type: 'string' },
      'schema.pattern',
    ],
    ['a negative count', { type: 'array', minItems: -1 }, { type: 'array' }, 'schema.limit'],
    ['an empty enum', { type: 'string', enum: [] }, { type: 'string' }, 'schema.enum'],
    ['numbers for texts', { type: 'string', enum: [1, 2] }, { enum: ['1', '2', 1, 2] }, 'schema.enum-type'],
    ['texts for numbers', { type: 'integer', enum: ['1'] }, { enum: ['1'] }, 'schema.enum-type'],
    [
      'dates that are numbers',
      { type: 'string', format: 'date', enum: [20160128] },
      { enum: ['20160128', 20160128] },
      'schema.enum-type',
    ],
    ['values of no such type', { type: 'integer', enum: ['a'] }, { enum: ['a'] }, 'schema.enum-type'],
    [
      'delimiters around a pattern',
      { type: 'string', pattern: '/^a+$/i' },
      { type: 'string', pattern: '^a+$' },
      'schema.pattern',
    ],
  ])('mend %s, and say so', (_, schema, expected, code) => {
    const root = one({ parameters: [{ name: 'q', in: 'query', schema }] });
    expect(argument(root, 'q')).toEqual(expected);
    expect(codes(build(root).diagnostics)).toEqual([code]);
  });

  it('spell patterns so that they compile with and without the unicode flag', () => {
    expect(converted({ type: 'string', pattern: '^[a-z_\\-\\:]+\\_$' })).toEqual({
      type: 'string',
      pattern: '^[a-z_\\-:]+_$',
    });
  });

  it('drop values that the type excludes anyway', () => {
    expect(converted({ type: 'string', enum: ['a', 1, 'b'] })).toEqual({ type: 'string', enum: ['a', 'b'] });
  });

  it('give an enum that is meant for the items to the items', () => {
    expect(converted({ type: 'array', items: { type: 'string' }, enum: ['a'] })).toEqual({
      type: 'array',
      items: { allOf: [{ type: 'string' }, { enum: ['a'] }] },
    });
  });

  it('tell a default that does not fit in the description only', () => {
    expect(converted({ type: 'integer', default: 'ten' })).toEqual({
      description: 'Default: "ten".',
      type: 'integer',
    });
  });

  it('admit null beside a reference, in 3.0', () => {
    const extra = withSchemas({ A: { type: 'string', maxLength: 3 } });
    expect(converted({ $ref: '#/components/schemas/A', nullable: true }, extra)).toEqual({
      anyOf: [{ $ref: '#/$defs/A' }, { type: 'null' }],
    });
  });

  it('ignore what stands beside a reference in 3.0, and keep it in 3.1', () => {
    const schema = { $ref: '#/components/schemas/A', maxLength: 3 };
    const extra = withSchemas({ A: { type: 'string' } });
    expect(converted(schema, extra)).toEqual({ $ref: '#/$defs/A' });
    expect(converted(schema, { ...extra, ...v31 })).toEqual({ $ref: '#/$defs/A', maxLength: 3 });
  });

  it('keep the keywords of 3.1 in 3.1 only', () => {
    const schema = {
      type: 'object',
      patternProperties: { '^a': { type: 'string' } },
      if: { required: ['a'] },
    };
    expect(converted(schema)).toEqual({ type: 'object' });
    expect(converted(schema, v31)).toEqual(schema);
  });

  it('read a lone part as the part', () => {
    const extra = withSchemas({ A: { type: 'string' } });
    expect(converted({ allOf: [{ $ref: '#/components/schemas/A' }], description: 'D' }, extra)).toEqual({
      description: 'D',
      $ref: '#/$defs/A',
    });
  });

  it('leave members out that do not travel in requests', () => {
    const inner = {
      type: 'object',
      required: ['id', 'a'],
      properties: { id: { type: 'integer', readOnly: true }, a: { type: 'string' } },
    };
    expect(converted(inner)).toEqual({
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'string' } },
    });
  });

  it('find readOnly behind a reference', () => {
    const extra = withSchemas({ Id: { type: 'integer', readOnly: true } });
    expect(
      converted({ type: 'object', properties: { id: { $ref: '#/components/schemas/Id' } } }, extra),
    ).toEqual({
      type: 'object',
      properties: {},
    });
  });

  it('keep a member called __proto__', () => {
    const schema: JsonObject = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}}}');
    expect(JSON.stringify(converted(schema))).toContain('"__proto__":{"type":"string"}');
  });
});

describe('definitions', () => {
  const pet = { type: 'object', properties: { owner: { $ref: '#/components/schemas/Owner' } } };
  const owner = {
    type: 'object',
    properties: { pets: { type: 'array', items: { $ref: '#/components/schemas/Pet' } } },
  };

  it('are shared and may lead back', () => {
    const { inputSchema } = tool(
      posting({ $ref: '#/components/schemas/Pet' }, withSchemas({ Pet: pet, Owner: owner, Unused: {} })),
    );
    expect(inputSchema['properties']).toEqual({ owner: { $ref: '#/$defs/Owner' } });
    expect(Object.keys(inputSchema['$defs'] ?? {})).toEqual(['Owner', 'Pet']);
  });

  it('have names of letters, digits and underscores', () => {
    const extra = withSchemas({ 'a.b-c': { type: 'string' }, 宠物: { type: 'integer' } });
    const schema = {
      type: 'array',
      items: { anyOf: [{ $ref: '#/components/schemas/a.b-c' }, { $ref: '#/components/schemas/宠物' }] },
    };
    expect(Object.keys(tool(posting(schema, extra)).inputSchema['$defs'] ?? {})).toEqual(['a_b_c', 'schema']);
  });

  it('are found wherever a reference leads', () => {
    const root = one({
      parameters: [
        {
          name: 'a',
          in: 'query',
          schema: { type: 'object', properties: { x: { type: 'string', maxLength: 3 } } },
        },
        { name: 'b', in: 'query', schema: { $ref: '#/paths/~1pets/get/parameters/0/schema/properties/x' } },
      ],
    });
    expect(tool(root).inputSchema['$defs']).toEqual({ x: { type: 'string', maxLength: 3 } });
  });
});

describe('the input schema', () => {
  it('is closed at the top only', () => {
    const { inputSchema } = tool(posting({ type: 'object', properties: { a: { type: 'object' } } }));
    expect(inputSchema).toEqual({
      type: 'object',
      properties: { a: { type: 'object' } },
      additionalProperties: false,
    });
  });

  it('says of an optional body that its required members come with any other', () => {
    const schema = { type: 'object', required: ['a'], properties: { a: {}, b: {} } };
    const root = one({ requestBody: { content: { 'application/json': { schema } } } }, '/a', 'post');
    expect(tool(root).inputSchema).toEqual({
      type: 'object',
      properties: { a: {}, b: {} },
      dependentRequired: { b: ['a'] },
      additionalProperties: false,
    });
  });

  it('tells less about the members of arguments when a tool is large, and keeps every constraint', () => {
    const member = {
      type: 'string',
      maxLength: 5,
      description: 'Words that tell a lot about this member of the thing.',
    };
    const names = Array.from({ length: 100 }, (_, index) => [`member${index}`, member] as const);
    const { model, diagnostics } = build(
      posting({
        type: 'object',
        properties: { thing: { type: 'object', properties: Object.fromEntries(names) } },
      }),
    );
    const text = JSON.stringify(model.tools[0]?.inputSchema);
    expect(text).not.toContain('Words');
    expect(text.match(/"maxLength":5/g)).toHaveLength(100);
    expect(codes(diagnostics)).toEqual(['model.descriptions-cut']);
  });
});
