/** Arguments that the server adds: further pages, and parts of an answer. */
import type { CallToolResult } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RawTool } from '../../src/runtime/catalog.js';
import { configureLog } from '../../src/runtime/log.js';
import { gather, LIMITS, nextLink, Pages, type Paging } from '../../src/runtime/paging.js';
import { readSettings } from '../../src/runtime/settings.js';
import { ToolServer, type ToolServerOptions } from '../../src/runtime/tools.js';
import { Api, json, raw } from './api.js';
import { connected } from './pets.js';

const CURSOR: Paging = {
  ...{ kind: 'cursor', arguments: { c: 'c' }, items: ['data'], next: ['meta', 'next'] },
};
const LAST: Paging = {
  ...{ kind: 'last-item', arguments: { after: 'c' }, items: ['data'], next: ['id'] },
  ...{ more: ['more'], size: 'size' },
};
const PAGE: Paging = {
  ...{ kind: 'page', arguments: { page: 'page' }, items: [], first: 1, size: 'size' },
};
const OFFSET: Paging = {
  ...{ kind: 'offset', arguments: { skip: 'page' }, items: ['data'], size: 'size' },
};
const LINK: Paging = { kind: 'link', arguments: { page: 'page', per: 'size' }, items: [] };
const ADDRESS: Paging = { ...LINK, items: ['data'], next: ['next'] };

const PROPERTIES = {
  c: { type: 'string' },
  page: { type: 'integer' },
  size: { type: 'integer', maximum: 50 },
} as const;

const listing = (paging?: Paging, properties: object = PROPERTIES): RawTool => ({
  name: 'list_pets',
  description: 'List pets.',
  inputSchema: { type: 'object', properties: { ...properties } },
  annotations: { readOnlyHint: true },
  _operation: { method: 'GET', path: '/pets', ...(paging === undefined ? {} : { paging }) },
});

const api = new Api();
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  configureLog('critical');
  for (const name of Object.keys(process.env)) if (name.startsWith('MCP_')) vi.stubEnv(name, '');
  vi.stubEnv('MCP_EXTRA_ARGUMENTS', 'all');
  api.reset();
});
afterEach(() => vi.unstubAllEnvs());

/** A server with one tool, whose requests go to the stand-in. */
function serverOf(tool: RawTool, more: Partial<ToolServerOptions> = {}): ToolServer {
  const about = { name: 'pets', title: 'Pets', version: '1', mode: 'static' } as const;
  const server = new ToolServer({ ...about, tools: [tool], ...more });
  const client = api.client();
  server.operation('list_pets', (query: Record<string, unknown>, call) =>
    client.request('GET', '/pets', { query }, call),
  );
  return server;
}

async function called(
  server: ToolServer,
  args: Record<string, unknown>,
  name = 'list_pets',
): Promise<CallToolResult> {
  const client = await connected(server);
  const result = await client.callTool({ name, arguments: args });
  await client.close();
  return result;
}

/** The data of an answer, or its error; and the notes behind it. */
async function call(paging: Paging | undefined, args: Record<string, unknown>) {
  const { content, isError } = await called(serverOf(listing(paging)), args);
  const [first = '', ...notes] = content.map((part) => (part.type === 'text' ? part.text : ''));
  return { text: first, data: isError === true ? first : JSON.parse(first), notes };
}

const queries = (): string[] => api.seen.map(({ url }) => url.split('?')[1] ?? '');
const answers = (...pages: unknown[]): void => api.reset(...pages.map((page) => json(page)));

