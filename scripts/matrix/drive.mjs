// A generated server as those who run it see it: over both transports, its routes read, its tools called, and told to stop while a
// call is running.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startOf } from '../kits/lib/targets.mjs';
import { CACHE } from '../kits/lib/world.mjs';
import { freePort, until } from './redis.mjs';

/** Without compiled files, on a busy machine. */
const START_SECONDS = 120;
const STOP_SECONDS = 45;
const SLOW_MS = 1_500;
/** Reading tools of the sample document. */
const CALLS = [
  ['search_books', {}],
  ['get_book', { isbn: '9780141439518' }],
  ['get_order', { order_id: 7 }],
];

/** An API that answers everything with a book, as slowly as it is told. */
export async function upstream() {
  const state = { delayMs: 0, asked: 0 };
  const server = createServer((request, response) => {
    state.asked += 1;
    request.resume().on('end', () => {
      setTimeout(() => {
        response.setHeader('Content-Type', 'application/json').end('{"isbn":"9780141439518","title":"Emma"}');
      }, state.delayMs);
    });
  });
  const port = await freePort();
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
}

function environment(project, api, redis) {
  return {
    ...process.env,
    PYTHONPATH: join(project.dir, 'src'),
    PYTHONPYCACHEPREFIX: join(CACHE, 'pycache'),
    [project.contract.env.baseUrl]: api.url,
    MCP_RATE_LIMIT: 'off',
    MCP_DRAIN_SECONDS: '0.5',
    ...(redis === undefined ? {} : { MCP_REDIS_URL: redis }),
  };
}

/** `{ url, stop }` of a server over HTTP. `stop` gives the exit code. `more` are further environment variables. */
export async function serveHttp(project, api, redis, more = {}) {
  const env = { ...environment(project, api, redis), ...more };
  const port = await freePort();
  const [program, ...rest] = await startOf(project);
  const child = spawn(program, [...rest, '--http', '--port', String(port)], {
    cwd: project.dir,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said = `${said}${data}`.slice(-2000);
  });
  const ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
  const url = `http://127.0.0.1:${port}`;
  const healthy = async () => {
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${said}`);
    return (await fetch(`${url}/health`).catch(() => ({}))).ok;
  };
  await until(healthy, START_SECONDS, 'the server starts').catch((error) => {
    child.kill('SIGKILL');
    throw new Error(`${error.message}: ${said}`);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    const code = await ended;
    clearTimeout(late);
    return code;
  };
  return { url, stop };
}

async function connect(transport) {
  const client = new Client({ name: 'matrix', version: '1' });
  await client.connect(transport, { timeout: START_SECONDS * 1000 });
  return client;
}

const assert = (holds, text) => {
  if (!holds) throw new Error(text);
};

async function callAll(client, api) {
  const { tools } = await client.listTools();
  for (const [name, given] of CALLS) {
    assert(
      tools.some((tool) => tool.name === name),
      `no tool ${name}`,
    );
    const result = await client.callTool({ name, arguments: given });
    assert(!result.isError, `${name}: ${JSON.stringify(result.content).slice(0, 200)}`);
  }
  assert(api.asked > 0, 'the API was not asked');
}

/** The route of each feature, with what it must say. */
const ROUTES = {
  observability: ['/metrics', 200, /^mcp_requests_total\{.*search_books/m],
  health: ['/ready', 200, /"checks"/],
  rest: ['/api/v1/status', 200, /"uptime_seconds"/],
};

async function readRoutes(url, ids) {
  const routes = [['/health', 200, /"status"/], ...ids.flatMap((id) => (ROUTES[id] ? [ROUTES[id]] : []))];
  for (const [path, status, says] of routes) {
    const answer = await fetch(`${url}${path}`);
    const text = await answer.text();
    assert(answer.status === status && says.test(text), `${path}: ${answer.status} ${text.slice(0, 200)}`);
  }
}

const CHECKS = {
  'calls over stdio': async ({ project, env, api }) => {
    const [command, ...args] = await startOf(project);
    const client = await connect(
      new StdioClientTransport({ command, args, env, cwd: project.dir, stderr: 'ignore' }),
    );
    await callAll(client, api);
    await client.close();
  },
  'calls over HTTP, routes, and a call that is answered after SIGTERM': async ({
    project,
    redis,
    api,
    ids,
  }) => {
    const server = await serveHttp(project, api, redis);
    let stopped;
    try {
      const client = await connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)));
      await callAll(client, api);
      await readRoutes(server.url, ids);
      api.delayMs = SLOW_MS;
      const asked = api.asked;
      const slow = client.callTool({ name: 'search_books', arguments: { author: 'Austen' } });
      await until(() => api.asked > asked, 5, 'the slow call reaches the API');
      stopped = server.stop();
      const result = await slow;
      assert(!result.isError, `the call that ran: ${JSON.stringify(result.content).slice(0, 200)}`);
    } finally {
      api.delayMs = 0;
      const code = await (stopped ?? server.stop());
      assert(code === 0, `the server ended with ${code}`);
    }
  },
};

/** `{ name, problem }` for each check; no problem where it holds. */
export async function drive(project, redis) {
  const api = await upstream();
  const found = [];
  const world = { project, api, redis, ids: project.features, env: environment(project, api, redis) };
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      await check(world);
      found.push({ name });
    } catch (error) {
      found.push({ name, problem: error.message });
    }
  }
  api.close();
  return found;
}
