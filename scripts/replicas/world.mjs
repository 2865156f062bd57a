// Three replicas, the API that they call, and the proxy in front of them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from '../kits/lib/targets.mjs';
import { CACHE } from '../kits/lib/world.mjs';
import { freePort, until } from '../matrix/redis.mjs';

export const RATE = 20;
export const BURST = 20;
const REPLICAS = 3;
const START_SECONDS = 60;
const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'replicas', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** An API that answers everything, as slowly as it is told, and counts what it is asked. */
export async function startApi() {
  const state = { delayMs: 0, asked: [] };
  const server = createServer((asked, answer) => {
    state.asked.push(`${asked.method} ${asked.url}`);
    asked.resume().on('end', () => {
      const body = JSON.stringify({ isbn: '9780141439518', title: 'Emma', answer: state.asked.length });
      setTimeout(() => answer.setHeader('Content-Type', 'application/json').end(body), state.delayMs);
    });
  });
  const port = await freePort();
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return Object.assign(state, { url: `http://127.0.0.1:${port}`, server });
}

const agents = new Map();
const agentOf = (from) => {
  const agent = agents.get(from) ?? new Agent({ keepAlive: true, localAddress: from });
  agents.set(from, agent);
  return agent;
};

/** `{ status, text }`. `from` is the client: an address of the loopback network, which the proxy passes on. */
function send(port, path, { body, headers = {}, from = '127.0.0.1' } = {}) {
  return new Promise((done, fail) => {
    const options = { host: '127.0.0.1', port, path, method: body ? 'POST' : 'GET', headers };
    const sent = request({ ...options, agent: agentOf(from), timeout: 30_000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () => done({ status: answer.statusCode, text }));
      answer.on('error', fail);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.on('error', fail);
    sent.end(body);
  });
}

export const read = (port, path) => send(port, path);

/** Calls a tool. `{ status, result }`; the result is there where the status is 200. */
export async function call(port, name, args, from) {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: args, _meta: META },
  };
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': REVISION,
    'Mcp-Method': 'tools/call',
    'Mcp-Name': name,
  };
  const { status, text } = await send(port, '/mcp', { body: JSON.stringify(message), headers, from });
  if (status !== 200) return { status };
  const json = text.startsWith('{') ? text : (/^data: (\{.*)$/m.exec(text)?.[1] ?? '{}');
  return { status, result: JSON.parse(json).result };
}

/** A server at a fixed port that can be killed, stopped and started again. */
export class Replica {
  constructor(command, port, dir, env) {
    Object.assign(this, { command, port, dir, env });
  }

  /** Starts it and waits until `path` answers 200. */
  async start(path = '/ready') {
    const [program, ...rest] = this.command;
    this.child = spawn(program, [...rest, '--http', '--port', String(this.port)], {
      cwd: this.dir,
      env: this.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.said = '';
    this.child.stderr.on('data', (data) => {
      this.said = `${this.said}${data}`.slice(-3000);
    });
    this.ended = new Promise((done) => this.child.once('exit', (code, signal) => done(code ?? signal)));
    const ready = async () => (await read(this.port, path).catch(() => ({}))).status === 200;
    await until(ready, START_SECONDS, `replica ${this.port} is ready`);
  }

  /** Gives the exit code. */
  async stop(signal = 'SIGTERM') {
    this.child?.kill(signal);
    return this.ended;
  }
}

function proxyConfig(port, replicas) {
  const servers = replicas.map(
    (one, i) => `  server r${i} 127.0.0.1:${one.port} check inter 200ms fall 1 rise 1`,
  );
  return `defaults
  mode http
  timeout connect 5s
  timeout check 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  option redispatch 1
  retries 3
  retry-on conn-failure
frontend clients
  bind 127.0.0.1:${port}
  default_backend replicas
backend replicas
  balance roundrobin
  option httpchk GET /ready
${servers.join('\n')}
`;
}

/** Calls `work` with `{ api, replicas, proxy }`; `proxy` is its port. Everything has ended afterwards. */
export async function withReplicas(project, redis, work) {
  const api = await startApi();
  const command = await startOf(project);
  const env = {
    ...process.env,
    PYTHONPATH: join(project.dir, 'src'),
    PYTHONPYCACHEPREFIX: join(CACHE, 'pycache'),
    [project.contract.env.baseUrl]: api.url,
    MCP_REDIS_URL: redis,
    MCP_RATE_LIMIT: `${RATE}/${BURST}`,
    MCP_READY_SECONDS: '0.2',
    MCP_DRAIN_SECONDS: '2',
    MCP_METRICS: 'off',
    MCP_OPERATIONS: '100',
    FORWARDED_ALLOW_IPS: '127.0.0.1',
  };
  const replicas = [];
  for (let i = 0; i < REPLICAS; i++) replicas.push(new Replica(command, await freePort(), project.dir, env));
  const folder = mkdtempSync(join(tmpdir(), 'replicas-'));
  let proxy;
  try {
    await Promise.all(replicas.map((one) => one.start()));
    const port = await freePort();
    writeFileSync(join(folder, 'haproxy.cfg'), proxyConfig(port, replicas));
    proxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
    const through = async () => (await read(port, '/ready').catch(() => ({}))).status === 200;
    await until(through, 10, 'the proxy answers');
    await work({ api, replicas, proxy: port });
  } finally {
    proxy?.kill('SIGKILL');
    await Promise.all(replicas.map((one) => one.child && one.stop('SIGKILL')));
    for (const agent of agents.values()) agent.destroy();
    api.server.closeAllConnections();
    api.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
