/** Leaving without anybody noticing. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { Shutdown } from '../../src/features/shutdown.js';
import { configureLog } from '../../src/runtime/log.js';
import { readSettings } from '../../src/runtime/settings.js';
import { serveHttp } from '../../src/runtime/web.js';
import { petServer } from '../runtime/pets.js';

afterEach(() => vi.unstubAllEnvs());

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

it('serves on for a while, asks for new connections, and then is gone', async () => {
  configureLog('critical');
  vi.stubEnv('MCP_DRAIN_SECONDS', '2');
  const tools = petServer(undefined, { extensions: [new Shutdown()] });
  const stop = new AbortController();
  const port = await freePort();
  const served = serveHttp(tools, readSettings(), { host: '127.0.0.1', port }, stop.signal);
  const health = () => fetch(`http://127.0.0.1:${port}/health`);
  await expect
    .poll(() => health().catch(() => undefined), { timeout: 10_000 })
    .toMatchObject({ status: 200 });
  expect((await health()).headers.get('connection')).toBe('keep-alive');
  stop.abort();
  const late = await health();
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
  await served;
  await expect(health()).rejects.toThrow();
});

it('running calls have as long as was set, and as usual where nothing was', () => {
  vi.stubEnv('MCP_DRAIN_SECONDS', '');
  vi.stubEnv('MCP_GRACE_SECONDS', '');
  expect(new Shutdown().graceSeconds()).toBe(8);
  vi.stubEnv('MCP_GRACE_SECONDS', '40');
  expect(new Shutdown().graceSeconds()).toBe(40);
});

it('a wrong setting is found at the start', () => {
  vi.stubEnv('MCP_DRAIN_SECONDS', 'soon');
  expect(() => new Shutdown()).toThrow('MCP_DRAIN_SECONDS');
});
