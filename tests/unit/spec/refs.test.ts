import { describe, expect, it } from 'vitest';
import { at, codes, load, loadFiles, memoryWorld, petApi, places, spot, value } from './helpers.js';

/** A document whose one operation answers with whatever the reference says. */
const api = (ref: string, rest: object = {}): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'a', version: '1' },
    paths: {
      '/a': {
        get: {
          operationId: 'a',
          responses: {
            '200': { description: 'ok', content: { 'application/json': { schema: { $ref: ref } } } },
          },
        },
      },
    },
    ...rest,
  });
const ANSWER = '/paths/~1a/get/responses/200/content/application~1json/schema';

describe('references inside the document', () => {
  it('may lead anywhere in it, into paths too', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['Same'] = {
          $ref: '#/paths/~1pets~1%7BpetId%7D/get/parameters/0/schema',
        };
        pets['x-shared'] = { Free: { type: 'strnig' } };
        pets.components.schemas['Other'] = { $ref: '#/x-shared/Free' };
      }),
    );
    // What only a reference reaches is mended like everything else.
    expect(codes(loaded)).toEqual(['spec.schema-type']);
    expect(at(value(loaded).root, '/components/schemas/Same/$ref')).toBe(
      '#/paths/~1pets~1%7BpetId%7D/get/parameters/0/schema',
    );
  });

  it('may pass another reference on their way', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['Alias'] = { $ref: '#/components/schemas/Pet' };
        pets.components.schemas['Name'] = { $ref: '#/components/schemas/Alias/properties/name' };
      }),
    );
    expect(codes(loaded)).toEqual([]);
  });

  it('may name an anchor', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['Pet'] = { $anchor: 'pet', type: 'object' };
        pets.components.schemas['Other'] = { $ref: '#pet' };
      }),
    );
    expect(codes(loaded)).toEqual([]);
  });

  it('may be the bare name of a schema', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['Other'] = { $ref: 'Pet' };
      }),
    );
    expect(codes(loaded)).toEqual(['spec.ref-form']);
    expect(at(value(loaded).root, '/components/schemas/Other/$ref')).toBe('#/components/schemas/Pet');
  });

  it('mean nothing in examples, defaults, enums and extensions', async () => {
    const loaded = await load(
      petApi((pets) => {
        const nowhere = { $ref: 'file:///etc/passwd' };
        pets.components.schemas['Pet'] = {
          type: 'object',
          example: nowhere,
          default: nowhere,
          enum: [nowhere],
          'x-a': nowhere,
        };
      }),
    );
    expect(codes(loaded)).toEqual([]);
  });

  it('are not taken for the property of a schema that is called $ref', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['Pet'] = { type: 'object', properties: { $ref: { type: 'string' } } };
      }),
    );
    expect(codes(loaded)).toEqual([]);
    expect(at(value(loaded).root, '/components/schemas/Pet/properties/$ref')).toEqual({ type: 'string' });
  });
});

describe('references that lead nowhere', () => {
  it('become a schema that accepts anything', async () => {
    const pets = petApi((api) => {
      api.components.schemas['Pet'] = {
        properties: { a: { $ref: '#/components/schemas/Nope', description: 'kept' } },
      };
    });
    const text = JSON.stringify(pets, null, 1);
    const loaded = await load(text);
    expect(places(loaded)).toEqual([`/api/openapi.json:${spot(text, '"$ref"', 2)} warning spec.ref-missing`]);
    expect(at(value(loaded).root, '/components/schemas/Pet/properties/a')).toEqual({ description: 'kept' });
  });

  it.each([
    ['#/components/parameters/Nope', 'spec.ref-missing'],
    ['#/components/schemas/Pet', 'spec.ref-kind'],
    ['#/components/%ZZ', 'spec.ref-missing'],
    ['#/components/a~9', 'spec.ref-missing'],
    ['#', 'spec.ref-kind'],
    [5, 'spec.ref-form'],
  ])('drop a parameter: %j', async ($ref, code) => {
    const loaded = await load(petApi((pets) => pets.paths['/pets/{petId}'].get.parameters.push({ $ref })));
    expect(codes(loaded)[0]).toBe(code);
    expect(at(value(loaded).root, '/paths/~1pets~1{petId}/get/parameters')).toHaveLength(2);
  });

  it('leave the status of a response', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.paths['/pets/{petId}'].get['responses'] = { '200': { $ref: '#/components/responses/Nope' } };
      }),
    );
    expect(codes(loaded)).toEqual(['spec.ref-missing']);
    expect(at(value(loaded).root, '/paths/~1pets~1{petId}/get/responses')).toEqual({
      '200': { description: '' },
    });
  });

  it('take along what leads to them', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components['headers'] = {
          A: { $ref: '#/components/headers/B' },
          B: { $ref: '#/components/headers/C' },
        };
        pets.paths['/pets/{petId}'].get['responses'] = {
          '200': { description: '', headers: { 'X-A': { $ref: '#/components/headers/A' } } },
        };
      }),
    );
    expect(codes(loaded)).toEqual(['spec.ref-missing', 'spec.ref-missing', 'spec.ref-missing']);
    expect(at(value(loaded).root, '/components/headers')).toEqual({});
    expect(at(value(loaded).root, '/paths/~1pets~1{petId}/get/responses/200/headers')).toEqual({});
  });
});

