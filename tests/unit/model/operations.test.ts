import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/types.js';
import { build, codes, document, first, one, operation, refused } from './build.js';

const get = (operationId?: string): JsonObject => ({
  get: { ...(operationId === undefined ? {} : { operationId }), responses: {} },
});
const idsOf = (paths: JsonObject): string[] => build(document({ paths })).model.operations.map((op) => op.id);

describe('names of operations', () => {
  it.each([
    ['getPetById', 'get_pet_by_id'],
    ['Pets_List', 'pets_list'],
    ['repos/list-for-org', 'repos_list_for_org'],
    ['admin.apps.approve', 'admin_apps_approve'],
  ])('keep %s recognisable', (operationId, id) => {
    expect(idsOf({ '/a': get(operationId) })).toEqual([id]);
  });

  it.each([undefined, '', '123', '---', '🐈', 'get', 'index', 'operation1'])(
    'come from method and path where operationId is %s',
    (operationId) => {
      expect(idsOf({ '/pets/{petId}': get(operationId) })).toEqual(['get_pets_by_pet_id']);
    },
  );

  it('name every path parameter only where the last does not tell operations apart', () => {
    expect(idsOf({ '/a/{x}/b': get(), '/a/b': get(), '/a/{y}/b/{z}': get() })).toEqual([
      'get_a_b',
      'get_a_b_2',
      'get_a_b_by_z',
    ]);
    expect(idsOf({ '/a/b': get(), '/a/{x}/b': get() })).toEqual(['get_a_b', 'get_a_by_x_b']);
  });

  it('are numbered in document order, so that an operation added at the end changes none', () => {
    const before = idsOf({ '/a': get('getPet'), '/b': get('get_pet') });
    const after = idsOf({ '/a': get('getPet'), '/b': get('get_pet'), '/c': get('get-pet') });
    expect(before).toEqual(['get_pet', 'get_pet_2']);
    expect(after.slice(0, 2)).toEqual(before);
  });

  it('have at most 48 characters', () => {
    const [id = ''] = idsOf({
      '/a': get('listAllTheThingsThatBelongToTheOrganisationOfTheAuthenticatedUser'),
    });
    expect(id.length).toBeLessThanOrEqual(48);
    expect(id).toMatch(/^list_all_.*user$/);
  });
});

describe('paths', () => {
  it('are taken apart, several parts in a segment too', () => {
    const { segments } = operation(one({}, '/repos/{owner}:{ref}.json'));
    expect(segments).toEqual([
      { text: { spec: '/repos/' } },
      { param: { spec: 'owner' } },
      { text: { spec: ':' } },
      { param: { spec: 'ref' } },
      { text: { spec: '.json' } },
    ]);
  });

  it('are percent-encoded where they must be, and not twice', () => {
    expect(operation(one({}, '/a b/ü/%20')).segments).toEqual([{ text: { spec: '/a%20b/%C3%BC/%20' } }]);
  });

  it('keep fixed query pairs apart and lose the fragment', () => {
    const { path, fixedQuery } = operation(one({}, '/x?type=user#again'));
    expect([path.spec, fixedQuery.map((pair) => [pair.name.spec, pair.value.spec])]).toEqual([
      '/x',
      [['type', 'user']],
    ]);
  });

  it('put a parameter that the query template names into the query', () => {
    const parameters = [{ name: 'since', in: 'path', required: true, schema: { type: 'string' } }];
    const { params, fixedQuery } = operation(one({ parameters }, '/x?since={since}'));
    expect(params).toMatchObject([{ in: 'query', name: { spec: 'since' }, required: true }]);
    expect(fixedQuery).toEqual([]);
  });

  it('take what is declared for the path and for the query as one parameter', () => {
    const declared = (place: string) => ({
      name: 'q',
      in: place,
      required: true,
      schema: { type: 'string' },
    });
    const { params } = operation(one({ parameters: [declared('path'), declared('query')] }, '/x?q={q}'));
    expect(params).toMatchObject([{ in: 'query', name: { spec: 'q' } }]);
    expect(params).toHaveLength(1);
  });

  it('describe parameters that the document forgot, and drop those that are nowhere', () => {
    const parameters = [{ name: 'b', in: 'path', required: true, schema: { type: 'integer' } }];
    const { model, diagnostics } = build(one({ parameters }, '/x/{a}'));
    expect(first(model.operations).params).toMatchObject([
      { name: { spec: 'a' }, required: true, type: { kind: 'string' } },
    ]);
    expect(codes(diagnostics)).toEqual(['operation.path-param', 'operation.path-param']);
  });

  it('read RFC 6570 operators as plain parameters', () => {
    expect(operation(one({}, '/v1/{+name}')).params).toMatchObject([{ in: 'path', name: { spec: 'name' } }]);
  });
});

