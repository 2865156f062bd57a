import { describe, expect, it } from 'vitest';
import { toolTokens } from '../../../src/model/index.js';
import type { JsonObject, JsonValue, Tool } from '../../../src/model/types.js';
import { build, codes, document, one, posting, refused, tool, withSchemas } from './build.js';

const names = (made: Tool): string[] => made.arguments.map((argument) => argument.name);
const query = (...list: string[]): JsonObject => ({
  parameters: list.map((name) => ({ name, in: 'query', schema: {} })),
});

describe('arguments', () => {
  it.each([
    ['photoUrls', 'photo_urls'],
    ['page[size]', 'page_size'],
    ['X-Request-ID', 'x_request_id'],
    ['class', 'class_'],
    ['self', 'self_'],
    ['9lives', '_9lives'],
    ['$', 'dollar'],
    ['宠物', 'value'],
    ['None', 'none'],
  ])('are snake case: %s', (wire, name) => {
    expect(names(tool(one(query(wire))))).toEqual([name]);
  });

  it('that clash get their place in front', () => {
    const parameters = ['path', 'query', 'header'].map((place) => ({ name: 'id', in: place, schema: {} }));
    const requestBody = {
      content: { 'application/json': { schema: { type: 'object', properties: { id: {} } } } },
    };
    expect(names(tool(one({ parameters, requestBody }, '/a/{id}', 'post')))).toEqual([
      'id',
      'query_id',
      'header_id',
      'body_id',
    ]);
  });

  it('that clash in one place are numbered in document order', () => {
    expect(names(tool(one(query('Page', 'page', 'PAGE'))))).toEqual(['page', 'query_page', 'page_2']);
  });

  it('stand required first, then as in the document', () => {
    const schema = { type: 'object', required: ['c'], properties: { a: {}, b: {}, c: {} } };
    expect(names(tool(posting(schema)))).toEqual(['c', 'a', 'b']);
  });

  it('know their type, their default and a value', () => {
    const schema = {
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer', minimum: 5, default: 9 } },
    };
    expect(tool(posting(schema)).arguments).toEqual([
      {
        name: 'n',
        source: { in: 'member', name: { spec: 'n' } },
        required: true,
        type: { kind: 'integer' },
        default: 9,
        sample: 9,
      },
    ]);
  });
});

describe('bodies as arguments', () => {
  it('are the members of all parts together', () => {
    const extra = withSchemas({
      Base: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
    });
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { b: { type: 'integer' } } }],
    };
    const made = tool(posting(schema, extra));
    expect([made.bodyMode, names(made)]).toEqual(['members', ['a', 'b']]);
  });

  it('leave out what a closed object requires without describing it, inside of members too', () => {
    const closed = {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: {} },
      additionalProperties: false,
    };
    const made = tool(posting({ ...closed, properties: { a: closed } }));
    expect(made.arguments.map(({ name }) => name)).toEqual(['a']);
    expect(made.inputSchema).toMatchObject({ required: ['a'], properties: { a: { required: ['a'] } } });
  });

  it('have an argument of any type for a member that is required and not described', () => {
    const made = tool(posting({ type: 'object', required: ['ids'], properties: { a: {} } }));
    expect(made.inputSchema).toMatchObject({ properties: { ids: {} }, required: ['ids'] });
  });

  it('leave readOnly members and those that admit no value out', () => {
    const schema = {
      type: 'object',
      required: ['id'],
      properties: { id: { readOnly: true }, no: false, a: {} },
    };
    expect(names(tool(posting(schema)))).toEqual(['a']);
  });

  it.each<[string, JsonValue]>([
    ['a list', { type: 'array', items: {} }],
    ['an open object', { type: 'object', properties: { a: {} }, additionalProperties: true }],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }],
    ['alternatives', { type: 'object', properties: { a: {} }, oneOf: [{ required: ['a'] }] }],
    ['a count of members', { type: 'object', properties: { a: {} }, minProperties: 1 }],
    ['no schema', {}],
  ])('are one argument when they are %s', (_, schema) => {
    const made = tool(posting(schema));
    expect([made.bodyMode, names(made)]).toEqual(['whole', ['body']]);
  });

  it('give way to a parameter called body', () => {
    const made = tool(
      one(
        { ...query('body'), requestBody: { content: { 'application/json': { schema: {} } } } },
        '/a',
        'post',
      ),
    );
    expect(names(made)).toEqual(['body', 'request_body']);
  });
});

