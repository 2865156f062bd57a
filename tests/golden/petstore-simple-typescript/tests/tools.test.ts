/** Tests of the tools, as an MCP client sees them. */
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ToolServer } from '../src/runtime/tools.js';
import { createServer } from '../src/server.js';
import { cases } from './cases.js';
import { connect, shown, textOf } from './connected.js';
import { useEnvironment } from './environment.js';
import { Upstream } from './upstream.js';

const upstream = new Upstream();
let server: ToolServer;
let client: Client;

beforeAll(async () => {
  useEnvironment(await upstream.start());
  server = createServer();
  client = await connect(server);
});

afterAll(async () => {
  await client.close();
  await server.close();
  await upstream.stop();
});

const call = (name: string, args: Record<string, unknown>) =>
  client.callTool({ name, arguments: args });
const some = cases.slice(0, 3);
const withJson = cases.filter(({ response }) => response.json !== undefined).slice(0, 3);

it('lists every tool with its schema', async () => {
  const { tools } = await client.listTools();
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  for (const one of cases) {
    const tool = known.get(one.tool);
    expect(tool?.description).not.toBe('');
    expect(tool?.annotations).toBeDefined();
    const properties = Object.keys(tool?.inputSchema.properties ?? {});
    expect(Object.keys(one.arguments).filter((name) => !properties.includes(name))).toEqual([]);
  }
});

describe('a tool sends the documented request', () => {
  it.each(cases)('$tool', async ({ tool, arguments: args, request, response }) => {
    upstream.reset(response);
    const result = await call(tool, args);
    expect(result.isError ?? false, textOf(result)).toBe(false);
    const [got] = upstream.requests;
    expect(upstream.requests).toHaveLength(1);
    const headers = Object.keys(request.headers).map((name) => [name, got?.headers[name]]);
    const cookies = request.cookies.filter((pair) => got?.cookies.includes(pair));
    expect({ ...got, headers: Object.fromEntries(headers), cookies }).toEqual(request);
    const { json, text, base64 } = response;
    const answer = { json, text, base64 };
    if (Object.values(answer).some((value) => value !== undefined)) {
      expect(shown(result)).toEqual(JSON.parse(JSON.stringify(answer)));
    }
  });
});

describe.skipIf(some.length === 0)('every tool', () => {
  it.each(some)('tells the model what the API refused: $tool', async (one) => {
    const json = { message: 'Not here' };
    upstream.reset({ status: 404, type: 'application/json', json });
    const result = await call(one.tool, one.arguments);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('404');
  });

  it.each(some)('refuses an argument that its schema does not know: $tool', async (one) => {
    upstream.reset({ status: 200 });
    const result = await call(one.tool, { ...one.arguments, no_such_argument_: 1 });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('no_such_argument_');
    expect(upstream.requests).toEqual([]);
  });
});

describe.skipIf(withJson.length === 0)('an answer that breaks the contract', () => {
  it.each(withJson)('is passed on: $tool', async ({ tool, arguments: args, response }) => {
    const surprise = { surprise: [null, { nested: true }] };
    upstream.reset({ status: 200, type: response.type ?? 'application/json', json: surprise });
    const result = await call(tool, args);
    expect(result.isError ?? false).toBe(false);
    expect(JSON.parse(textOf(result))).toEqual(surprise);
  });
});
