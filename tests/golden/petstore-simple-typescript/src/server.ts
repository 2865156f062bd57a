/** The MCP server of Swagger Petstore. */
import { readFileSync } from 'node:fs';
import { PetstoreClient } from './client.js';
import { registerCustomTools } from './custom-tools.js';
import { ToolServer } from './runtime/tools.js';
import { registerPets } from './tools/pets.js';

const packageFile = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const { version } = JSON.parse(packageFile) as { readonly version: string };

/** The server with all its tools; it serves as many connections as there are. */
export function createServer(): ToolServer {
  const client = new PetstoreClient();
  const server = new ToolServer({
    name: 'mcp-petstore',
    title: 'Swagger Petstore',
    version,
    tools: new URL('../src/tools.json', import.meta.url),
    mode: 'static',
    client,
  });
  registerPets(server, client);
  registerCustomTools(server);
  return server;
}
