/** Both transports, their guards, start and stop. */
import { createServer as createWebServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SettingsError } from '../../src/runtime/errors.js';
import { Buckets } from '../../src/runtime/guards.js';
import { configureLog } from '../../src/runtime/log.js';
import { run } from '../../src/runtime/serving.js';
import { readSettings } from '../../src/runtime/settings.js';
import { allowSignIn, canSignIn } from '../../src/runtime/sign-in.js';
import { serveStdin } from '../../src/runtime/stdio.js';
import { createHttpServer, serveHttp } from '../../src/runtime/web.js';
import { petServer } from './pets.js';

const open: Server[] = [];

beforeEach(() => {
  configureLog('critical');
  for (const name of Object.keys(process.env)) if (name.startsWith('MCP_')) vi.stubEnv(name, '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Listens on a free port of the loopback interface and gives it. */
async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const probe = createWebServer();
  const port = await listen(probe);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** Serves with these settings besides the usual ones; gives the port. */
function serving(environment: Record<string, string> = {}, tools = petServer()): Promise<number> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return listen(createHttpServer(tools, readSettings(), '127.0.0.1'));
}

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One request with headers that fetch would not send. */
function get(port: number, path: string, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      const { statusCode: status = 0, headers: received } = response;
      text(response).then((body) => resolve({ status, headers: received, body }), reject);
    });
    sent.on('error', reject).end();
  });
}

async function listTools(port: number, mode: 'legacy' | 'auto', token?: string): Promise<string[]> {
  const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode } });
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const address = new URL(`http://127.0.0.1:${port}/mcp`);
  await client.connect(new StreamableHTTPClientTransport(address, { requestInit: { headers } }));
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

describe('over HTTP', () => {
  it.each(['legacy', 'auto'] as const)(
    'clients of each protocol era are served: %s',
    async (era) => {
      expect(await listTools(await serving(), era)).toEqual([
        'get_pet',
        'delete_pet',
        'place_order',
      ]);
    },
  );

  it.each(['legacy', 'auto'] as const)('a call can be cancelled: %s', async (mode) => {
    let signal: AbortSignal | undefined;
    const tools = petServer((_, call) => {
      signal = call.signal;
      return new Promise(() => undefined);
    });
    const port = await serving({}, tools);
    const client = new Client(
      { name: 'tests', version: '1.0.0' },
      { versionNegotiation: { mode } },
    );
    const address = new URL(`http://127.0.0.1:${port}/mcp`);
    await client.connect(new StreamableHTTPClientTransport(address));
    const stop = new AbortController();
    const params = { name: 'get_pet', arguments: { pet_id: 1 } };
    const call = client.callTool(params, { signal: stop.signal });
    await expect.poll(() => tools.running).toBe(1);
    stop.abort();
    await expect(call).rejects.toThrow();
    await expect.poll(() => signal?.aborted).toBe(true);
    await client.close();
  });

  it.each([
    ['{"jsonrpc":', 400],
    ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]', 400],
    ['{"id":1,"method":"ping"}', 400],
    [
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":${'['.repeat(300)}${']'.repeat(300)}}}`,
      400,
    ],
    ['{"jsonrpc":"2.0","id":1,"method":"ping"}', 200],
  ])('a body that is no message is refused: %s', async (body, status) => {
    const response = await fetch(`http://127.0.0.1:${await serving()}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body,
    });
    expect(response.status).toBe(status);
    await response.body?.cancel();
  });

  it('/health needs nothing, and other paths are not there', async () => {
    const port = await serving({ MCP_SERVER_TOKEN: 'server-token' });
    const health = await get(port, '/health?x', { host: 'elsewhere.example' });
    expect(health).toMatchObject({ status: 200, body: '{"status":"healthy"}' });
    const authorization = 'Bearer server-token';
    expect((await get(port, '/other', { authorization })).status).toBe(404);
  });

  it.each([
    [{ host: 'evil.example' }, 421],
    [{ host: 'localhost:x' }, 421],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'localhost:1', origin: 'http://127.0.0.1:3000' }, 404],
    [{ host: 'mcp.example', origin: 'https://app.example' }, 404],
  ])('names are checked: %j', async (headers, status) => {
    const allowed = {
      MCP_ALLOWED_HOSTS: 'mcp.example',
      MCP_ALLOWED_ORIGINS: 'https://app.example',
    };
    expect((await get(await serving(allowed), '/other', headers)).status).toBe(status);
  });

  it('a client that asks too often has to wait', async () => {
    const port = await serving({ MCP_RATE_LIMIT: '1/2' });
    const all = [await get(port, '/a'), await get(port, '/a'), await get(port, '/a')];
    expect(all.map(({ status }) => status)).toEqual([404, 404, 429]);
    expect(all[2]?.headers['retry-after']).toBe('1');
  });

  it('a failure is an answer without its reason', async () => {
    const tools = petServer();
    const fail = () => {
      throw new Error('inside-secret');
    };
    const port = await serving({}, Object.assign(tools, { connection: fail }));
    const response = await fetch(`http://127.0.0.1:${port}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).not.toContain('inside-secret');
  });
});

