/** The tools as an MCP client sees them. */
import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError, ArgumentError } from '../../src/runtime/errors.js';
import { configureLog } from '../../src/runtime/log.js';
import type { ToolServer } from '../../src/runtime/tools.js';
import { connected, PETS, petServer } from './pets.js';

beforeEach(() => configureLog('critical'));
afterEach(() => {
  delete process.env['MCP_TOOLS'];
  delete process.env['MCP_MAX_RESPONSE_BYTES'];
});

const textOf = ({ content }: CallToolResult): string =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

async function withClient<T>(server: ToolServer, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await connected(server);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const call = (server: ToolServer, name: string, args: Record<string, unknown> = {}) =>
  withClient(server, (client) => client.callTool({ name, arguments: args }));

const namesOf = (server: ToolServer) =>
  withClient(server, async (client) => (await client.listTools()).tools.map(({ name }) => name));

describe('a tool of the document', () => {
  it('is listed as tools.json has it, without what is ours', async () => {
    const { tools } = await withClient(petServer(), (client) => client.listTools());
    expect(tools).toHaveLength(3);
    expect(tools[0]).toMatchObject({ name: 'get_pet', description: 'About get_pet.' });
    expect(tools[0]).not.toHaveProperty('_operation');
  });

  it('gives its answer as text and as structured content', async () => {
    const result = await call(petServer(), 'get_pet', { pet_id: 1 });
    expect(result).toMatchObject({ structuredContent: { pet_id: 1 } });
    expect(textOf(result)).toBe('{"pet_id":1}');
  });

  it('that is not there is an error of the protocol', async () => {
    await expect(call(petServer(), 'no_such_tool')).rejects.toMatchObject({ code: -32_602 });
  });

  it('says nothing about errors that nobody foresaw', async () => {
    const server = petServer(() => Promise.reject(new Error('inside-secret')));
    const result = await call(server, 'get_pet', { pet_id: 1 });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^The tool failed inside the server \(reference \w{10}/);
  });

  it.each([
    [new ArgumentError('pet_id', 'is odd'), /^Argument pet_id: is odd\.$/],
    [new ApiError(409, 'Conflict.', undefined, { cause: new Error('x') }), /^Conflict\. \(ref/],
  ])('passes on errors that are meant for the model', async (error, text) => {
    const server = petServer(() => Promise.reject(error));
    const result = await call(server, 'get_pet', { pet_id: 1 });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(text);
  });

  it('without a handler is a failure', async () => {
    const server = petServer(undefined, {
      tools: [{ name: 'lost', description: 'Lost.', inputSchema: { type: 'object' } }],
    });
    expect(textOf(await call(server, 'lost'))).toContain('failed inside');
  });

  it('is told when the client gives up', async () => {
    let signal: AbortSignal | undefined;
    const server = petServer((_, options) => {
      signal = options.signal;
      return new Promise(() => undefined);
    });
    const stop = new AbortController();
    await withClient(server, async (client) => {
      const params = { name: 'get_pet', arguments: { pet_id: 1 } };
      const running = client.callTool(params, { signal: stop.signal });
      await expect.poll(() => server.running).toBe(1);
      stop.abort();
      await expect(running).rejects.toThrow();
      await expect.poll(() => signal?.aborted).toBe(true);
    });
  });

  it('closes what it uses', async () => {
    let closed = false;
    const close = async (): Promise<void> => {
      closed = true;
    };
    await petServer(undefined, { client: { baseUrl: '', close } }).close();
    expect(closed).toBe(true);
  });
});

describe('an answer', () => {
  const answered = (answer: Parameters<typeof petServer>[0]) =>
    call(petServer(answer), 'get_pet', { pet_id: 1 });

  it('that is empty says so', async () => {
    const answer = { data: null, mediaType: '', status: 204 };
    expect(textOf(await answered(() => Promise.resolve(answer)))).toContain('Done (status 204');
  });

  it('of text is text', async () => {
    const answer = { data: 'ä', mediaType: 'text/plain' };
    expect(textOf(await answered(() => Promise.resolve(answer)))).toBe('ä');
  });

  it('that is no object stands in a member', async () => {
    const result = await answered(() => Promise.resolve({ data: [1] }));
    expect(result).toMatchObject({ structuredContent: { result: [1] } });
  });

  it('with long numbers keeps their digits', async () => {
    const answer = { data: [1e20], exact: '[100000000000000000001]' };
    const result = await answered(() => Promise.resolve(answer));
    expect(textOf(result)).toBe('[100000000000000000001]');
    expect(result.structuredContent).toBeUndefined();
  });

  it.each([
    ['image/png', { type: 'image', data: 'AQI=', mimeType: 'image/png' }],
    ['audio/mpeg', { type: 'audio', data: 'AQI=', mimeType: 'audio/mpeg' }],
    ['', { type: 'resource', resource: { blob: 'AQI=', mimeType: 'application/octet-stream' } }],
  ])('of %j is content of that kind', async (mediaType, content) => {
    const result = await answered(() => Promise.resolve({ data: Buffer.from([1, 2]), mediaType }));
    expect(result.content[0]).toMatchObject(content);
  });

  it('of a tool with an output schema always has structured content', async () => {
    const tools = PETS.map((tool) => ({ ...tool, outputSchema: { type: 'object' as const } }));
    const answered = async (data: unknown, mediaType = 'application/json') => {
      const server = petServer(() => Promise.resolve({ data, mediaType }), { tools });
      return (await call(server, 'get_pet', { pet_id: 1 })).structuredContent;
    };
    expect(await answered({ id: 1 })).toEqual({ id: 1 });
    expect(await answered('a text', 'text/plain')).toEqual({ answer_in_content: 'text' });
    expect(await answered(Buffer.from([1]), 'image/png')).toEqual({ answer_in_content: 'image' });
    const refusing = petServer(() => Promise.reject(new ApiError(404, 'Not there.')), { tools });
    expect((await call(refusing, 'get_pet', { pet_id: 1 })).isError).toBe(true);
  });

  it('is cut at the limit, and says how to ask for less', async () => {
    process.env['MCP_MAX_RESPONSE_BYTES'] = '2000';
    const long = `${'\u0001'.repeat(1_000)}${'a'.repeat(20_000)}`;
    const result = await answered(() => Promise.resolve({ data: [long] }));
    expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(2_600);
    expect(textOf(result)).toContain('Ask for less');
    const bytes = await answered(() => Promise.resolve({ data: Buffer.alloc(9_000) }));
    expect(bytes.isError).toBe(true);
    expect(textOf(bytes)).toContain('too large to show');
  });
});

describe('a tool written by hand', () => {
  const input = z.object({ word: z.string().min(2) });
  const server = petServer();
  server.custom('shout', { description: 'Shouts.', input }, ({ word }) => word.toUpperCase());

  it('stands beside the others', async () => {
    expect(await namesOf(server)).toEqual(['get_pet', 'delete_pet', 'place_order', 'shout']);
    expect(textOf(await call(server, 'shout', { word: 'hey' }))).toBe('"HEY"');
  });

  it('says what is wrong with its arguments', async () => {
    const result = await call(server, 'shout', { word: 'h' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('Change the arguments. word: ');
  });
});

describe('dynamic mode', () => {
  const dynamic = () => petServer(undefined, { mode: 'dynamic', pinned: ['get_pet', 'gone'] });
  const structured = async (name: string, args: Record<string, unknown>) =>
    (await call(dynamic(), name, args)).structuredContent;

  it('offers three tools and the pinned ones', async () => {
    const helpers = ['search_operations', 'describe_operation', 'call_operation'];
    expect(await namesOf(dynamic())).toEqual([...helpers, 'get_pet']);
    process.env['MCP_TOOLS'] = 'static';
    expect(await namesOf(dynamic())).toHaveLength(3);
  });

  it('finds operations by words, names first', async () => {
    const pets = await structured('search_operations', { query: 'pets' });
    expect(pets).toMatchObject({ total: 2, operations: [{ name: 'get_pet' }, {}] });
    const exact = await structured('search_operations', { query: 'DELETE /pets/{petId}' });
    expect(exact).toMatchObject({ operations: [{ name: 'delete_pet' }, {}] });
    const all = await structured('search_operations', { query: '', limit: 1 });
    expect(all).toMatchObject({ total: 3, operations: [{ name: 'get_pet' }] });
  });

  it('describes and calls an operation by each of its names', async () => {
    for (const name of ['get_pet', 'getPet', 'GET /pets/{petId}']) {
      const shown = await structured('describe_operation', { name });
      expect(shown).toMatchObject({ name: 'get_pet', method: 'GET', path: '/pets/{petId}' });
      const args = { name, arguments: { pet_id: 7 } };
      expect(await structured('call_operation', args)).toEqual({ pet_id: 7 });
    }
  });

  it.each([
    ['call_operation', { name: 'get_pets' }, 'Did you mean get_pet?'],
    ['describe_operation', { name: 'zzz' }, 'Use search_operations'],
    ['call_operation', { name: 'get_pet' }, 'pet_id: is required'],
    ['search_operations', { query: '', limit: 0 }, 'limit: breaks the rule'],
  ])('%s with %j says what to change', async (name, args, text) => {
    const result = await call(dynamic(), name, args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(text);
  });

  it('does not call operations that are no tools by their own name', async () => {
    await expect(call(dynamic(), 'delete_pet', { pet_id: 1 })).rejects.toThrow('Unknown tool');
  });
});
