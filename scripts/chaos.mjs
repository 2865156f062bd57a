#!/usr/bin/env node
// A generated server in bad company: its API delays, fails, resets, drips and lies, a hundred clients call at once, and the server is
// killed and started again every minute. No answer may be wrong, nothing may leak, and five seconds after each end it must work again.
//   npm run chaos -- [--minutes 10 | --seconds 60] [--target python] [--clients 100] [--seed 1] [--kill-every 60]
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Crowd } from './chaos/crowd.mjs';
import { sleep } from './chaos/random.mjs';
import { report } from './chaos/report.mjs';
import { Server } from './chaos/server.mjs';
import { TOKEN, Upstream } from './chaos/upstream.mjs';
import { generate } from './kits/lib/projects.mjs';
import { startOf } from './kits/lib/targets.mjs';
import { ROOT } from './kits/lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seconds: { type: 'string' },
    target: { type: 'string', default: 'python' },
    clients: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '0.35' },
    'kill-every': { type: 'string' },
    'pause-ms': { type: 'string', default: '1500' },
  },
});
const seconds = Number(options.seconds ?? Number(options.minutes) * 60);
const killEvery = Number(options['kill-every'] ?? Math.min(60, seconds / 4));
const CALL_TIMEOUT_S = 5;
/** The server's own time limit, and what a busy machine adds. */
const LIMIT_MS = CALL_TIMEOUT_S * 1000 + 7_000;
/** Clients of the server that is never ended, on which memory is measured. */
const STEADY_CLIENTS = 20;
const GRACE_MS = 30_000;

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** A server that `life` and `isUp` tell about. */
async function hosted(command, env) {
  const server = new Server(command, env, await freePort());
  const from = Date.now();
  await server.start();
  return { server, url: server.url, startMs: Date.now() - from, life: 0, isUp: true, measures: [], ends: [] };
}

/** Ends the server, in turn kindly and not, and starts it again on the same port. */
async function restart(host) {
  const kindly = host.ends.length % 2 === 1;
  const at = Date.now();
  host.isUp = false;
  const died = !host.server.isRunning;
  const ended = await host.server.stop(kindly ? 'SIGTERM' : 'SIGKILL', GRACE_MS);
  const stopped = Date.now();
  await host.server.start();
  host.life += 1;
  host.isUp = true;
  host.ends.push({ at, stopped, kindly, died, code: ended.code, ms: ended.ms, life: host.life });
}

function environment(project, upstream) {
  const { env } = project.contract;
  const token = Object.values(env).find((name) => name.endsWith('_TOKEN'));
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PYTHONPATH: join(project.dir, 'src'),
    MCP_RATE_LIMIT: '0',
    [env.baseUrl]: upstream.url,
    [env.timeout]: String(CALL_TIMEOUT_S),
    [token]: TOKEN,
  };
}

async function main() {
  const document = join(ROOT, 'scripts', 'chaos', 'api.yaml');
  const project = await generate(document, { folder: 'chaos', target: options.target });
  if (!project.ok) throw new Error(project.message);
  const command = await startOf(project);
  const upstream = await new Upstream({ seed: options.seed, rate: Number(options.rate) }).start();
  const env = environment(project, upstream);
  const hosts = { mortal: await hosted(command, env), steady: await hosted(command, env) };
  const idle = hosts.steady.server.measure();
  const settings = { seed: options.seed, pauseMs: Number(options['pause-ms']), limitMs: LIMIT_MS };
  const clients = Number(options.clients);
  const crowd = new Crowd(hosts.mortal, upstream, { ...settings, clients }).start();
  const steady = new Crowd(hosts.steady, upstream, { ...settings, clients: STEADY_CLIENTS }).start(1_000);
  try {
    await endAndStart(hosts);
    await Promise.all([crowd.stop(), steady.stop()]);
    // Requests that nobody waits for any more end with the time limit of the server.
    await sleep(CALL_TIMEOUT_S * 1000);
    upstream.rest();
    await sleep(1_000);
    const rest = { open: upstream.open, steady: hosts.steady.server.measure() };
    const last = await hosts.mortal.server.stop('SIGTERM', GRACE_MS);
    return report({ options, seconds, upstream, hosts, crowd, steady, idle, rest, last });
  } finally {
    for (const { server } of Object.values(hosts)) await server.stop('SIGKILL', 0);
    await upstream.stop();
  }
}

/** Measures each second, and ends the mortal server when its time has come or when it has died by itself. */
async function endAndStart({ mortal, steady }) {
  const until = Date.now() + seconds * 1000;
  let born = Date.now();
  while (Date.now() < until) {
    await sleep(1_000);
    for (const host of [mortal, steady]) host.measures.push({ life: host.life, ...host.server.measure() });
    const age = (Date.now() - born) / 1000;
    // Long enough to start, and to be called.
    const hasTime = until - Date.now() > 6_000 + 2 * mortal.startMs;
    if (mortal.server.isRunning && (age < killEvery || !hasTime)) continue;
    await restart(mortal);
    born = Date.now();
  }
}

process.exitCode = await main();
