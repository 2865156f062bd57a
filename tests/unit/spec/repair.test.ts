import { describe, expect, it } from 'vitest';
import { specCatalogue } from '../../../src/diagnostics/catalogue/spec.js';
import { at, codes, load, type PetApi, petApi, value } from './helpers.js';

const GET = '/paths/~1pets~1{petId}/get';
const PET = '/components/schemas/Pet';

interface Case {
  readonly what: string;
  readonly change: (api: PetApi) => unknown;
  readonly codes: readonly string[];
  /** What must stand where afterwards. */
  readonly leaves: readonly [pointer: string, value: unknown];
}

const get = (api: PetApi) => api.paths['/pets/{petId}'].get;
const schema = (keywords: object) => (api: PetApi) =>
  Object.assign(api.components.schemas, { Pet: keywords });

async function check({ change, codes: expected, leaves: [pointer, found] }: Case): Promise<void> {
  const loaded = await load(petApi((api) => void change(api)));
  expect(codes(loaded)).toEqual(expected);
  expect(at(value(loaded).root, pointer)).toEqual(found);
  // Every finding has a place in the file and words in the catalogue.
  for (const { code, place } of loaded.diagnostics) {
    expect(place?.line, code).toBeGreaterThan(0);
    expect(Object.hasOwn(specCatalogue, code), code).toBe(true);
  }
}

const described = (name: string, cases: readonly Case[]): void => {
  describe(name, () => {
    it.each(cases)('$what', check);
  });
};

described('info and paths', [
  {
    what: 'missing info',
    change: (api) => Reflect.deleteProperty(api, 'info'),
    codes: ['spec.info'],
    leaves: ['/info', { title: 'API', version: '' }],
  },
  {
    what: 'info as a text',
    change: (api) => Object.assign(api, { info: 'Pets' }),
    codes: ['spec.info'],
    leaves: ['/info/title', 'Pets'],
  },
  {
    what: 'a title that is a number',
    change: (api) => Object.assign(api, { info: { title: 7, version: 1 } }),
    codes: ['spec.info'],
    leaves: ['/info', { title: '7', version: '1' }],
  },
  {
    what: 'paths that are null',
    change: (api) => Object.assign(api, { paths: null }),
    codes: ['spec.shape', 'spec.no-paths'],
    leaves: ['/paths', {}],
  },
  {
    what: 'no paths at all',
    change: (api) => Reflect.deleteProperty(api, 'paths'),
    codes: ['spec.no-paths'],
    leaves: ['/paths', {}],
  },
  {
    what: 'a path without a slash',
    change: (api) =>
      Object.assign(api.paths, { pets: { get: { ...get(api), operationId: 'b', parameters: [] } } }),
    codes: ['spec.path-slash'],
    leaves: ['/paths/~1pets/get/operationId', 'b'],
  },
  {
    what: 'a path without a slash whose name is taken',
    change: (api) => Object.assign(api.paths, { 'pets/{petId}': { get: 1 } }),
    codes: ['spec.shape', 'spec.path-slash'],
    leaves: [`${GET}/operationId`, 'getPet'],
  },
  {
    what: 'an operation that is a text',
    change: (api) => Object.assign(api.paths['/pets/{petId}'], { post: 'oops' }),
    codes: ['spec.shape'],
    leaves: ['/paths/~1pets~1{petId}/post', undefined],
  },
  {
    what: 'a method in capitals',
    change: (api) =>
      Object.assign(api.paths, {
        '/a': { GET: { operationId: 'b', responses: { '200': { description: '' } } } },
      }),
    codes: ['spec.method'],
    leaves: ['/paths/~1a/get/operationId', 'b'],
  },
  {
    what: 'an unknown method',
    change: (api) => Object.assign(api.paths['/pets/{petId}'], { fetch: {} }),
    codes: ['spec.method'],
    leaves: [`${GET}/operationId`, 'getPet'],
  },
  {
    what: 'two operations with one address',
    change: (api) =>
      Object.assign(api.paths, {
        '/pets/{id}': {
          get: {
            operationId: 'b',
            parameters: [{ name: 'id', in: 'path', required: true, schema: {} }],
            responses: { '200': { description: '' } },
          },
        },
      }),
    codes: ['spec.path-twin'],
    leaves: ['/paths/~1pets~1{id}/get/operationId', 'b'],
  },
]);

