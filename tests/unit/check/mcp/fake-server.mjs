// A small MCP server of both protocol eras over stdio and HTTP (`--http --port N`), right by default. FAKE_FAULT breaks it in one
// way. FAKE_TOOLS: JSON of [{name, inputSchema, annotations, method, path, hidden}]; BOOKS_BASE_URL: the API.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

const fault = process.env.FAKE_FAULT ?? '';
const tools = JSON.parse(process.env.FAKE_TOOLS ?? '[]');
const done = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

async function callTool({ name, arguments: args = {} }) {
  const called = name === 'call_operation' ? args : { name, arguments: args };
  const tool = tools.find((each) => each.name === called.name && !each.hidden === (called !== args));
  if (fault === 'error-result')
    return { isError: true, content: [{ type: 'text', text: 'upstream said no' }] };
  if (fault === 'no-request') return { content: [{ type: 'text', text: '{}' }] };
  const path = tool.path.replace(/\{(\w+)\}/g, (_, key) => encodeURIComponent(called.arguments[key]));
  const url = `${process.env.BOOKS_BASE_URL}${fault === 'wrong-path' ? '/elsewhere' : ''}${path}`;
  const response = await fetch(url, { method: fault === 'wrong-method' ? 'PUT' : tool.method });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.headers.get('content-type') === 'image/png') {
    return { content: [{ type: 'image', data: bytes.toString('base64'), mimeType: 'image/png' }] };
  }
  const text = fault === 'other-answer' ? '{"else":1}' : bytes.toString('utf8');
  return { content: [{ type: 'text', text }] };
}

async function answer({ id, method, params }) {
  const result = (value) => ({ jsonrpc: '2.0', id, result: { ...done, ...value } });
  if (method === 'initialize') {
    const serverInfo = { name: 'fake', version: '1' };
    return result({ protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo });
  }
  if (method === 'server/discover' && fault !== 'old') {
    return result({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
  }
  if (method === 'tools/list') {
    const listed = tools.slice(fault === 'no-tool' ? 1 : 0).filter(({ hidden }) => !hidden);
    const schema = (tool) => (fault === 'other-schema' ? { type: 'object' } : tool.inputSchema);
    return result({
      tools: listed.map((tool) => ({
        name: tool.name,
        inputSchema: schema(tool),
        annotations: tool.annotations,
      })),
    });
  }
  if (method === 'tools/call') return result(await callTool(params));
  return { jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } };
}

const exitCode = fault === 'exit-code' ? 7 : 0;
process.on('SIGTERM', () => fault !== 'stays' && process.exit(exitCode));
if (fault === 'crash') {
  console.error('ImportError: no module named books');
  process.exit(1);
}

if (process.argv.includes('--http')) {
  const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
  const server = createServer(async (request, response) => {
    if (request.url === '/health') return response.writeHead(fault === 'unhealthy' ? 503 : 200).end('{}');
    if (request.method !== 'POST') return response.writeHead(405).end();
    const message = JSON.parse(Buffer.concat(await request.toArray()).toString());
    if (message.id === undefined) return response.writeHead(202).end();
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(await answer(message)));
  });
  server.listen(port, '127.0.0.1');
} else {
  if (fault === 'noise') console.log('Starting up!');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const message = JSON.parse(line);
    if (message.id !== undefined) process.stdout.write(`${JSON.stringify(await answer(message))}\n`);
  });
  lines.on('close', () => fault !== 'stays' && process.exit(exitCode));
}
