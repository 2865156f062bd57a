/** A server over HTTP, in this process, and calls of its tools as clients of 2026-07-28 send them. */
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';
import { readSettings } from '../../src/runtime/settings.js';
import type { ToolServer } from '../../src/runtime/tools.js';
import { createHttpServer } from '../../src/runtime/web.js';

const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'tests', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

type Texts = Readonly<Record<string, string>>;

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A server that runs. */
export interface Serving {
  readonly url: string;
  get(path: string, headers?: Texts): Promise<Answer>;
  post(path: string, body: unknown, headers?: Texts): Promise<Answer>;
  /** Calls a tool; `meta` is what stands in `_meta` besides. */
  call(tool: string, args?: object, headers?: Texts, meta?: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** Serves on a free port of the loopback interface, with these settings besides those of the test. */
export async function serving(tools: ToolServer, environment: Texts = {}): Promise<Serving> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  await tools.start();
  const server = createHttpServer(tools, readSettings(), '127.0.0.1');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const post: Serving['post'] = (path, body, headers = {}) =>
    send(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    url,
    post,
    get: (path, headers = {}) => send(path, { headers }),
    call: (tool, args = {}, headers = {}, meta = {}) => {
      const params = { name: tool, arguments: args, _meta: { ...META, ...meta } };
      const usual = {
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': REVISION,
        'mcp-method': 'tools/call',
        'mcp-name': tool,
      };
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
      return post('/mcp', body, { ...usual, ...headers });
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await tools.close();
    },
  };
}