described('operations', [
  {
    what: 'an operationId that is used twice',
    change: (api) => Object.assign(api.paths, { '/a': { get: { ...get(api), parameters: [] } } }),
    codes: ['spec.operation-id'],
    leaves: ['/paths/~1a/get/operationId', 'getPet'],
  },
  {
    what: 'an operationId that is a number',
    change: (api) => Object.assign(get(api), { operationId: 7 }),
    codes: ['spec.text-form'],
    leaves: [`${GET}/operationId`, '7'],
  },
  {
    what: 'no operationId',
    change: (api) => Reflect.deleteProperty(get(api), 'operationId'),
    codes: ['spec.no-operation-id'],
    leaves: [`${GET}/operationId`, undefined],
  },
  {
    what: 'no responses',
    change: (api) => Reflect.deleteProperty(get(api), 'responses'),
    codes: ['spec.no-responses'],
    leaves: [`${GET}/responses`, { default: { description: '' } }],
  },
  {
    what: 'responses that are a number',
    change: (api) => Object.assign(get(api), { responses: 5 }),
    codes: ['spec.shape', 'spec.no-responses'],
    leaves: [`${GET}/responses`, { default: { description: '' } }],
  },
  {
    what: 'a status in small letters',
    change: (api) => Object.assign(get(api), { responses: { '2xx': { description: 'a' } } }),
    codes: ['spec.response-status'],
    leaves: [`${GET}/responses`, { '2XX': { description: 'a' } }],
  },
  {
    what: 'a status that is none',
    change: (api) => Object.assign(get(api), { responses: { ok: {}, '200': { description: 'a' } } }),
    codes: ['spec.response-status'],
    leaves: [`${GET}/responses`, { '200': { description: 'a' } }],
  },
  {
    what: 'tags that are a text',
    change: (api) => Object.assign(get(api), { tags: 'pets' }),
    codes: ['spec.shape'],
    leaves: [`${GET}/tags`, ['pets']],
  },
  {
    what: 'a body without content',
    change: (api) => Object.assign(get(api), { requestBody: { description: 'a' } }),
    codes: ['spec.body-content'],
    leaves: [`${GET}/requestBody`, undefined],
  },
  {
    what: 'a media type that is null',
    change: (api) => Object.assign(get(api), { requestBody: { content: { 'text/plain': null } } }),
    codes: ['spec.shape'],
    leaves: [`${GET}/requestBody/content`, { 'text/plain': {} }],
  },
]);

