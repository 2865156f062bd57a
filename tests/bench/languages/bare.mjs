// One tool on the SDK alone, over HTTP: a fetch, its JSON as the answer. BENCH_URL is the API, BENCH_PORT where to listen.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { Agent, request } from 'undici';
import { z } from 'zod';

const inputSchema = z.object({ page: z.int().optional(), limit: z.int().optional() });
const dispatcher = new Agent({ connections: 100 });

function connection() {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool(
    'get_museum_hours',
    { description: 'Ask the API.', inputSchema },
    async ({ page = 1, limit = 10 }) => {
      const url = `${process.env.BENCH_URL}/museum-hours?page=${page}&limit=${limit}`;
      const { body } = await request(url, { dispatcher });
      const data = await body.json();
      return { content: [{ type: 'text', text: JSON.stringify(data) }], structuredContent: data };
    },
  );
  return server;
}

const serve = toNodeHandler(createMcpHandler(connection));
createServer((request, response) => void serve(request, response)).listen(
  Number(process.env.BENCH_PORT),
  '127.0.0.1',
);