describe('parameters', () => {
  const paramsOf = (parameters: JsonObject[], item: JsonObject = {}) =>
    operation(
      document({ paths: { '/a': { ...item, get: { operationId: 'op', parameters, responses: {} } } } }),
    ).params;

  it('of the operation win over those of the path', () => {
    const params = paramsOf([{ name: 'q', in: 'query', required: true, schema: {} }], {
      parameters: [
        { name: 'q', in: 'query', schema: {} },
        { name: 'X-A', in: 'header', schema: {} },
      ],
    });
    expect(params.map((param) => [param.name.spec, param.required])).toEqual([
      ['q', true],
      ['X-A', false],
    ]);
  });

  it.each([
    ['query', 'form', true],
    ['cookie', 'form', true],
    ['path', 'simple', false],
    ['header', 'simple', false],
  ])('in %s have style %s, explode %s', (place, style, explode) => {
    const [param] = operation(one({ parameters: [{ name: 'a', in: place, schema: {} }] }, '/x/{a}')).params;
    expect(param).toMatchObject({ in: place, style, explode });
  });

  it('explode only where form is the style', () => {
    const [param] = paramsOf([{ name: 'a', in: 'query', style: 'pipeDelimited', schema: { type: 'array' } }]);
    expect(param).toMatchObject({ style: 'pipeDelimited', explode: false });
  });

  it('named Accept, Content-Type, Authorization or like a transport header are ignored', () => {
    const names = ['Accept', 'content-type', 'Authorization', 'Host'];
    expect(paramsOf(names.map((name) => ({ name, in: 'header', schema: {} })))).toEqual([]);
  });

  it('described by content keep its media type', () => {
    const content = { 'application/json': { schema: { type: 'object' } } };
    expect(first(paramsOf([{ name: 'f', in: 'query', content }])).contentType).toEqual({
      spec: 'application/json',
    });
  });

  it('without a name are left out', () => {
    expect(paramsOf([{ name: '', in: 'header', schema: {} }])).toEqual([]);
  });
});

describe('operations', () => {
  it('of every method count, those of 3.2 too', () => {
    const methods = Object.fromEntries(
      ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'].map((name) => [
        name,
        { responses: {} },
      ]),
    );
    const { model } = build(
      document({ paths: { '/a': { ...methods, additionalOperations: { COPY: { responses: {} } } } } }),
    );
    expect(model.operations.map((op) => op.method).join(' ')).toBe(
      'GET PUT POST DELETE OPTIONS HEAD PATCH TRACE QUERY COPY',
    );
  });

  it('are refused when there is none, webhooks or not', () => {
    expect(codes(refused(document({ paths: {}, webhooks: { a: { post: { responses: {} } } } })))).toEqual([
      'model.no-operations',
    ]);
  });

  it.each([
    ['get', 'Deletes nothing', { readOnly: true, destructive: false, idempotent: true }],
    ['head', '', { readOnly: true, destructive: false, idempotent: true }],
    ['post', 'Lists pets', { readOnly: false, destructive: false, idempotent: false }],
    ['post', 'Deletes a pet', { readOnly: false, destructive: true, idempotent: false }],
    ['put', '', { readOnly: false, destructive: true, idempotent: true }],
    ['patch', '', { readOnly: false, destructive: true, idempotent: false }],
    ['delete', '', { readOnly: false, destructive: true, idempotent: true }],
  ])('say what %s (%s) may do', (method, summary, safety) => {
    expect(operation(one({ summary }, '/a', method)).safety).toEqual(safety);
  });

  it('are filed under their first tag, else under the first telling word of their path', () => {
    const { model } = build(
      document({
        tags: [{ name: 'Pet Store', description: 'Pets' }],
        paths: {
          '/a': { get: { tags: ['Pet Store', 'x'], responses: {} } },
          '/api/v1/users/{id}': { get: { responses: {} } },
        },
      }),
    );
    expect(model.operations.map((op) => op.tag)).toEqual(['pet_store', 'users']);
    expect(model.tags).toEqual([
      { id: 'pet_store', name: { spec: 'Pet Store' }, description: { spec: 'Pets' } },
      { id: 'users', name: { spec: 'users' } },
    ]);
  });
});