describe('descriptions', () => {
  const described = (operation: JsonObject): string => tool(one(operation)).description.spec;

  it('begin with the summary', () => {
    expect(described({ summary: 'Lists pets', description: 'Twenty at a time.' })).toBe(
      'Lists pets.\nTwenty at a time.',
    );
  });

  it('do not say the same twice', () => {
    expect(described({ summary: 'Lists pets', description: 'Lists pets, twenty at a time.' })).toBe(
      'Lists pets, twenty at a time.',
    );
  });

  it('say first that an operation is deprecated', () => {
    expect(described({ summary: 'Old', deprecated: true })).toBe('Deprecated.\nOld.');
  });

  it('fall back to method and path', () => {
    expect(described({})).toBe('GET /pets');
  });

  it('end with a sentence before 700 characters', () => {
    const text = described({ description: 'A sentence of some length. '.repeat(60) });
    expect(text.length).toBeLessThanOrEqual(700);
    expect(text.endsWith('length.')).toBe(true);
  });
});

describe('the choice of tools', () => {
  const many = (count: number): JsonObject =>
    document({
      paths: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `/a${index}`,
          { get: { operationId: `getA${index}`, tags: [`t${index % 2}`] } },
        ]),
      ),
    });
  const mixed = document({
    paths: {
      '/a': { get: { operationId: 'getA', tags: ['x'] }, post: { operationId: 'addA', tags: ['Y z'] } },
    },
  });
  const chosen = (tools: string): string[] => build(mixed, { tools }).model.tools.map((made) => made.name);

  it.each([
    ['auto', 80, 'static'],
    ['auto', 81, 'dynamic'],
    ['all', 81, 'static'],
    ['dynamic', 1, 'dynamic'],
  ])('%s with %d operations is %s, with every tool kept', (tools, count, mode) => {
    const { model } = build(many(count), { tools });
    expect([model.toolMode, model.tools.length]).toEqual([mode, count]);
  });

  it.each([
    ['read-only', ['get_a']],
    ['tags:x', ['get_a']],
    ['tags:Y z, x', ['get_a', 'add_a']],
    ['operations:addA', ['add_a']],
    ['operations:add_a', ['add_a']],
  ])('%s', (tools, expected) => {
    expect(chosen(tools)).toEqual(expected);
  });

  it.each([
    ['operations:addB', 'model.operation-unknown', 'did you mean addA?'],
    ['tags:xx', 'model.tag-unknown', 'did you mean x?'],
    ['some', 'model.tools-choice', 'some'],
  ])('refuses %s', (tools, code, words) => {
    const [problem] = refused(mixed, { tools });
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(problem?.message).toContain(words);
  });

  it('marks pinned tools', () => {
    const { tools } = build(mixed, { tools: 'dynamic', pinned: ['addA'] }).model;
    expect(tools.map((made) => made.pinned)).toEqual([false, true]);
  });

  it('knows what tools cost, per tag and in total', () => {
    const { model } = build(mixed);
    const tokens = toolTokens(model);
    expect(tokens.tags.map((tag) => [tag.tag, tag.tools])).toEqual([
      ['x', 1],
      ['y_z', 1],
    ]);
    expect(tokens.total).toBe(tokens.tags.reduce((sum, tag) => sum + tag.tokens, 0));
  });

  it('reports nothing about a document that is fine', () => {
    expect(codes(build(mixed).diagnostics)).toEqual([]);
  });
});
