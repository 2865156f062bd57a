import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/types.js';
import { at, codes, load, loadFiles, spot, value } from './helpers.js';

const swagger = (rest: object): object => ({
  swagger: '2.0',
  info: { title: 'a', version: '1' },
  host: 'api.example.com',
  ...rest,
});

const operation = (rest: object, document: object = {}): object =>
  swagger({
    ...document,
    paths: {
      '/a/{id}': {
        post: { operationId: 'a', parameters: [], responses: { '200': { description: 'ok' } }, ...rest },
      },
    },
  });

const id = { name: 'id', in: 'path', required: true, type: 'string' };

async function upgraded(document: object, pointer = '/paths/~1a~1{id}/post'): Promise<unknown> {
  const loaded = await load(document);
  expect(codes(loaded)).toEqual([]);
  expect(value(loaded).version).toBe('2.0');
  return at(value(loaded).root, pointer);
}

describe('servers of 2.0', () => {
  it.each([
    [
      { host: 'a.example', basePath: '/v1/', schemes: ['http', 'https', 'wss'] },
      ['https://a.example/v1', 'http://a.example/v1'],
    ],
    [{ host: 'a.example' }, ['https://a.example']],
    [{ host: 'http://a.example/', basePath: '/' }, ['http://a.example']],
    [{ host: undefined, basePath: '/v1' }, ['/v1']],
  ])('%j', async (parts, urls) => {
    const servers = (await upgraded(
      swagger({
        paths: { '/a': { get: { operationId: 'a', responses: { default: { description: '' } } } } },
        ...parts,
      }),
      '/servers',
    )) as JsonObject[];
    expect(servers.map(({ url }) => url)).toEqual(urls);
  });

  it('has none where the document names no host', async () => {
    const paths = { '/a': { get: { operationId: 'a', responses: { default: { description: '' } } } } };
    expect(await upgraded(swagger({ host: undefined, paths }), '/servers')).toBeUndefined();
  });
});

describe('parameters of 2.0', () => {
  it.each([
    ['multi', { style: 'form', explode: true }],
    ['csv', { style: 'form', explode: false }],
    [undefined, { style: 'form', explode: false }],
    ['ssv', { style: 'spaceDelimited', explode: false }],
    ['tsv', { style: 'tabDelimited', explode: false }],
    ['pipes', { style: 'pipeDelimited', explode: false }],
  ])('collectionFormat %s', async (collectionFormat, style) => {
    const tags = {
      name: 'tags',
      in: 'query',
      type: 'array',
      items: { type: 'string', collectionFormat: 'csv' },
      maxItems: 3,
      collectionFormat,
    };
    expect(
      await upgraded(operation({ parameters: [id, tags] }), '/paths/~1a~1{id}/post/parameters/1'),
    ).toEqual({
      name: 'tags',
      in: 'query',
      schema: { type: 'array', items: { type: 'string' }, maxItems: 3 },
      ...style,
    });
  });

  it('in a path keep the only style there is', async () => {
    const ids = { ...id, type: 'array', items: { type: 'string' } };
    expect(await upgraded(operation({ parameters: [ids] }), '/paths/~1a~1{id}/post/parameters/0')).toEqual({
      name: 'id',
      in: 'path',
      required: true,
      schema: { type: 'array', items: { type: 'string' } },
    });
  });

  it('that several operations share stay shared', async () => {
    const document = operation(
      { parameters: [id, { $ref: '#/parameters/limit' }] },
      { parameters: { limit: { name: 'limit', in: 'query', type: 'integer' } } },
    );
    const { root } = value(await load(document));
    expect(at(root, '/paths/~1a~1{id}/post/parameters/1')).toEqual({ $ref: '#/components/parameters/limit' });
    expect(at(root, '/components/parameters/limit')).toEqual({
      name: 'limit',
      in: 'query',
      schema: { type: 'integer' },
    });
  });
});

