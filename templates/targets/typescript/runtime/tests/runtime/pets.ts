/** A small server, for the tests of what stands around its tools. */
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import type { ApiResponse } from '../../src/runtime/answers.js';
import type { RawTool } from '../../src/runtime/catalog.js';
import { ToolServer, type ToolServerOptions } from '../../src/runtime/tools.js';

type Answer = Pick<ApiResponse, 'data'> & Partial<ApiResponse>;
type Handler = (args: object, call: { readonly signal?: AbortSignal }) => Promise<Answer>;

const tool = (name: string, more: Partial<RawTool>): RawTool => ({
  name,
  title: name.replaceAll('_', ' '),
  description: `About ${name}.`,
  inputSchema: {
    type: 'object',
    properties: { pet_id: { type: 'integer' }, note: { type: 'string', maxLength: 5 } },
    required: ['pet_id'],
  },
  ...more,
});

export const PETS: readonly RawTool[] = [
  tool('get_pet', {
    _operation: { operationId: 'getPet', method: 'GET', path: '/pets/{petId}', tags: ['pets'] },
  }),
  tool('delete_pet', {
    _operation: { operationId: 'deletePet', method: 'DELETE', path: '/pets/{petId}' },
  }),
  tool('place_order', { _operation: { method: 'POST', path: '/orders', tags: ['store'] } }),
];

/** Every tool answers what `handler` gives: by default its arguments. */
export function petServer(
  handler: Handler = (args) => Promise.resolve({ data: args }),
  options: Partial<ToolServerOptions> = {},
): ToolServer {
  const names = { name: 'pets', title: 'Pets', version: '1.2.3' };
  const server = new ToolServer({ ...names, tools: PETS, mode: 'static', ...options });
  for (const { name } of PETS) {
    server.operation(name, async (args, call) => {
      const answer = { status: 200, headers: {}, mediaType: 'application/json', parse: () => args };
      return { ...answer, ...(await handler(args, call)) };
    });
  }
  return server;
}

/** A client that is connected to the server in this process. */
export async function connected(server: ToolServer): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await Promise.all([server.connection().connect(far), client.connect(near)]);
  return client;
}