describe('circles', () => {
  it('through values stay as they are', async () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/components/schemas/Tree' } } };
    const loaded = await load(petApi((pets) => Object.assign(pets.components.schemas, { Tree: tree })));
    expect(codes(loaded)).toEqual([]);
    expect(at(value(loaded).root, '/components/schemas/Tree')).toEqual(tree);
  });

  it('of nothing but references are opened', async () => {
    const loaded = await load(
      petApi((pets) => {
        pets.components.schemas['A'] = { $ref: '#/components/schemas/B' };
        pets.components.schemas['B'] = { $ref: '#/components/schemas/A' };
        pets.components.schemas['In'] = { $ref: '#/components/schemas/A' };
      }),
    );
    expect(codes(loaded)).toEqual(['spec.ref-circle', 'spec.ref-circle']);
    expect(at(value(loaded).root, '/components/schemas')).toMatchObject({
      A: {},
      B: {},
      In: { $ref: '#/components/schemas/A' },
    });
  });

  it('of path items are ignored', async () => {
    const loaded = await load(
      petApi((pets) =>
        Object.assign(pets.paths, { '/b': { $ref: '#/paths/~1c' }, '/c': { $ref: '#/paths/~1b' } }),
      ),
    );
    expect(codes(loaded)).toEqual(['spec.ref-circle', 'spec.ref-circle']);
    expect(Object.keys(value(loaded).root['paths'] ?? {})).toEqual(['/pets/{petId}']);
  });

  it('are told from long chains, which are shortened', async () => {
    const loaded = await load(
      petApi((pets) => {
        for (let i = 0; i < 3_000; i++)
          pets.components.schemas[`N${i}`] = { $ref: `#/components/schemas/N${i + 1}` };
        pets.components.schemas['N3000'] = { type: 'string' };
      }),
    );
    expect(codes(loaded)).toEqual([]);
  });
});