describe('a bearer token', () => {
  it('is needed where one is set', async () => {
    const port = await serving({ MCP_SERVER_TOKEN: 'server-token', MCP_RATE_LIMIT: 'off' });
    expect((await get(port, '/mcp')).headers['www-authenticate']).toContain('invalid_token');
    const wrong = await get(port, '/mcp', { authorization: 'Bearer wrong' });
    expect(wrong.status).toBe(401);
    expect(await listTools(port, 'auto', 'server-token')).toHaveLength(3);
  });

  it('cannot be guessed quickly', async () => {
    const port = await serving({ MCP_SERVER_TOKEN: 'server-token', MCP_RATE_LIMIT: '1/2' });
    const statuses: number[] = [];
    for (const guess of ['a', 'b', 'c']) {
      statuses.push((await get(port, '/mcp', { authorization: `Bearer ${guess}` })).status);
    }
    expect(statuses).toEqual([401, 401, 429]);
  });

  it('of an issuer is checked: signature, audience, issuer, end', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const stranger = await generateKeyPair('ES256');
    const port = await serving({
      MCP_JWT_PUBLIC_KEY: (await exportSPKI(publicKey)).replaceAll('\n', '\\n'),
      MCP_JWT_AUDIENCE: 'us',
      MCP_JWT_ISSUER: 'https://issuer.example',
      MCP_RATE_LIMIT: 'off',
    });
    const good = { aud: 'us', iss: 'https://issuer.example', exp: 4_000_000_000 };
    const status = async (payload: JWTPayload, key = privateKey) => {
      const token = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256' }).sign(key);
      return (await get(port, '/other', { authorization: `Bearer ${token}` })).status;
    };
    expect(await status(good)).toBe(404);
    expect(await status({ ...good, aud: 'others' })).toBe(401);
    expect(await status({ ...good, iss: 'https://other.example' })).toBe(401);
    expect(await status({ ...good, exp: 1 })).toBe(401);
    expect(await status({ aud: 'us', iss: 'https://issuer.example' })).toBe(401);
    expect(await status(good, stranger.privateKey)).toBe(401);
    expect((await get(port, '/other', { authorization: 'Bearer a.b.c' })).status).toBe(401);
  });

  it('is checked with the keys that its issuer publishes', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' };
    const keys = createWebServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
    const port = await serving({
      MCP_JWT_JWKS_URL: `http://127.0.0.1:${await listen(keys)}/keys`,
      MCP_JWT_AUDIENCE: 'us',
    });
    const token = await new SignJWT({ aud: 'us', exp: 4_000_000_000 })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .sign(privateKey);
    expect(await listTools(port, 'auto', token)).toHaveLength(3);
  });
});

describe('the limit of a client', () => {
  it('fills up again, and never above its burst', () => {
    let now = 0;
    const buckets = new Buckets(2, 3, () => now);
    for (let count = 0; count < 3; count += 1) buckets.take('a');
    expect(buckets.wait('a')).toBe(0.5);
    expect(buckets.wait('b')).toBe(0);
    now = 1;
    expect(buckets.wait('a')).toBe(0);
    now = 100;
    for (let count = 0; count < 3; count += 1) buckets.take('a');
    expect(buckets.wait('a')).toBe(0.5);
    expect(new Buckets(0, 0).wait('a')).toBe(0);
  });

  it('is forgotten for who came least recently', () => {
    const buckets = new Buckets(1, 1, () => 0);
    buckets.take('first');
    for (let index = 0; index < 10_000; index += 1) buckets.take(`client ${index}`);
    expect(buckets.wait('first')).toBe(0);
    expect(buckets.wait('client 9999')).toBe(1);
  });
});

