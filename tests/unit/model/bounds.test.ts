import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/model/types.js';
import { build, codes, one, posting, tool, typeNamed, withSchemas } from './build.js';

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const chain = (length: number, link: (next: JsonObject) => JsonValue, last: JsonValue): JsonObject =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `C${index}`,
      index === length - 1 ? last : link(ref(`C${index + 1}`)),
    ]),
  );
const built = (schemas: JsonObject) =>
  build(posting({ type: 'object', properties: { c: ref('C0') } }, withSchemas(schemas))).model;

describe('hostile documents are modelled in bounded time and depth', () => {
  it('chains of references', () => {
    const model = built(chain(5_000, (next) => next, { type: 'string' }));
    expect(model.tools[0]?.inputSchema['$defs']).toEqual({ C4999: { type: 'string' } });
  });

  it('chains of wrappers', () => {
    const model = built(
      chain(5_000, (next) => ({ allOf: [next], description: 'd' }), {
        type: 'object',
        properties: { a: {} },
      }),
    );
    expect(model.types.map((type) => type.id)).toContain('c4999');
  });

  it('chains of members', () => {
    const model = built(
      chain(5_000, (next) => ({ type: 'object', properties: { next } }), {
        type: 'object',
        properties: { a: {} },
      }),
    );
    expect(model.types).toHaveLength(5_001);
    expect(model.types[0]?.id).toBe('c4999');
  });

  it('chains of allOf that add a member each', () => {
    const model = built(
      chain(2_000, (next) => ({ allOf: [next, { properties: { [next['$ref'] as string]: {} } }] }), {
        type: 'object',
        properties: { a: {} },
      }),
    );
    const type = typeNamed(model, 'c0');
    expect(type.kind === 'object' && type.properties.length).toBe(2_000);
  });

  it('references that lead to themselves only', () => {
    const model = built({ C0: ref('C1'), C1: ref('C0') });
    expect(model.tools[0]?.inputSchema).toMatchObject({ properties: { c: {} } });
  });

  it('allOf that leads to itself', () => {
    const model = built({
      C0: { allOf: [ref('C1')], properties: { a: {} } },
      C1: { allOf: [ref('C0')], properties: { b: {} } },
    });
    expect(model.types.find((type) => type.id === 'c0')).toMatchObject({ properties: [{}, {}] });
  });

  it('diamonds', () => {
    const schemas = chain(
      30,
      (next) => ({ allOf: [next, { allOf: [next] }], properties: { l: next, r: next } }),
      { type: 'object' },
    );
    expect(JSON.stringify(built(schemas)).length).toBeLessThan(100_000);
  });

  it('members that are made of the schema they stand in', () => {
    const both = { allOf: [ref('C0'), { allOf: [ref('C0')], properties: { x: {} } }] };
    const model = built({
      C0: { type: 'object', required: ['l', 'r'], properties: { l: both, r: { ...both } } },
    });
    expect(typeNamed(model, 'c0')).toMatchObject({ properties: [{}, {}] });
  });

  it('dense cycles', () => {
    const names = Array.from({ length: 60 }, (_, index) => `C${index}`);
    const all = Object.fromEntries(names.map((name) => [name, ref(name)]));
    const model = built(Object.fromEntries(names.map((name) => [name, { type: 'object', properties: all }])));
    expect(model.types).toHaveLength(61);
  });

  it('deep inline schemas, without losing a constraint', () => {
    let schema: JsonObject = { type: 'string', maxLength: 7 };
    for (let depth = 0; depth < 300; depth++) schema = { type: 'array', items: schema };
    const { inputSchema } = tool(posting(schema));
    expect(JSON.stringify(inputSchema)).toContain('"maxLength":7');
    expect(Object.keys(inputSchema['$defs'] ?? {}).length).toBeGreaterThan(3);
  });

  it('patterns that take exponential time', () => {
    const schema = {
      type: 'string',
      pattern: '^(a+)+$',
      example: `${'a'.repeat(60)}!`,
      default: `${'a'.repeat(60)}!`,
    };
    expect(
      tool(one({ parameters: [{ name: 'q', in: 'query', schema }] })).arguments[0]?.sample,
    ).toBeDefined();
  });

  it('long texts', () => {
    const { model } = build(one({ description: 'long '.repeat(1_000_000) }));
    expect(JSON.stringify(model).length).toBeLessThan(20_000);
  });

  it('one slip a thousand times', () => {
    const parameters = Array.from({ length: 1_000 }, (_, index) => ({
      name: `q${index}`,
      in: 'query',
      schema: { type: 'strnig' },
    }));
    const { diagnostics } = build(one({ parameters }));
    expect(codes(diagnostics)).toContain('schema.type');
    expect(diagnostics[0]?.message).toContain('999 more places');
  });

  it('members named like those of every object', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const root: JsonObject = JSON.parse(
      `{"type":"object","required":["constructor"],"properties":{${names.map((name) => `"${name}":{"type":"string"}`).join()}}}`,
    );
    expect(tool(posting(root)).arguments.map((argument) => argument.source)).toMatchObject([
      { name: { spec: 'constructor' } },
      { name: { spec: '__proto__' } },
      { name: { spec: 'toString' } },
      { name: { spec: 'hasOwnProperty' } },
    ]);
  });
});
