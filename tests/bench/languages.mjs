#!/usr/bin/env node
// Calls per second of generated servers, language by language: 100 clients at once over HTTP, one API behind all of them, each beside a
// server written by hand on the same SDK. In turns, so that all see the same machine; CPU time of the server's process decides (Linux).
//   node tests/bench/languages.mjs [--targets python,typescript,go] [--calls 2000] [--rounds 3] [--json]
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Agent, request } from 'undici';
import { generate } from '../../scripts/kits/lib/projects.mjs';
import { startOf } from '../../scripts/kits/lib/targets.mjs';
import { run } from '../../scripts/kits/lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    targets: { type: 'string', default: 'python,typescript,go' },
    calls: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const HERE = dirname(fileURLToPath(import.meta.url));
const CLIENTS = 100;
const WARM_UP = 300;
const AT_LEAST = 0.9;
/** Milliseconds of a tick of /proc/<pid>/stat. */
const TICK = 10;
const CALL = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: 'get_museum_hours',
    arguments: { page: 1, limit: 5 },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};
const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': 'get_museum_hours',
};

/** By target: the command of a server written by hand, with the packages of the generated project. */
const BARE = {
  python: async (_, [python]) => [python, join(HERE, 'languages', 'bare.py')],
  typescript: async ({ dir }) => {
    copyFileSync(join(HERE, 'languages', 'bare.mjs'), join(dir, 'bare.mjs'));
    return [process.execPath, join(dir, 'bare.mjs')];
  },
  go: async ({ dir }) => {
    mkdirSync(join(dir, 'cmd', 'bare'), { recursive: true });
    copyFileSync(join(HERE, 'languages', 'bare.go'), join(dir, 'cmd', 'bare', 'main.go'));
    const { code, stderr } = await run([process.env.GO ?? 'go', 'build', '-o', 'bin/', './cmd/bare'], {
      cwd: dir,
      timeoutMs: 300_000,
    });
    if (code !== 0) throw new Error(stderr.slice(-500));
    return [join(dir, 'bin', 'bare')];
  },
};

function listen(server) {
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));
}

async function freePort() {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((done) => probe.close(done));
  return port;
}

/** User and system time of a process, in ms. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** The server's first answers decide that it is there. */
async function ready(call) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      return await call();
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error('the server does not answer');
}

/** `count` calls by all clients together: ms of CPU per call, and calls per second of wall time. */
async function measured(pid, call, count) {
  const [cpu, start] = [cpuOf(pid), performance.now()];
  let left = count;
  const client = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { cpu: (cpuOf(pid) - cpu) / count, perSecond: (count * 1000) / (performance.now() - start) };
}

/** Starts a server, calls it, ends it. */
async function round({ command, env, cwd }, port, count) {
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const dispatcher = new Agent({ connections: CLIENTS });
  const call = async () => {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/mcp`, {
      ...{ method: 'POST', headers: HEADERS, body: JSON.stringify(CALL), dispatcher },
    });
    const text = await body.text();
    if (statusCode !== 200 || !text.includes('museumOpen'))
      throw new Error(`${statusCode} ${text.slice(0, 300)}`);
  };
  try {
    await ready(call);
    await measured(child.pid, call, WARM_UP);
    return await measured(child.pid, call, count);
  } finally {
    child.kill('SIGKILL');
    await dispatcher.destroy();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function main() {
  const hours = { date: '2026-11-21', museumOpen: '09:00', museumClose: '18:00' };
  const body = JSON.stringify({ hours: Array.from({ length: 5 }, () => hours) });
  const api = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
  api.keepAliveTimeout = 60_000;
  const url = `http://127.0.0.1:${await listen(api)}`;
  const servers = [];
  for (const target of options.targets.split(',')) {
    const project = await generate('museum-3.1', { target, folder: 'projects-bench' });
    if (!project.ok) throw new Error(project.message);
    const command = await startOf(project);
    const port = await freePort();
    const env = {
      [project.contract.env.baseUrl]: url,
      ...{ PYTHONPATH: join(project.dir, 'src'), MCP_RATE_LIMIT: 'off', MCP_LOG_LEVEL: 'error' },
      ...{ BENCH_URL: url, BENCH_PORT: String(port) },
    };
    const bare = { command: await BARE[target](project, command), env, cwd: project.dir };
    const ours = { ...bare, command: [...command, '--http', '--port', String(port)] };
    servers.push({ target, port, ours, bare, rounds: [] });
  }
  for (let count = 0; count < Number(options.rounds); count += 1)
    for (const server of servers) {
      const calls = Number(options.calls);
      const ours = await round(server.ours, server.port, calls);
      const bare = await round(server.bare, server.port, calls);
      server.rounds.push({ ours, bare, ratio: bare.cpu / ours.cpu });
    }
  api.closeAllConnections();
  api.close();
  return servers.map(({ target, rounds }) => ({
    target,
    ours: median(rounds.map(({ ours }) => ours.cpu)),
    bare: median(rounds.map(({ bare }) => bare.cpu)),
    perSecond: median(rounds.map(({ ours }) => ours.perSecond)),
    ratio: median(rounds.map(({ ratio }) => ratio)),
  }));
}

const rows = await main();
if (options.json) console.log(JSON.stringify(rows, null, 1));
else
  for (const { target, ours, bare, perSecond, ratio } of rows)
    console.log(
      `${target}: ${ours.toFixed(2)} ms CPU a call, by hand ${bare.toFixed(2)}; speed ${ratio.toFixed(2)} of it` +
        `${ratio < AT_LEAST ? '  BELOW' : ''}; ${Math.round(perSecond)} calls/s`,
    );
const failed = rows.filter(({ ratio }) => ratio < AT_LEAST).length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
