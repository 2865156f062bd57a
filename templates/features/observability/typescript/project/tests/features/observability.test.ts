/** What the server tells those who run it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Observability } from '../../src/features/observability.js';
import { ApiError } from '../../src/runtime/errors.js';
import { configureContext, configureLog, log } from '../../src/runtime/log.js';
import { registerSecret } from '../../src/runtime/redaction.js';
import { Api, json } from '../runtime/api.js';
import { PETS, petServer } from '../runtime/pets.js';
import { serving } from './serving.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const META = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
const ARGS = { pet_id: 1 };
let lines: string[] = [];

beforeEach(() => {
  lines = [];
  configureLog('info');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', '');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  configureContext(() => ({}));
});

const logged = () => lines.map((line) => JSON.parse(line));
const watched = (handler?: Parameters<typeof petServer>[0]) =>
  petServer(handler, { extensions: [new Observability()] });

describe('the log', () => {
  it('has all lines of one call under one id, without secrets', async () => {
    registerSecret('very-secret-value');
    const tools = watched(() => {
      log('info', 'inside', { value: 'very-secret-value' });
      throw new ApiError(500, 'It failed.');
    });
    const server = await serving(tools);
    await server.call('delete_pet', ARGS, { 'x-correlation-id': 'their-id' });
    await server.call('delete_pet', ARGS, { 'x-correlation-id': 'not an id!' });
    await server.stop();
    expect(logged().map(({ event }) => event)).toEqual([
      ...['inside', 'call failed', 'tool called'],
      ...['inside', 'call failed', 'tool called'],
    ]);
    const ids = logged().map((line) => line.correlation_id);
    expect(ids.slice(0, 3)).toEqual(['their-id', 'their-id', 'their-id']);
    expect(new Set(ids.slice(3)).size).toBe(1);
    expect(ids[3]).toMatch(/^\w{10}$/);
    expect(lines.join('')).not.toContain('very-secret-value');
  });

  it.each([
    ['writes', ['delete_pet']],
    ['all', ['get_pet', 'delete_pet']],
    ['off', []],
  ])('has an audit: %s', async (audit, expected) => {
    vi.stubEnv('MCP_AUDIT', audit);
    const [get, remove] = PETS;
    if (get === undefined || remove === undefined) throw new Error('there are no tools');
    const reading = { ...get, annotations: { readOnlyHint: true } };
    const tools = petServer(undefined, {
      extensions: [new Observability()],
      tools: [reading, remove],
    });
    await tools.start();
    for (const name of ['get_pet', 'delete_pet']) await tools.call(name, ARGS);
    await tools.close();
    expect(logged().map(({ tool }) => tool)).toEqual(expected);
    for (const line of logged()) {
      expect(line).toMatchObject({ logger: 'audit', arguments: ['pet_id'], outcome: 'ok' });
    }
  });

  it('says nothing of a setting that is wrong', () => {
    vi.stubEnv('MCP_AUDIT', 'some');
    expect(() => new Observability()).toThrow('MCP_AUDIT must be one of');
  });
});

describe('metrics', () => {
  it('count calls and requests by how they ended', async () => {
    const feature = new Observability();
    const api = new Api();
    await api.start();
    api.reset(json({}), json({}, 404));
    const client = api.client({}, { extensions: [feature] });
    const tools = petServer(
      (args, call) =>
        client.request('GET', '/pets/{id}', { path: { id: 1 } }, call).then(() => ({ data: args })),
      { extensions: [feature], client },
    );
    const server = await serving(tools);
    await server.call('get_pet', ARGS);
    await server.call('get_pet', ARGS);
    const { text, headers } = await server.get('/metrics', { host: 'prometheus.example' });
    await server.stop();
    await api.stop();
    expect(headers.get('content-type')).toContain('text/plain');
    for (const line of [
      'mcp_requests_total{tool="get_pet",outcome="ok"} 1',
      'mcp_requests_total{tool="get_pet",outcome="error"} 1',
      'mcp_request_duration_seconds_count{tool="get_pet"} 2',
      'mcp_requests_in_progress 0',
      'mcp_api_requests_total{operation="GET /pets/{id}",status="200"} 1',
      'mcp_api_requests_total{operation="GET /pets/{id}",status="404"} 1',
      'mcp_api_request_duration_seconds_count{operation="GET /pets/{id}"} 2',
    ]) {
      expect(text).toContain(line);
    }
  });

  it('tell callers who gave up from failures', async () => {
    const feature = new Observability();
    const stop = new AbortController();
    const tools = petServer(
      () => {
        stop.abort();
        return Promise.reject(stop.signal.reason);
      },
      { extensions: [feature] },
    );
    await tools.call('get_pet', ARGS, { signal: stop.signal });
    expect(await feature.metrics.text()).toContain('outcome="cancelled"} 1');
  });

  it('can be off', async () => {
    vi.stubEnv('MCP_METRICS', 'off');
    const server = await serving(watched());
    expect((await server.get('/metrics')).status).toBe(404);
    await server.stop();
  });
});

describe('traces', () => {
  it('follow the client, and go on to the API', async () => {
    const api = new Api();
    await api.start();
    const sent: Buffer[] = [];
    const collector = createServer((request, response) => {
      void buffer(request).then((body) => {
        sent.push(body);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
    const feature = new Observability();
    const client = api.client({}, { extensions: [feature] });
    const tools = petServer(undefined, { extensions: [feature], client });
    const tool = { description: 'Ask.', input: z.object({}) };
    tools.custom(
      'ask',
      tool,
      async (_, call) => (await client.request('GET', '/books', {}, call)).data,
    );
    const server = await serving(tools);
    await server.call('ask', {}, {}, META);
    await server.stop();
    await api.stop();
    collector.close();
    expect(String(api.seen[0]?.headers['traceparent'])).toContain(TRACE);
    expect(logged()[0]).toMatchObject({ event: 'tool called', trace_id: TRACE });
    expect(Buffer.concat(sent).toString()).toContain('tools/call ask');
  });
});
