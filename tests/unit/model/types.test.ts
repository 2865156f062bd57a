import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, TypeExpr } from '../../../src/model/types.js';
import { build, document, first, one, typeNamed, withSchemas } from './build.js';

const answering = (schema: JsonValue, schemas: JsonObject = {}): JsonObject =>
  one(
    { responses: { '200': { content: { 'application/json': { schema } } } } },
    '/pets',
    'get',
    withSchemas(schemas),
  );
const modelOf = (schema: JsonValue, schemas: JsonObject = {}) => build(answering(schema, schemas)).model;
const typeOf = (schema: JsonValue, schemas: JsonObject = {}): TypeExpr | undefined =>
  first(first(modelOf(schema, schemas).operations).responses).type;
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const STRING: TypeExpr = { kind: 'string' };
const OBJECT = { type: 'object', properties: { a: { type: 'string' } } };

describe('type expressions', () => {
  it.each<[string, JsonValue, TypeExpr]>([
    ['a format', { type: 'string', format: 'date' }, { kind: 'string', format: 'date' }],
    ['bytes', { type: 'string', format: 'binary' }, { kind: 'binary' }],
    ['nothing said', {}, { kind: 'any' }],
    ['true', true, { kind: 'any' }],
    ['nullable', { type: 'string', nullable: true }, { kind: 'string', nullable: true }],
    ['a list of types with null', { type: ['integer', 'null'] }, { kind: 'integer', nullable: true }],
    ['null in an enum', { enum: ['a', null] }, { kind: 'literal', values: ['a'], nullable: true }],
    [
      'null as an alternative',
      { oneOf: [{ type: 'string' }, { type: 'null' }] },
      { kind: 'string', nullable: true },
    ],
    ['const', { const: 5 }, { kind: 'literal', values: [5] }],
    ['an array', { type: 'array', items: { type: 'string' } }, { kind: 'array', items: STRING }],
    ['an array of anything', { type: 'array' }, { kind: 'array', items: { kind: 'any' } }],
    ['no list by its items alone', { items: { type: 'string' } }, { kind: 'any' }],
    [
      'an object whatever items it has',
      { type: 'object', items: { type: 'string' } },
      { kind: 'map', values: { kind: 'any' } },
    ],
    ['a tuple', { prefixItems: [{ type: 'string' }] }, { kind: 'tuple', items: [STRING] }],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, { kind: 'map', values: STRING }],
    ['any object', { type: 'object' }, { kind: 'map', values: { kind: 'any' } }],
    [
      'several types',
      { type: ['string', 'integer'] },
      { kind: 'union', members: [STRING, { kind: 'integer' }] },
    ],
    [
      'alternatives',
      { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      { kind: 'union', members: [STRING, { kind: 'integer' }] },
    ],
    ['equal alternatives', { anyOf: [{ type: 'string' }, { type: 'string', maxLength: 3 }] }, STRING],
  ])('tell %s', (_, schema, type) => {
    expect(typeOf(schema)).toEqual(type);
  });

  it('keep the discriminator of a union', () => {
    const schema = { oneOf: [ref('A'), ref('B')], discriminator: { propertyName: 'kind' } };
    expect(typeOf(schema, { A: OBJECT, B: { type: 'object' } })).toEqual({
      kind: 'union',
      members: [
        { kind: 'ref', id: 'a' },
        { kind: 'ref', id: 'b' },
      ],
      discriminator: { spec: 'kind' },
    });
  });

  it('take values listed for an array as those of its items', () => {
    const schema = { type: 'array', items: {}, enum: ['a', 'b'] };
    expect(typeOf(schema)).toEqual({ kind: 'array', items: { kind: 'literal', values: ['a', 'b'] } });
  });

  it('look through schemas that only wrap another', () => {
    const schemas = { A: OBJECT, W: { allOf: [ref('A')], description: 'wrapped' } };
    expect(typeOf({ allOf: [ref('W')], nullable: true }, schemas)).toEqual({
      kind: 'ref',
      id: 'a',
      nullable: true,
    });
  });

  it('write components of one plain type where they are used', () => {
    expect(typeOf(ref('Id'), { Id: { type: 'string', format: 'uuid' } })).toEqual({
      kind: 'string',
      format: 'uuid',
    });
  });
});

