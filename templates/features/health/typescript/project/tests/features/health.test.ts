/** Readiness, by what the server depends on. */
import { afterEach, expect, it, vi } from 'vitest';
import { Health, reach } from '../../src/features/health.js';
import type { Dependency, Extension } from '../../src/runtime/extensions.js';
import { Api } from '../runtime/api.js';
import { petServer } from '../runtime/pets.js';
import { serving } from './serving.js';

afterEach(() => vi.unstubAllEnvs());

const redis = (problem = '', vital = true): Dependency => ({ name: 'redis', problem, vital });
/** Depends on what it is given. */
const needing = (...found: Dependency[]) => ({ dependencies: vi.fn(async () => found) });

/** What /ready says about a server with these. */
async function ready(others: readonly Extension[], isStopping = false, times = 1) {
  const tools = petServer(undefined, { extensions: [new Health(), ...others] });
  const server = await serving(tools);
  tools.isStopping = isStopping;
  for (let count = 1; count < times; count += 1) await server.get('/ready');
  const { status, text } = await server.get('/ready');
  await server.stop();
  return { code: status, ...JSON.parse(text) };
}

it.each([
  [[], 200, 'healthy'],
  [[redis()], 200, 'healthy'],
  [[redis('gone', false)], 200, 'degraded'],
  [[redis('gone')], 503, 'unhealthy'],
])('status follows what is missing: %j', async (found, code, status) => {
  const checks = Object.fromEntries(found.map(({ problem }) => ['redis', problem || 'healthy']));
  expect(await ready([needing(...found)])).toEqual({ code, status, checks, version: '1.2.3' });
});

it('a server that stops wants no calls', async () => {
  expect(await ready([], true)).toMatchObject({ code: 503, status: 'stopping' });
});

it('answers are kept for a moment', async () => {
  const needs = needing();
  await ready([needs], false, 3);
  expect(needs.dependencies).toHaveBeenCalledTimes(1);
});

it('an API is reached without being called', async () => {
  const api = new Api();
  await api.start();
  expect(await reach(api.url)).toBe('');
  expect(api.seen).toEqual([]);
  await api.stop();
  expect(await reach('http://127.0.0.1:9')).toBe('ECONNREFUSED');
});

it.each([
  ['', 'degraded'],
  ['1', 'unhealthy'],
])('a missing API is vital only where that is said: "%s"', async (vital, status) => {
  vi.stubEnv('MCP_READY_UPSTREAM', vital);
  const client = { baseUrl: 'http://127.0.0.1:9', close: () => Promise.resolve() };
  const server = await serving(petServer(undefined, { extensions: [new Health()], client }));
  const checks = { api: 'ECONNREFUSED' };
  expect(JSON.parse((await server.get('/ready')).text)).toMatchObject({ status, checks });
  await server.stop();
});