describe('other files', () => {
  it('are bundled under components, with their own references relative to them', async () => {
    const loaded = await loadFiles({
      '/api/openapi.json': api('models/Pet.yaml'),
      '/api/models/Pet.yaml':
        'type: object\nproperties:\n  tag: {$ref: "./common.yaml#/definitions/Tag"}\n  all: {$ref: "Pet.yaml"}\n',
      '/api/models/common.yaml': 'definitions:\n  Tag: {type: strnig}\n',
    });
    const { root, files, positionOf } = value(loaded);
    expect(at(root, ANSWER)).toEqual({ $ref: '#/components/schemas/Pet' });
    expect(at(root, '/components/schemas')).toEqual({
      Pet: {
        type: 'object',
        properties: { tag: { $ref: '#/components/schemas/Tag' }, all: { $ref: '#/components/schemas/Pet' } },
      },
      Tag: {},
    });
    expect(places(loaded)).toEqual(['/api/models/common.yaml:2:9 warning spec.schema-type']);
    expect(positionOf('/components/schemas/Pet/properties/all')).toMatchObject({
      file: '/api/models/Pet.yaml',
      line: 4,
      column: 3,
    });
    expect(files.map(({ path }) => path)).toEqual(['openapi.json', 'models/Pet.yaml', 'models/common.yaml']);
  });

  it('fill the component that is a reference to them, and get another name where theirs is taken', async () => {
    const loaded = await loadFiles({
      '/api/openapi.json': api('#/components/schemas/Own', {
        components: {
          schemas: {
            Own: { $ref: 'x.yaml#/Thing' },
            Pet: { type: 'string' },
            User: { $ref: '#/components/schemas/Own' },
            Two: { properties: { a: { $ref: 'Pet.yaml' } } },
          },
        },
      }),
      '/api/x.yaml': 'Thing: {type: integer}\n',
      '/api/Pet.yaml': 'type: boolean\n',
    });
    const { root } = value(loaded);
    expect(at(root, '/components/schemas')).toEqual({
      Own: { type: 'integer' },
      Pet: { type: 'string' },
      User: { $ref: '#/components/schemas/Own' },
      Two: { properties: { a: { $ref: '#/components/schemas/Pet_2' } } },
      Pet_2: { type: 'boolean' },
    });
    expect(at(root, ANSWER)).toEqual({ $ref: '#/components/schemas/Own' });
  });

  it('give path items, parameters and responses, each where it belongs', async () => {
    const loaded = await loadFiles({
      '/api/openapi.json': JSON.stringify({
        openapi: '3.0.3',
        info: { title: 'a', version: '1' },
        paths: { '/a/{id}': { $ref: 'paths/a.yaml' }, '/b/{id}': { $ref: 'paths/a.yaml', summary: 'mine' } },
      }),
      '/api/paths/a.yaml':
        'get:\n  operationId: a\n  parameters: [{$ref: "../shared.yaml#/id"}]\n  responses: {200: {$ref: "../shared.yaml#/ok"}}\n',
      '/api/shared.yaml':
        'id: {name: id, in: path, required: true, schema: {type: string}}\nok: {description: fine}\n',
    });
    const { root, positionOf } = value(loaded);
    const operation = {
      operationId: 'a',
      parameters: [{ $ref: '#/components/parameters/id' }],
      responses: { '200': { $ref: '#/components/responses/ok' } },
    };
    expect(root['paths']).toEqual({
      '/a/{id}': { get: operation },
      '/b/{id}': { get: operation, summary: 'mine' },
    });
    expect(positionOf('/paths/~1b~1{id}/get/operationId')).toMatchObject({
      file: '/api/paths/a.yaml',
      line: 2,
    });
    expect(codes(loaded)).toEqual(['spec.operation-id']);
  });

  it('may refer back to the entry', async () => {
    const loaded = await loadFiles({
      '/api/openapi.json': api('a.yaml', { components: { schemas: { B: { type: 'string' } } } }),
      '/api/a.yaml': 'properties: {b: {$ref: "openapi.json#/components/schemas/B"}}\n',
    });
    expect(at(value(loaded).root, '/components/schemas/a')).toEqual({
      properties: { b: { $ref: '#/components/schemas/B' } },
    });
  });

  it('that are missing refuse the document, at the reference', async () => {
    const text = api('Nope.yaml');
    expect(places(await loadFiles({ '/api/openapi.json': text }))).toEqual([
      `/api/openapi.json:${spot(text, '"$ref"')} error spec.ref-file`,
    ]);
  });

  it('with a mistake refuse the document, at the mistake', async () => {
    const loaded = await loadFiles({ '/api/openapi.json': api('a.yaml'), '/api/a.yaml': 'a: 1\n\tb: 2\n' });
    expect(places(loaded)).toEqual(['/api/a.yaml:2:1 error spec.yaml-syntax']);
  });

  it('rewrite the mapping of a discriminator', async () => {
    const loaded = await loadFiles({
      '/api/openapi.json': api('#/components/schemas/Pet', {
        components: {
          schemas: {
            Pet: {
              oneOf: [{ $ref: 'Dog.yaml' }],
              discriminator: { propertyName: 'kind', mapping: { dog: 'Dog.yaml', cat: 'Cat' } },
            },
          },
        },
      }),
      '/api/Dog.yaml': 'type: object\n',
    });
    expect(at(value(loaded).root, '/components/schemas/Pet/discriminator/mapping')).toEqual({
      dog: '#/components/schemas/Dog',
      cat: 'Cat',
    });
  });
});

describe('what references may read', () => {
  const secret = { '/secret.json': '{"leak": {"type": "string"}}' };

  it.each([
    '../secret.json#/leak',
    '/secret.json',
    'file:///secret.json#/leak',
    'a/../../secret.json',
    '..\\secret.json',
    '%2e%2e/secret.json',
  ])('not %s', async (ref) => {
    const loaded = await loadFiles({ '/api/openapi.json': api(ref), ...secret });
    expect(codes(loaded)).toEqual(['spec.ref-outside']);
    expect(loaded.diagnostics[0]?.message).toContain('--allow-ref-dir');
  });

  it('not a link that leads out of the folder', async () => {
    const files = { '/api/openapi.json': api('link/secret.json'), ...secret };
    const loaded = await loadFiles(files, {}, memoryWorld(files, { '/api/link': '' }));
    expect(codes(loaded)).toEqual(['spec.ref-outside']);
  });

  it('a folder that was allowed', async () => {
    const loaded = await loadFiles(
      { '/api/openapi.json': api('../secret.json#/leak'), ...secret },
      { allowRefDirs: ['/'] },
    );
    expect(codes(loaded)).toEqual([]);
    expect(value(loaded).files.map(({ path }) => path)).toEqual(['api/openapi.json', 'secret.json']);
  });

  it.each([
    'http://127.0.0.1:1/x.json',
    '//example.com/x.json',
    'https://example.com/x.json',
    'http://2130706433/x',
  ])('no other server: %s', async (ref) => {
    const loaded = await load(api(ref));
    expect(codes(loaded)).toEqual(['spec.ref-remote']);
    expect(loaded.diagnostics[0]?.message).toContain('--allow-ref-host');
    expect(loaded.diagnostics[0]?.place?.line).toBe(1);
  });

  it('nothing relative from standard input', async () => {
    const { DEFAULT_LOAD_POLICY, loadSpec } = await import('../../../src/spec/index.js');
    const loaded = await loadSpec(
      { kind: 'text', text: api('Pet.yaml'), name: '<stdin>' },
      DEFAULT_LOAD_POLICY,
      memoryWorld({}),
    );
    expect(codes(loaded)).toEqual(['spec.ref-form']);
  });
});