describe('named types', () => {
  it('are objects, enums and aliases', () => {
    const schemas = {
      O: { type: 'object', properties: { e: ref('E'), l: ref('L') } },
      E: { type: 'string', enum: ['x'] },
      L: { type: 'array', items: ref('O') },
    };
    const { types } = modelOf(ref('O'), schemas);
    expect(types.map((type) => `${type.id} ${type.kind}`)).toEqual(['e enum', 'l alias', 'o object']);
  });

  it('lay the parts of allOf over each other', () => {
    const schemas = {
      Base: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
      Pet: {
        allOf: [ref('Base'), { required: ['b'], properties: { b: { type: 'integer' }, c: {} } }],
        additionalProperties: false,
      },
    };
    expect(typeNamed(modelOf(ref('Pet'), schemas), 'pet')).toMatchObject({
      kind: 'object',
      additional: 'forbidden',
      properties: [
        { name: { spec: 'a' }, type: STRING, required: true },
        { name: { spec: 'b' }, type: { kind: 'integer' }, required: true },
        { name: { spec: 'c' }, type: { kind: 'any' }, required: false },
      ],
    });
  });

  it('take the members of alternatives as optional', () => {
    const pet = {
      type: 'object',
      properties: { a: { type: 'string' } },
      oneOf: [{ required: ['b'], properties: { b: { type: 'string' } } }],
    };
    expect(typeNamed(modelOf(ref('Pet'), { Pet: pet }), 'pet')).toMatchObject({
      properties: [{ name: { spec: 'a' } }, { name: { spec: 'b' }, required: false }],
    });
  });

  it('are named after where they are used when they have no name', () => {
    const pet = {
      type: 'object',
      properties: { mainOwner: { type: 'object', properties: { tags: { type: 'array', items: OBJECT } } } },
    };
    expect(modelOf(ref('Pet'), { Pet: pet }).types.map((type) => type.id)).toEqual([
      'pet_main_owner_tags_item',
      'pet_main_owner',
      'pet',
    ]);
  });

  it('share one type where anonymous objects are the same but for their descriptions', () => {
    const pet = { type: 'object', properties: { a: OBJECT, b: { ...OBJECT, description: 'other words' } } };
    expect(modelOf(ref('Pet'), { Pet: pet }).types.map((type) => type.id)).toEqual(['pet_a', 'pet']);
  });

  it('keep the names of components whatever else would like to have them', () => {
    const schemas = {
      Pet: { type: 'object', properties: { owner: OBJECT } },
      PetOwner: { type: 'object', properties: { z: {} } },
    };
    const { types } = modelOf({ type: 'array', items: { anyOf: [ref('Pet'), ref('PetOwner')] } }, schemas);
    expect(types.map((type) => type.id)).toEqual(['pet_owner_2', 'pet', 'pet_owner']);
  });

  it('tell apart names that differ in case only, in the same way for any order of components', () => {
    const schemas = { pet: OBJECT, PET: { type: 'object', properties: { b: {} } } };
    const swapped = { PET: schemas.PET, pet: schemas.pet };
    const schema = { anyOf: [ref('pet'), ref('PET')] };
    expect(modelOf(schema, swapped)).toEqual(modelOf(schema, schemas));
    expect(
      modelOf(schema, schemas)
        .types.map((type) => type.id)
        .sort(),
    ).toEqual(['pet', 'pet_2']);
  });

  it('know the tags that reach them, and come after what they refer to', () => {
    const answer = (name: string, tag: string) => ({
      get: { tags: [tag], responses: { '200': { content: { 'application/json': { schema: ref(name) } } } } },
    });
    const schemas = {
      Top: { type: 'object', properties: { leaf: ref('Leaf') } },
      Leaf: OBJECT,
      Unused: {},
    };
    const { types } = build(
      document({ paths: { '/a': answer('Top', 'x'), '/b': answer('Leaf', 'y') }, ...withSchemas(schemas) }),
    ).model;
    expect(types.map((type) => [type.id, type.tags])).toEqual([
      ['leaf', ['x', 'y']],
      ['top', ['x']],
    ]);
  });

  it('know what is read-only, write-only and deprecated', () => {
    const pet = {
      type: 'object',
      properties: {
        a: { readOnly: true, type: 'string' },
        b: ref('Secret'),
        c: { deprecated: true, default: 1 },
      },
    };
    expect(
      typeNamed(modelOf(ref('Pet'), { Pet: pet, Secret: { type: 'string', writeOnly: true } }), 'pet'),
    ).toMatchObject({
      properties: [{ readOnly: true }, { writeOnly: true }, { deprecated: true, default: 1 }],
    });
  });
});
