/** The limit that replicas share. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RateLimit, SharedLimiter } from '../../src/features/rate-limit.js';
import { configureLog } from '../../src/runtime/log.js';
import { petServer } from '../runtime/pets.js';
import { withRedis } from './redis-server.js';
import { serving } from './serving.js';

beforeEach(() => configureLog('critical'));
afterEach(() => vi.unstubAllEnvs());

it('replicas let through as much as one', () =>
  withRedis(async (redis) => {
    const replicas = [1, 2, 3].map(() => new SharedLimiter(redis, 0.01, 20));
    const tries = Array.from({ length: 20 }, () => replicas.map((one) => one.take('a')));
    const waits = await Promise.all(tries.flat());
    expect(waits.filter((wait) => wait === 0)).toHaveLength(20);
  }));

it('the wait is until the next token, and clients are apart', () =>
  withRedis(async (redis) => {
    const limiter = new SharedLimiter(redis, 0.01, 1);
    expect(await limiter.take('a')).toBe(0);
    for (const wait of [await limiter.take('a'), await limiter.wait('a')]) {
      expect(wait).toBeGreaterThan(90);
      expect(wait).toBeLessThanOrEqual(100);
    }
    expect(await limiter.wait('b')).toBe(0);
  }));

it('tokens come back with time', () =>
  withRedis(async (redis) => {
    const limiter = new SharedLimiter(redis, 0.5, 1);
    expect(await limiter.take('a')).toBe(0);
    expect(await limiter.take('a')).toBeGreaterThan(0);
    // The clock of the Redis that is played in memory is off by up to a second.
    await sleep(3_100);
    expect(await limiter.take('a')).toBe(0);
  }));

it('looking takes nothing, and no limit is no limit', () =>
  withRedis(async (redis) => {
    const limiter = new SharedLimiter(redis, 0.01, 1);
    expect([await limiter.wait('a'), await limiter.wait('a')]).toEqual([0, 0]);
    expect(await new SharedLimiter(redis, 0, 0).take('a')).toBe(0);
  }));

it('without Redis each process counts alone', async () => {
  const gone = new Redis({ lazyConnect: true });
  gone.disconnect();
  const limiter = new SharedLimiter(gone, 0.01, 2);
  const waits = [await limiter.take('a'), await limiter.take('a'), await limiter.take('a')];
  expect(waits.map((wait) => wait > 0)).toEqual([false, false, true]);
  expect(await limiter.wait('a')).toBeGreaterThan(0);
});

it.each(['', 'redis://127.0.0.1:9'])(
  'the guard asks it, with and without Redis: "%s"',
  async (address) => {
    const extensions = [new RateLimit()];
    const server = await serving(petServer(undefined, { extensions }), {
      MCP_REDIS_URL: address,
      MCP_RATE_LIMIT: '0.01/1',
    });
    const statuses = [await server.get('/mcp'), await server.get('/mcp')].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([405, 429]);
    const [found] = await Promise.all(extensions.map((one) => one.dependencies()));
    expect(found?.map(({ name }) => name)).toEqual(address === '' ? [] : ['redis']);
    await server.stop();
  },
);