describe('start and stop', () => {
  it('lets calls that run finish', async () => {
    let finish: (answer: { data: unknown }) => void = () => undefined;
    const tools = petServer(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    const stop = new AbortController();
    const lines: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
    configureLog('info');
    const port = await freePort();
    const served = serveHttp(tools, readSettings(), { host: '127.0.0.1', port }, stop.signal);
    await expect.poll(() => lines.join('')).toContain(`http://127.0.0.1:${port}/mcp`);
    const client = new Client({ name: 'tests', version: '1.0.0' });
    const address = new URL(`http://127.0.0.1:${port}/mcp`);
    await client.connect(new StreamableHTTPClientTransport(address));
    const call = client.callTool({ name: 'get_pet', arguments: { pet_id: 1 } });
    await expect.poll(() => tools.running).toBe(1);
    stop.abort();
    finish({ data: 'done' });
    expect((await call).content).toEqual([{ type: 'text', text: '"done"' }]);
    await served;
    await client.close();
    vi.restoreAllMocks();
  });

  it('a port that is taken ends with one line', async () => {
    const port = await listen(createWebServer());
    const lines: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
    const stop = vi.fn();
    const create = () => petServer(undefined, { extensions: [{ start: () => undefined, stop }] });
    const code = await run(create, 'mcp-pets', ['--http', '--port', String(port)]);
    vi.restoreAllMocks();
    expect(code).toBe(1);
    expect(stop).toHaveBeenCalledOnce();
    expect(lines).toEqual([`mcp-pets: cannot listen on 127.0.0.1:${port} (EADDRINUSE)\n`]);
  });

  it.each([
    [[], true],
    [['--http'], false],
  ])('people sign in where they sit at its machine: %j', async (line, isPossible) => {
    allowSignIn(!isPossible);
    const broken = () => {
      throw new SettingsError('enough');
    };
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await run(broken, 'mcp-pets', line);
    vi.restoreAllMocks();
    expect(canSignIn()).toBe(isPossible);
  });
});

describe('over stdin and stdout', () => {
  const session = (...messages: readonly (object | string)[]) =>
    messages.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
  const hello = {
    jsonrpc: '2.0',
    id: 'hello',
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'tests', version: '1' },
    },
  };
  const params = { name: 'get_pet', arguments: { pet_id: 1 } };
  const call = { jsonrpc: '2.0', id: 'call', method: 'tools/call', params };

  /** What the server writes until its input ends. */
  async function answers(input: string, tools = petServer()): Promise<Map<unknown, unknown>> {
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const served = serveStdin(tools, new AbortController().signal, streams);
    streams.input.end(input);
    await served;
    streams.output.end();
    const lines = (await text(streams.output)).trim().split('\n');
    return new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.id, one]));
  }

  it('calls that were read are answered before the end', async () => {
    const slow = petServer(
      (args) => new Promise((resolve) => setTimeout(() => resolve({ data: args }), 300)),
    );
    const got = await answers(session(hello, '', call), slow);
    expect(got.get('hello')).toMatchObject({ result: { serverInfo: { name: 'pets' } } });
    expect(got.get('call')).toMatchObject({ result: { structuredContent: { pet_id: 1 } } });
  });

  it.each([
    ['{"jsonrpc":', -32_700],
    ['[]', -32_600],
    ['{"jsonrpc":"2.0","id":true,"method":"ping"}', -32_600],
    ['{"jsonrpc":"2.0","id":1}', -32_600],
    [
      `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      -32_600,
    ],
  ])('%.80s is answered, and the next message is read', async (line, code) => {
    const got = await answers(session(hello, line, call));
    expect(got.get(null)).toMatchObject({ error: { code } });
    expect(got.get('call')).toHaveProperty('result');
  });

  it.each(['the signal', 'the output'])('%s ends it', async (what) => {
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const stop = new AbortController();
    const served = serveStdin(petServer(), stop.signal, streams);
    if (what === 'the signal') stop.abort();
    else streams.output.destroy(new Error('EPIPE'));
    await served;
    streams.input.destroy();
  });
});
