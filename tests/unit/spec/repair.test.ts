import { describe, expect, it } from 'vitest';
import { described, get, schema } from './cases.js';
import { codes, load, type PetApi, petApi, value } from './helpers.js';

const GET = '/paths/~1pets~1{petId}/get';

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
    what: 'of the query that the path names behind its question mark',
    change: (api) =>
      Object.assign(api.paths, {
        '/find?q={q}': { get: { parameters: [{ name: 'q', in: 'query', schema: {} }], responses: {} } },
      }),
    codes: ['spec.no-responses', 'spec.no-operation-id'],
    leaves: ['/paths/~1find?q={q}/get/parameters', [{ name: 'q', in: 'query', schema: {} }]],
  },
  {
    what: 'of the query that only the path names',
    change: (api) => Object.assign(api.paths, { '/find?q={q}': { get: { responses: {} } } }),
    codes: ['spec.path-parameter-missing', 'spec.no-responses', 'spec.no-operation-id'],
    leaves: [
      '/paths/~1find?q={q}/get/parameters',
      [{ name: 'q', in: 'path', required: false, schema: { type: 'string' } }],
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
      severity: 'warning',
      message: 'and 30 more like the 20 that are listed',
    });
  });
});