described('parameters', [
  {
    what: 'as an object by name',
    change: (api) =>
      Object.assign(get(api), {
        parameters: { a: { name: 'petId', in: 'path', required: true, schema: {} } },
      }),
    codes: ['spec.shape'],
    leaves: [`${GET}/parameters/0/name`, 'petId'],
  },
  {
    what: 'as something else',
    change: (api) => Object.assign(get(api), { parameters: { a: 1 } }),
    codes: ['spec.shape', 'spec.path-parameter-missing'],
    leaves: [
      `${GET}/parameters`,
      [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' } }],
    ],
  },
  {
    what: 'without a name',
    change: (api) => Reflect.deleteProperty(get(api).parameters[1] ?? {}, 'name'),
    codes: ['spec.parameter-name'],
    leaves: [`${GET}/parameters/1`, undefined],
  },
  {
    what: 'without a place',
    change: (api) => Reflect.deleteProperty(get(api).parameters[1] ?? {}, 'in'),
    codes: ['spec.parameter-in'],
    leaves: [`${GET}/parameters/1/in`, 'query'],
  },
  {
    what: 'without a place, in the path',
    change: (api) => Reflect.deleteProperty(get(api).parameters[0] ?? {}, 'in'),
    codes: ['spec.parameter-in'],
    leaves: [`${GET}/parameters/0/in`, 'path'],
  },
  {
    what: 'with a place in capitals',
    change: (api) => Object.assign(get(api).parameters[1] ?? {}, { in: 'Query' }),
    codes: ['spec.parameter-in'],
    leaves: [`${GET}/parameters/1/in`, 'query'],
  },
  {
    what: 'with an unknown place',
    change: (api) => Object.assign(get(api).parameters[1] ?? {}, { in: 'sky' }),
    codes: ['spec.parameter-in'],
    leaves: [`${GET}/parameters/1`, undefined],
  },
  {
    what: 'without a schema',
    change: (api) => Reflect.deleteProperty(get(api).parameters[1] ?? {}, 'schema'),
    codes: ['spec.parameter-schema'],
    leaves: [`${GET}/parameters/1/schema`, {}],
  },
  {
    what: 'described as in 2.0',
    change: (api) => get(api).parameters.push({ name: 'a', in: 'query', type: 'int', enum: 1 }),
    codes: ['spec.schema-type', 'spec.schema-keyword', 'spec.parameter-schema'],
    leaves: [`${GET}/parameters/2`, { name: 'a', in: 'query', schema: { type: 'integer', enum: [1] } }],
  },
  {
    what: 'twice',
    change: (api) => get(api).parameters.push({ name: 'verbose', in: 'query', schema: {} }),
    codes: ['spec.parameter-twice'],
    leaves: [`${GET}/parameters/2`, undefined],
  },
  {
    what: 'not declared',
    change: (api) => get(api).parameters.shift(),
    codes: ['spec.path-parameter-missing'],
    leaves: [
      `${GET}/parameters/1`,
      { name: 'petId', in: 'path', required: true, schema: { type: 'string' } },
    ],
  },
  {
    what: 'not in the path',
    change: (api) => get(api).parameters.push({ name: 'ghost', in: 'path', required: true, schema: {} }),
    codes: ['spec.path-parameter-extra'],
    leaves: [`${GET}/parameters/2`, undefined],
  },
  {
    what: 'optional in the path',
    change: (api) => Object.assign(get(api).parameters[0] ?? {}, { required: false }),
    codes: ['spec.path-parameter-optional'],
    leaves: [`${GET}/parameters/0/required`, true],
  },
  {
    what: 'with an unknown style',
    change: (api) => Object.assign(get(api).parameters[1] ?? {}, { style: 'fancy' }),
    codes: ['spec.parameter-style'],
    leaves: [`${GET}/parameters/1/style`, undefined],
  },
  {
    what: 'required as a text',
    change: (api) => Object.assign(get(api).parameters[1] ?? {}, { required: 'true' }),
    codes: ['spec.parameter-required'],
    leaves: [`${GET}/parameters/1/required`, true],
  },
]);

described('schemas', [
  {
    what: 'an unknown type',
    change: schema({ type: 'strnig' }),
    codes: ['spec.schema-type'],
    leaves: [PET, {}],
  },
  {
    what: 'a type of another language',
    change: schema({ type: 'DateTime' }),
    codes: ['spec.schema-type'],
    leaves: [PET, { type: 'string', format: 'date-time' }],
  },
  {
    what: 'a type that is a number',
    change: schema({ type: 7 }),
    codes: ['spec.schema-type'],
    leaves: [PET, {}],
  },
  {
    what: 'a list with an unknown type',
    change: schema({ type: ['string', 'nil', null] }),
    codes: ['spec.schema-type'],
    leaves: [PET, { type: ['string', 'null'] }],
  },
  {
    what: 'required as a text',
    change: schema({ required: 'name' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, { required: ['name'] }],
  },
  {
    what: 'required as true, as in old drafts',
    change: schema({ required: true }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'properties as a list',
    change: schema({ properties: ['a'] }),
    codes: ['spec.shape'],
    leaves: [PET, {}],
  },
  {
    what: 'a property that is null',
    change: schema({ properties: { a: null } }),
    codes: ['spec.shape'],
    leaves: [PET, { properties: { a: {} } }],
  },
  { what: 'an empty enum', change: schema({ enum: [] }), codes: ['spec.schema-keyword'], leaves: [PET, {}] },
  {
    what: 'an enum of one value without a list',
    change: schema({ enum: 'a' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, { enum: ['a'] }],
  },
  {
    what: 'limits as texts',
    change: schema({ minimum: '1', maxLength: 'many' }),
    codes: ['spec.schema-keyword', 'spec.schema-keyword'],
    leaves: [PET, { minimum: 1 }],
  },
  {
    what: 'a negative length',
    change: schema({ minLength: -1 }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'a pattern that is none',
    change: schema({ pattern: '([a-z' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'items as a list of one',
    change: schema({ items: [{ type: 'string' }] }),
    codes: ['spec.schema-items'],
    leaves: [PET, { items: { type: 'string' } }],
  },
  {
    what: 'items as a list of several',
    change: schema({ items: [{ type: 'string' }, { type: 'int' }] }),
    codes: ['spec.schema-items', 'spec.schema-type'],
    leaves: [PET, { prefixItems: [{ type: 'string' }, { type: 'integer' }] }],
  },
  {
    what: 'allOf as an object',
    change: schema({ allOf: { type: 'object' } }),
    codes: ['spec.shape'],
    leaves: [PET, { allOf: [{ type: 'object' }] }],
  },
  {
    what: 'an empty oneOf',
    change: schema({ oneOf: [] }),
    codes: ['spec.schema-empty-list'],
    leaves: [PET, {}],
  },
  {
    what: 'true and false as texts',
    change: schema({ nullable: 'true', additionalProperties: 'false' }),
    codes: ['spec.schema-keyword', 'spec.schema-keyword'],
    leaves: [PET, { nullable: true, additionalProperties: false }],
  },
]);

described('servers and security', [
  {
    what: 'a server that is not http',
    change: (api) =>
      Object.assign(api, { servers: [{ url: 'javascript:alert(1)' }, { url: 'https://a.example' }] }),
    codes: ['spec.server'],
    leaves: ['/servers', [{ url: 'https://a.example' }]],
  },
  {
    what: 'a server with an unknown variable',
    change: (api) => Object.assign(api, { servers: [{ url: 'https://{x}.example.com' }] }),
    codes: ['spec.server'],
    leaves: ['/servers', undefined],
  },
  {
    what: 'a server variable without a default',
    change: (api) =>
      Object.assign(api, {
        servers: [{ url: 'https://{x}.example.com', variables: { x: { enum: ['a', 'b'] } } }],
      }),
    codes: ['spec.server'],
    leaves: ['/servers/0/variables/x/default', 'a'],
  },
  {
    what: 'servers as a text',
    change: (api) => Object.assign(api, { servers: 'https://a.example' }),
    codes: ['spec.server'],
    leaves: ['/servers', [{ url: 'https://a.example' }]],
  },
  {
    what: 'an unknown security scheme',
    change: (api) => Object.assign(api, { security: [{ nope: [] }, { key: [], other: [] }] }),
    codes: ['spec.security', 'spec.security'],
    leaves: ['/security', [{ key: [] }]],
  },
  {
    what: 'only unknown security schemes',
    change: (api) => Object.assign(api, { security: [{ nope: [] }] }),
    codes: ['spec.security'],
    leaves: ['/security', undefined],
  },
  {
    what: 'an unknown type of scheme',
    change: (api) => Object.assign(api.components.securitySchemes, { key: { type: 'quantum' } }),
    codes: ['spec.security-scheme'],
    leaves: ['/components/securitySchemes/key/type', 'quantum'],
  },
  {
    what: 'an API key without a name and a place',
    change: (api) => Object.assign(api.components.securitySchemes, { key: { type: 'apikey' } }),
    codes: ['spec.security-scheme', 'spec.security-scheme'],
    leaves: ['/components/securitySchemes/key', { type: 'apiKey', name: 'key', in: 'header' }],
  },
  {
    what: 'an HTTP scheme in capitals',
    change: (api) =>
      Object.assign(api.components.securitySchemes, { key: { type: 'http', scheme: 'Bearer' } }),
    codes: [],
    leaves: ['/components/securitySchemes/key/scheme', 'bearer'],
  },
]);

describe('what is left alone', () => {
  it.each([
    ['security that says: none', { security: [] }],
    ['security that says: optional', { security: [{}, { key: [] }] }],
    ['extensions', { 'x-a': { $ref: 5, parameters: 7 } }],
  ])('%s', async (_, rest) => {
    const loaded = await load({ ...petApi(), ...rest });
    expect(codes(loaded)).toEqual([]);
    expect(value(loaded).root).toMatchObject(rest);
  });

  it('missing responses since 3.1', async () => {
    expect(
      codes(
        await load(
          petApi(
            (api) =>
              Object.assign(api, { openapi: '3.1.0' }) && Reflect.deleteProperty(get(api), 'responses'),
          ),
        ),
      ),
    ).toEqual([]);
  });
});

describe('what cannot be mended', () => {
  it.each([
    ['paths as a list', (api: PetApi) => Object.assign(api, { paths: [1] })],
    ['components as a list', (api: PetApi) => Object.assign(api, { components: [] })],
  ])('%s', async (_, change) => {
    const loaded = await load(petApi((api) => void change(api)));
    expect(loaded.ok).toBe(false);
    expect(codes(loaded)).toContain('spec.shape');
  });
});

describe('the same defect many times', () => {
  it('is listed twenty times and then counted', async () => {
    const properties = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`p${i}`, { type: 'strnig' }]),
    );
    const { diagnostics } = await load(petApi(schema({ properties })));
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.at(-1)).toEqual({
      code: 'spec.schema-type',
      severity: 'repair',
      message: 'and 30 more like the 20 that are listed',
    });
  });
});
