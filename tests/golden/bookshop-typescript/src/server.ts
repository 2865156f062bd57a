/** The MCP server of Bookshop. */
import { readFileSync } from 'node:fs';
import { BookshopClient } from './client.js';
import { registerCustomTools } from './custom-tools.js';
import { ToolServer } from './runtime/tools.js';
import { registerBooks } from './tools/books.js';
import { registerOrders } from './tools/orders.js';

const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = JSON.parse(packageFile) as { readonly version: string };

/** The server with all its tools; it serves as many connections as there are. */
export function createServer(): ToolServer {
  const client = new BookshopClient();
  const server = new ToolServer({
    name: 'mcp-bookshop',
    title: 'Bookshop',
    version,
    tools: new URL('../src/tools.json', import.meta.url),
    mode: 'static',
    client,
  });
  registerBooks(server, client);
  registerOrders(server, client);
  registerCustomTools(server);
  return server;
}
