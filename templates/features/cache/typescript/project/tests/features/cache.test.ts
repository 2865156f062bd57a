/** Answers that are asked for again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cache, keyOf, lifetime, readTimes } from '../../src/features/cache.js';
import { MemoryStore, RedisStore, type Store } from '../../src/features/cache-stores.js';
import type { ApiClient } from '../../src/runtime/http.js';
import { configureLog } from '../../src/runtime/log.js';
import { Api, json } from '../runtime/api.js';
import { petServer } from '../runtime/pets.js';
import { withRedis } from './redis-server.js';

const api = new Api();
const open: (() => Promise<void>)[] = [];

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => configureLog('critical'));
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0)) await close();
});

/** A client behind a cache of its own, with these settings. */
async function client(settings: Readonly<Record<string, string>> = {}): Promise<ApiClient> {
  for (const [name, value] of Object.entries({ MCP_REDIS_URL: '', ...settings })) {
    vi.stubEnv(name, value);
  }
  const extensions = [new Cache()];
  const caller = api.client({}, { extensions });
  const server = petServer(undefined, { extensions, client: caller });
  await server.start();
  open.push(() => server.close());
  return caller;
}

const get = async (caller: ApiClient, path = '/books') => (await caller.request('GET', path)).data;

describe('an answer', () => {
  it('is kept for its time', async () => {
    const caller = await client({ MCP_CACHE_SECONDS: '1' });
    api.reset(json({ n: 1 }), json({ n: 2 }));
    expect([await get(caller), await get(caller)]).toEqual([{ n: 1 }, { n: 1 }]);
    await sleep(1100);
    expect(await get(caller)).toEqual({ n: 2 });
  });

  it('is void after a change, whether or not that succeeded', async () => {
    const caller = await client();
    api.reset(json({ n: 1 }), json({}, 500), json({ n: 2 }));
    await get(caller);
    await expect(caller.request('POST', '/books')).rejects.toThrow('500');
    expect(await get(caller)).toEqual({ n: 2 });
  });

  it('that was asked for before a change does not count after it', async () => {
    const caller = await client();
    api.reset(
      (response) => void sleep(500).then(() => response.end('{"n":1}')),
      json({}),
      json({ n: 2 }),
    );
    const slow = get(caller);
    await expect.poll(() => api.seen.length, { timeout: 10_000 }).toBe(1);
    await caller.request('DELETE', '/books');
    await slow;
    expect(await get(caller)).toEqual({ n: 2 });
  });

  it('with an ETag is asked for again, and need not be sent again', async () => {
    const caller = await client();
    const headers = { etag: '"a"', 'cache-control': 'max-age=0' };
    api.reset(json({ n: 1 }, 200, headers), (response) => {
      response.writeHead(304, { etag: '"a"', 'cache-control': 'max-age=60' }).end();
    });
    expect([await get(caller), await get(caller), await get(caller)]).toEqual([
      { n: 1 },
      { n: 1 },
      { n: 1 },
    ]);
    expect(api.seen.map((one) => one.headers['if-none-match'])).toEqual([undefined, '"a"']);
  });

  it('of an operation can have a time of its own, or none', async () => {
    const caller = await client({ MCP_CACHE_OPERATIONS: 'GET /cart=0' });
    api.reset(json({}));
    for (const path of ['/cart', '/cart', '/books', '/books']) await get(caller, path);
    expect(api.seen.map(({ url }) => url)).toEqual(['/cart', '/cart', '/books']);
  });

  it('comes from the API while Redis is away', async () => {
    const caller = await client({ MCP_REDIS_URL: 'redis://127.0.0.1:9' });
    api.reset(json({ n: 1 }), json({}), json({ n: 2 }));
    await get(caller);
    await caller.request('PUT', '/books');
    expect(await get(caller)).toEqual({ n: 2 });
  });
});

describe('an address', () => {
  const call = {
    method: 'GET',
    template: '/a',
    operation: 'GET /a',
    origin: 'http://api',
    target: '/a',
    headers: { Authorization: 'Bearer a', traceparent: '1' },
    schemes: [],
    missing: [],
  };

  it.each([
    { target: '/b' },
    { origin: 'http://other' },
    { headers: { ...call.headers, Authorization: 'Bearer b' } },
  ])('is another one with %j', (other) => {
    expect(keyOf({ ...call, ...other })).not.toBe(keyOf(call));
  });

  it('is the same in another trace', () => {
    const headers = { authorization: 'Bearer a', traceparent: '2' };
    expect(keyOf({ ...call, headers })).toBe(keyOf(call));
  });
});

it.each([
  [{}, 60],
  [{ 'cache-control': 'public, max-age=5' }, 5],
  [{ 'cache-control': 'max-age=0' }, undefined],
  [{ 'cache-control': 'max-age=0', etag: 'a' }, 0],
  [{ 'cache-control': 'no-store', etag: 'a' }, undefined],
  [{ 'cache-control': 'Private' }, undefined],
  [{ 'cache-control': 'no-cache' }, undefined],
  [{ 'cache-control': 'no-cache', etag: 'a' }, 0],
  [{ vary: '*' }, undefined],
])('the API says how long: %j', (headers, seconds) => {
  expect(lifetime(headers, 60)).toBe(seconds);
});

it('times of operations are read, and nothing else', () => {
  expect([...readTimes(['GET /a=b=1.5', 'GET /c = 0'])]).toEqual([
    ['GET /a=b', 1.5],
    ['GET /c', 0],
  ]);
  expect(() => readTimes(['POST /a=1'])).toThrow('MCP_CACHE_OPERATIONS');
});

describe('a store', () => {
  const entry = (body: string, generation = 0) => ({
    generation,
    until: 1.5,
    headers: { etag: 'a' },
    body: Buffer.from(body),
  });

  async function behaves(store: Store): Promise<void> {
    expect(await store.find('a')).toEqual({ generation: 0, entry: undefined });
    await store.keep('a', entry('{"x":\n1}'), 10);
    expect((await store.find('a')).entry).toEqual(entry('{"x":\n1}'));
    await store.void();
    expect(await store.find('a')).toEqual({ generation: 1, entry: undefined });
    await store.keep('a', entry('late'), 10);
    expect((await store.find('a')).entry).toBeUndefined();
    await store.keep('b', entry('short', 1), 0.01);
    await sleep(30);
    expect((await store.find('b')).entry).toBeUndefined();
  }

  it('in memory gives what counts', () => behaves(new MemoryStore(100)));
  it('in Redis gives what counts', () => withRedis((redis) => behaves(new RedisStore(redis))));

  it('in memory forgets what was not asked for longest', async () => {
    const store = new MemoryStore(10);
    for (const key of ['a', 'b']) await store.keep(key, entry('12345'), 10);
    await store.find('a');
    await store.keep('c', entry('12345'), 10);
    const found = await Promise.all(['a', 'b', 'c'].map((key) => store.find(key)));
    expect(found.map((one) => one.entry?.body.length)).toEqual([5, undefined, 5]);
  });
});