describe('bodies of 2.0', () => {
  const body = { name: 'b', in: 'body', description: 'it', required: true, schema: { type: 'object' } };

  it('have one entry per media type that the operation consumes', async () => {
    const document = operation(
      { consumes: ['application/json', 'application/xml'], parameters: [id, body] },
      { consumes: ['text/plain'] },
    );
    expect(await upgraded(document, '/paths/~1a~1{id}/post/requestBody')).toEqual({
      content: {
        'application/json': { schema: { type: 'object' } },
        'application/xml': { schema: { type: 'object' } },
      },
      description: 'it',
      required: true,
    });
  });

  it('are JSON where nothing is said', async () => {
    expect(
      await upgraded(operation({ parameters: [id, body] }), '/paths/~1a~1{id}/post/requestBody/content'),
    ).toEqual({
      'application/json': { schema: { type: 'object' } },
    });
  });

  it('come from shared parameters and from the path, too', async () => {
    const document = swagger({
      definitions: { Pet: { type: 'object' } },
      parameters: { pet: { ...body, schema: { $ref: '#/definitions/Pet' } } },
      paths: {
        '/a': {
          parameters: [{ $ref: '#/parameters/pet' }],
          put: { operationId: 'a', responses: { '200': { description: '' } } },
        },
      },
    });
    const loaded = await load(document);
    const { root } = value(loaded);
    expect(codes(loaded)).toEqual([]);
    expect(at(root, '/paths/~1a/put/requestBody/content/application~1json/schema')).toEqual({
      $ref: '#/components/schemas/Pet',
    });
    expect(at(root, '/paths/~1a/parameters')).toEqual([]);
    expect(at(root, '/components/parameters')).toEqual({});
  });

  it('of form fields become one object, with files as multipart', async () => {
    const fields = [
      { name: 'file', in: 'formData', type: 'file', required: true, description: 'a file' },
      { name: 'tags', in: 'formData', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
    ];
    expect(
      await upgraded(
        operation({ consumes: ['application/x-www-form-urlencoded'], parameters: [id, ...fields] }),
        '/paths/~1a~1{id}/post/requestBody',
      ),
    ).toEqual({
      content: {
        'multipart/form-data': {
          schema: {
            type: 'object',
            properties: {
              file: { type: 'string', format: 'binary', description: 'a file' },
              tags: { type: 'array', items: { type: 'string' } },
            },
            required: ['file'],
          },
          encoding: { tags: { style: 'form', explode: true } },
        },
      },
      required: true,
    });
  });

  it('of form fields are urlencoded otherwise', async () => {
    const content = (await upgraded(
      operation({ parameters: [id, { name: 'a', in: 'formData', type: 'string' }] }),
      '/paths/~1a~1{id}/post/requestBody/content',
    )) as object;
    expect(Object.keys(content)).toEqual(['application/x-www-form-urlencoded']);
  });
});

describe('responses of 2.0', () => {
  it('get content, examples and headers', async () => {
    const response = {
      description: 'ok',
      schema: { $ref: '#/definitions/Pet' },
      examples: { 'application/json': { a: 1 } },
      headers: { 'X-Rate': { type: 'integer', description: 'left' } },
    };
    const document = operation(
      { parameters: [id], produces: ['application/json', 'text/xml'], responses: { '200': response } },
      { definitions: { Pet: { type: 'object' } } },
    );
    expect(await upgraded(document, '/paths/~1a~1{id}/post/responses/200')).toEqual({
      description: 'ok',
      headers: { 'X-Rate': { description: 'left', schema: { type: 'integer' } } },
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/Pet' }, example: { a: 1 } },
        'text/xml': { schema: { $ref: '#/components/schemas/Pet' } },
      },
    });
  });

  it('of a file are binary', async () => {
    const document = operation({
      parameters: [id],
      responses: { '200': { description: '', schema: { type: 'file' } } },
    });
    expect(await upgraded(document, '/paths/~1a~1{id}/post/responses/200/content')).toEqual({
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    });
  });

  it('that are shared speak the media types of the document', async () => {
    const document = operation(
      { parameters: [id], responses: { '404': { $ref: '#/responses/gone' } } },
      {
        produces: ['application/problem+json'],
        responses: { gone: { description: 'gone', schema: { type: 'object' } } },
      },
    );
    const { root } = value(await load(document));
    expect(at(root, '/paths/~1a~1{id}/post/responses/404')).toEqual({ $ref: '#/components/responses/gone' });
    expect(at(root, '/components/responses/gone/content')).toEqual({
      'application/problem+json': { schema: { type: 'object' } },
    });
  });
});

