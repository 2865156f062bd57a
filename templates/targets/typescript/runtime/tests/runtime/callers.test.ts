/** Credentials of callers, on their way to the API: both sides over real HTTP. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { apiKey, basic, bearer } from '../../src/runtime/auth.js';
import { headerNames } from '../../src/runtime/callers.js';
import type { Security } from '../../src/runtime/credentials.js';
import { configureLog } from '../../src/runtime/log.js';
import { readSettings } from '../../src/runtime/settings.js';
import { ToolServer } from '../../src/runtime/tools.js';
import { createHttpServer } from '../../src/runtime/web.js';
import { Api } from './api.js';

const OWN = { TOKEN: 'own-token', KEY: 'own-key-1' };
const PING = { name: 'ping', description: 'Ping.', inputSchema: { type: 'object' as const } };

const api = new Api();
const open: Server[] = [];

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  configureLog('critical');
  for (const name of Object.keys(process.env)) if (name.startsWith('MCP_')) vi.stubEnv(name, '');
  api.reset();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server of one tool that calls the API; gives its address. */
async function serving(security: Security, credentials: Record<string, string>): Promise<URL> {
  const schemes = {
    token: bearer('TOKEN'),
    basic: basic('USER', 'PASS'),
    key: apiKey('KEY', 'header', 'X-Key'),
    query: apiKey('KEY', 'query', 'key'),
  };
  const client = api.client({ schemes }, { credentials });
  const about = { name: 't', title: 'T', version: '1', mode: 'static' } as const;
  const tools = new ToolServer({ ...about, tools: [PING] });
  tools.operation('ping', (_, call) => client.request('GET', '/x', { security }, call));
  const server = createHttpServer(tools, readSettings(), '127.0.0.1');
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
}

/** Calls the tool with the headers of one caller. */
async function call(
  address: URL,
  headers: Record<string, string> = {},
  mode: 'legacy' | 'auto' = 'auto',
): Promise<void> {
  const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(address, { requestInit: { headers } }));
  const result = await client.callTool({ name: 'ping', arguments: {} });
  expect(result.isError ?? false).toBe(false);
  await client.close();
}

const sent = (name: string) => api.seen.map(({ headers }) => headers[name]);

it('passes nothing on unless asked to', async () => {
  const address = await serving([['token', 'key']], OWN);
  await call(address, { authorization: 'Bearer theirs', 'x-key': 'theirs' });
  expect([sent('authorization'), sent('x-key')]).toEqual([['Bearer own-token'], ['own-key-1']]);
});

it.each(['legacy', 'auto'] as const)('tells callers apart: %s', async (mode) => {
  vi.stubEnv('MCP_PASS_THROUGH_AUTH', '1');
  const address = await serving([['token', 'key']], OWN);
  const names = [1, 2, 3, 4].map((number) => `Bearer caller-${number}`);
  await Promise.all(names.map((authorization) => call(address, { authorization }, mode)));
  await call(address, {}, mode);
  expect(sent('authorization').slice(0, 4).sort()).toEqual(names);
  expect(sent('authorization')[4]).toBe('Bearer own-token');
  expect(new Set(sent('x-key'))).toEqual(new Set(['own-key-1']));
});

it('needs no credential of its own then', async () => {
  vi.stubEnv('MCP_PASS_THROUGH_AUTH', 'authorization, X-Key');
  const address = await serving([['basic', 'key']], {});
  await call(address, { authorization: 'Basic abc', 'x-key': 'theirs' });
  expect([sent('authorization'), sent('x-key')]).toEqual([['Basic abc'], ['theirs']]);
});

it('passes on only credentials that the document wants', async () => {
  vi.stubEnv('MCP_PASS_THROUGH_AUTH', 'authorization,x-key,x-other');
  const address = await serving([['query']], OWN);
  await call(address, { authorization: 'Bearer theirs', 'x-key': 'k', 'x-other': 'o' });
  expect(api.seen[0]?.url).toBe('/x?key=own-key-1');
  expect(api.seen[0]?.headers).not.toHaveProperty('authorization');
  expect(api.seen[0]?.headers).not.toHaveProperty('x-key');
  expect(api.seen[0]?.headers).not.toHaveProperty('x-other');
});

it.each([
  ['', []],
  ['1', ['authorization']],
  ['true, X-Key ,', ['authorization', 'x-key']],
])('reads names: %j', (text, names) => {
  expect(headerNames(text)).toEqual(names);
});

it.each([[{ MCP_SERVER_TOKEN: 't' }], [{ MCP_JWT_PUBLIC_KEY: 'k', MCP_JWT_AUDIENCE: 'a' }]])(
  'never passes the token of this server on: %j',
  (guard) => {
    for (const [name, value] of Object.entries(guard)) vi.stubEnv(name, value);
    vi.stubEnv('MCP_PASS_THROUGH_AUTH', 'X-Api-Token');
    expect(readSettings().passThrough).toEqual(['x-api-token']);
    vi.stubEnv('MCP_PASS_THROUGH_AUTH', 'yes');
    expect(() => readSettings()).toThrow('name another header');
  },
);