describe('the arguments', () => {
  it.each([
    ['', CURSOR, []],
    ['all', CURSOR, ['max_items', 'fields']],
    ['all', undefined, ['fields']],
    ['max_items', CURSOR, ['max_items']],
  ])('that are added are those that fit: %s', (text, paging, added) => {
    vi.stubEnv('MCP_EXTRA_ARGUMENTS', text);
    const [tool] = serverOf(listing(paging)).list();
    expect(Object.keys(tool?.inputSchema.properties ?? {})).toEqual([
      'c',
      'page',
      'size',
      ...added,
    ]);
  });

  it('of the document keep their names', () => {
    const taken = { fields: PROPERTIES.page };
    const found = serverOf(listing(undefined, taken)).catalog.find('list_pets');
    expect(found?.tool.inputSchema.properties).toMatchObject(taken);
    expect(found?.extras).toEqual(new Map([['fields', 'answer_fields']]));
  });

  it('of dynamic tools are described', async () => {
    answers({ a: 1 });
    const server = serverOf(listing(), { mode: 'dynamic' });
    const described = await called(server, { name: 'list_pets' }, 'describe_operation');
    expect(described.structuredContent).toMatchObject({
      inputSchema: { properties: { fields: {} } },
    });
    const args = { name: 'list_pets', arguments: { fields: 'a' } };
    const { structuredContent } = await called(server, args, 'call_operation');
    expect(structuredContent).toEqual({ result: 1 });
  });

  it('that nobody knows are refused at the start', () => {
    vi.stubEnv('MCP_EXTRA_ARGUMENTS', 'max_items, FIELDS');
    expect(readSettings().extras).toEqual(['max_items', 'fields']);
    vi.stubEnv('MCP_EXTRA_ARGUMENTS', 'paging');
    expect(() => readSettings()).toThrow('MCP_EXTRA_ARGUMENTS may name max_items, fields, or all');
  });
});

