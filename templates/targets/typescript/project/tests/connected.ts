/** An MCP client that is connected to a server in this process. */
import { type CallToolResult, Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import type { ToolServer } from '../src/runtime/tools.js';

export async function connect(tools: ToolServer): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await tools.start();
  await Promise.all([tools.connection().connect(far), client.connect(near)]);
  return client;
}

/** All texts of a result. */
export const textOf = ({ content }: CallToolResult): string =>
  content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

/** What a result shows, in the words of a case. */
export function shown(result: CallToolResult): unknown {
  const [part] = result.content;
  if (part === undefined) return {};
  if (part.type === 'text' && result.structuredContent !== undefined) {
    return { json: JSON.parse(part.text) };
  }
  if (part.type === 'text') return { text: part.text };
  if (part.type === 'resource' && 'blob' in part.resource) return { base64: part.resource.blob };
  return 'data' in part ? { base64: part.data } : {};
}