describe('schemas and security of 2.0', () => {
  it('get the spelling of 3.0', async () => {
    const definitions = {
      Pet: {
        type: 'object',
        discriminator: 'kind',
        properties: { kind: { type: 'string', 'x-nullable': true } },
      },
    };
    expect(
      await upgraded(operation({ parameters: [id] }, { definitions }), '/components/schemas/Pet'),
    ).toEqual({
      type: 'object',
      discriminator: { propertyName: 'kind' },
      properties: { kind: { type: 'string', 'x-nullable': true, nullable: true } },
    });
  });

  it('turn basic and the flat flows into those of 3.x', async () => {
    const securityDefinitions = {
      basic: { type: 'basic' },
      key: { type: 'apiKey', in: 'query', name: 'k' },
      oauth: { type: 'oauth2', flow: 'application', tokenUrl: 'https://a.example/t', scopes: { r: 'read' } },
    };
    const document = operation(
      { parameters: [id], security: [{ basic: [], key: [] }, { oauth: ['r'] }] },
      { securityDefinitions },
    );
    expect(await upgraded(document, '/components/securitySchemes')).toEqual({
      basic: { type: 'http', scheme: 'basic' },
      key: { type: 'apiKey', in: 'query', name: 'k' },
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://a.example/t', scopes: { r: 'read' } } },
      },
    });
  });
});

describe('places and references through the upgrade', () => {
  it('lead to the 2.0 text', async () => {
    const text = JSON.stringify(
      operation(
        {
          parameters: [id],
          responses: {
            '200': { description: 'ok', schema: { type: 'object', properties: { x: { type: 'string' } } } },
          },
        },
        { definitions: { Pet: { type: 'string', title: 'here' } } },
      ),
      null,
      1,
    );
    const document = value(await load(text));
    const place = document.positionOf('/components/schemas/Pet/title');
    expect(`${place.line}:${place.column}`).toBe(spot(text, '"title"', 2));
    const deep = document.positionOf(
      '/paths/~1a~1{id}/post/responses/200/content/application~1json/schema/properties/x',
    );
    expect(`${deep.line}:${deep.column}`).toBe(spot(text, '"x"'));
  });

  it('follow what they named to where it is now', async () => {
    const document = operation(
      { parameters: [id], responses: { '200': { description: 'ok', schema: { type: 'object' } } } },
      { definitions: { Same: { $ref: '#/paths/~1a~1{id}/post/responses/200/schema' } } },
    );
    expect(await upgraded(document, '/components/schemas/Same')).toEqual({
      $ref: '#/paths/~1a~1%7Bid%7D/post/responses/200/content/application~1json/schema',
    });
  });

  it('work in other files', async () => {
    const loaded = await loadFiles({
      '/api/swagger.json': JSON.stringify(
        operation({ parameters: [{ $ref: 'shared.yaml#/id' }, { $ref: 'shared.yaml#/pet' }] }),
      ),
      '/api/shared.yaml':
        'id: {name: id, in: path, required: true, type: string}\npet: {name: pet, in: body, schema: {$ref: "#/Pet"}}\nPet: {type: file}\n',
    });
    const { root } = value(loaded);
    expect(codes(loaded)).toEqual([]);
    expect(at(root, '/components/parameters/id')).toEqual({
      name: 'id',
      in: 'path',
      required: true,
      schema: { type: 'string' },
    });
    expect(at(root, '/paths/~1a~1{id}/post/requestBody/content/application~1json/schema')).toEqual({
      $ref: '#/components/schemas/Pet',
    });
    expect(at(root, '/components/schemas/Pet')).toEqual({ type: 'string', format: 'binary' });
  });
});