describe('further pages', () => {
  it('are not fetched unless asked for', async () => {
    const page = { data: [1], meta: { next: 'x' } };
    answers(page);
    expect(await call(CURSOR, {})).toMatchObject({ data: page, notes: [] });
    expect(queries()).toEqual(['']);
  });

  it('follow a cursor', async () => {
    answers({ data: [1, 2], meta: { next: 'x y' } }, { data: [3], meta: { next: null } });
    const { data, notes } = await call(CURSOR, { max_items: 10, size: 2 });
    expect(data).toEqual({ data: [1, 2, 3], meta: { next: null } });
    expect(notes).toEqual(['[3 items from 2 requests. These are all.]']);
    expect(queries()).toEqual(['size=2', 'size=2&c=x%20y']);
  });

  it('follow the last item while there is more', async () => {
    answers({ data: [{ id: 'a' }], more: true }, { data: [{ id: 'b' }], more: false });
    const { data } = await call(LAST, { max_items: 10 });
    expect(data.data).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(queries()).toEqual(['size=10', 'size=10&c=a']);
  });

  it('are counted until one is empty', async () => {
    answers([1, 2], [3], []);
    expect((await call(PAGE, { max_items: 40 })).data).toEqual([1, 2, 3]);
    expect(queries()).toEqual(['size=40', 'size=40&page=2', 'size=40&page=3']);
  });

  it('begin behind an offset', async () => {
    answers({ data: [1, 2] }, { data: [3] }, { data: [] });
    expect((await call(OFFSET, { max_items: 9, page: 5 })).data).toEqual({ data: [1, 2, 3] });
    expect(queries()).toEqual(['page=5', 'page=7', 'page=8']);
  });

  it('follow the header Link, and go nowhere else', async () => {
    const link =
      '<https://elsewhere.example/x?q=1>; rel="prev", <https://x.example/7?page=2&per=50>; rel="next last"';
    api.reset(json([1], 200, { link }), json([2]));
    expect((await call(LINK, { max_items: 9 })).data).toEqual([1, 2]);
    expect(queries()).toEqual(['', 'page=2&size=50']);
  });

  it('follow an address in the answer', async () => {
    answers({ data: [1], next: '/pets?page=9&q=1' }, { data: [2], next: null });
    expect((await call(ADDRESS, { max_items: 9 })).data).toEqual({ data: [1, 2], next: null });
    expect(queries()).toEqual(['', 'page=9']);
  });

  it('are cut where there are enough', async () => {
    answers({ data: [1, 2], meta: { next: 'x' } }, { data: [3, 4], meta: {} });
    const { data, notes } = await call(CURSOR, { max_items: 3 });
    expect(data.data).toEqual([1, 2, 3]);
    expect(notes[0]).toContain('raise max_items to see them');
  });

  it.each([
    ['that are the same again', PAGE, [[1], [1], [1]], 2],
    ['with the same cursor', CURSOR, [{ data: [1], meta: { next: 'x' } }], 1],
  ])('%s are the end', async (_, paging, pages, requests) => {
    answers(...pages);
    await call(paging, { max_items: 9, ...(paging === CURSOR ? { c: 'x' } : {}) });
    expect(api.seen).toHaveLength(requests);
  });

  it('that fail leave what was got', async () => {
    api.reset(json([1]), json({ message: 'no' }, 400));
    const { data, notes } = await call(PAGE, { max_items: 9 });
    expect(data).toEqual([1]);
    expect(notes[0]).toContain('the next page could not be read');
  });

  it('are none where the first one fails, or is no list', async () => {
    api.reset(json({ message: 'no' }, 400));
    expect((await call(PAGE, { max_items: 9 })).data).toContain('answered 400');
    answers({ surprise: 1 });
    expect(await call(PAGE, { max_items: 9 })).toMatchObject({ data: { surprise: 1 }, notes: [] });
  });

  it.each([
    [{ pages: 2 }, '2 requests are the most'],
    [{ bytes: 2 }, 'too large'],
    [{ milliseconds: -1 }, 'too long'],
  ])('have limits: %j', async (limit, words) => {
    let asked = 0;
    const fetch = () => {
      asked += 1;
      const parse = () => undefined;
      const about = { status: 200, headers: {}, mediaType: 'application/json', parse };
      return Promise.resolve({ ...about, data: [asked] });
    };
    const found = await gather(fetch, new Pages(PAGE, {}), {}, 9, { ...LIMITS, ...limit });
    expect('note' in found && found.note).toContain(words);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('keep the digits of their numbers', async () => {
    api.reset(
      raw('{"data":[{"id":12345678901234567890}],"more":true}', { 'content-type': 'text/json' }),
      raw('{"data":[{"id":-98765432109876543210}],"more":false}', { 'content-type': 'text/json' }),
    );
    const paging: Paging = { ...OFFSET, kind: 'link', next: ['next'] };
    expect((await call(paging, { max_items: 9 })).text).toBe(
      '{"data":[{"id":12345678901234567890}],"more":true}',
    );
    expect((await call(undefined, { fields: 'data[0].id' })).text).toBe('-98765432109876543210');
  });
});

it.each([
  ['', undefined],
  ['<a>; rel=prev', undefined],
  ['<a?b=c,d>; rel=next', 'a?b=c,d'],
  ['<a>; title="x, y"; rel="next"', 'a'],
  ['<a>;REL=NEXT, <b>; rel=last', 'a'],
  ['no link', undefined],
])('reads the header Link: %j', (link, address) => {
  expect(nextLink({ headers: { link } })).toBe(address);
});

describe('fields', () => {
  it('pick parts of all pages', async () => {
    answers([{ id: 1, x: 0 }], [{ id: 2, x: 0 }], []);
    expect((await call(PAGE, { max_items: 9, fields: '[*].id' })).data).toEqual([1, 2]);
  });

  it.each([
    ['data[0].{id: id}', { id: 1 }],
    ['data[?id > `1`].id', [2]],
    ['nothing', null],
    ['constructor', null],
    ['__proto__', null],
    ['{a: data[0].id}.constructor', null],
  ])('pick parts of one answer: %s', async (fields, expected) => {
    answers({ data: [{ id: 1, x: 0 }, { id: 2 }] });
    expect((await call(undefined, { fields })).data).toEqual(expected);
  });

  it.each(['[', 'a[?', '('.repeat(900)])(
    'that are no expression make no request',
    async (fields) => {
      expect((await call(undefined, { fields })).text).toMatch(
        /^Argument fields: no JMESPath expression/,
      );
      expect(api.seen).toEqual([]);
    },
  );

  it('that do not fit the answer are told so', async () => {
    answers({ a: 1 });
    expect((await call(undefined, { fields: 'length(a)' })).text).toContain('does not fit the ans');
  });

  it('are for JSON', async () => {
    api.reset(raw('hello', { 'content-type': 'text/plain' }));
    expect((await call(undefined, { fields: 'a' })).text).toContain('the answer is no JSON');
  });
});
