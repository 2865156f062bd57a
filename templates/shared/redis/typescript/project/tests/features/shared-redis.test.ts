/** What all features say about Redis. */
import { afterEach, expect, it, vi } from 'vitest';
import { connected, look } from '../../src/features/shared-redis.js';
import { withRedis } from './redis-server.js';

afterEach(() => vi.unstubAllEnvs());

it('no address is no Redis', async () => {
  vi.stubEnv('MCP_REDIS_URL', '');
  expect(await look(await connected())).toEqual([]);
});

it.each(['http://127.0.0.1', '127.0.0.1:6379'])('%s is refused', async (address) => {
  vi.stubEnv('MCP_REDIS_URL', address);
  await expect(connected()).rejects.toThrow('redis://');
});

it('readiness tells a living one from a dead one', async () => {
  await withRedis(async (redis) => {
    expect(await look(redis)).toEqual([{ name: 'redis', problem: '', vital: false }]);
  });
  vi.stubEnv('MCP_REDIS_URL', 'redis://127.0.0.1:9');
  const dead = await connected();
  expect(await look(dead, true)).toEqual([{ name: 'redis', problem: 'Error', vital: true }]);
  dead?.disconnect();
});
