#!/usr/bin/env node
// What features cost: CPU and time per call of a server without and of one with all of its features, in turns, in one run.
//   npm run overhead -- [--target typescript] [--calls 300] [--rounds 6] [--preset s-tier] [--each: every feature alone, too]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOf } from './kits/lib/targets.mjs';
import { CACHE, table } from './kits/lib/world.mjs';
import { listed } from './matrix/combinations.mjs';
import { makeProject } from './matrix/project.mjs';
import { freePort, withRedis } from './matrix/redis.mjs';
import { call, Replica, startApi } from './replicas/world.mjs';

const { values: options } = parseArgs({
  options: {
    calls: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '6' },
    preset: { type: 'string', default: 's-tier' },
    target: { type: 'string', default: 'python' },
    each: { type: 'boolean', default: false },
  },
});
const CALLS = Number(options.calls);
const MOST = 1.5;
/** Of Linux; `getconf CLK_TCK` says so everywhere today. */
const TICK_MS = 10;

/** CPU milliseconds that a process has used. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function started(name, features, api, redis) {
  const { preset, target } = options;
  const project = await makeProject({ name: `overhead-${target}-${name}`, target, preset, features });
  if (!project.ok) throw new Error(project.message);
  const env = {
    ...process.env,
    PYTHONPATH: join(project.dir, 'src'),
    PYTHONPYCACHEPREFIX: join(CACHE, 'pycache'),
    [project.contract.env.baseUrl]: api.url,
    MCP_RATE_LIMIT: '100000/100000',
    ...(redis === undefined ? {} : { MCP_REDIS_URL: redis }),
  };
  const server = new Replica(await startOf(project), await freePort(), project.dir, env);
  await server.start('/health');
  return { name, server, features: features.length, cpu: [], wall: [] };
}

let asked = 0;
/** Each call asks for something else, so that nothing comes from a cache. */
async function round(one) {
  const { server } = one;
  const before = cpuOf(server.child.pid);
  const begun = performance.now();
  for (let i = 0; i < CALLS; i++) {
    asked += 1;
    const { status, result } = await call(server.port, 'search_books', { author: `author ${asked}` });
    if (status !== 200 || result.isError) throw new Error(`${one.name}: ${status} ${JSON.stringify(result)}`);
  }
  one.wall.push((performance.now() - begun) / CALLS);
  one.cpu.push((cpuOf(server.child.pid) - before) / CALLS);
}

const { features } = await listed(options.target);
await withRedis(async (redis) => {
  const api = await startApi();
  const servers = [];
  try {
    servers.push(await started('none', [], api, redis));
    servers.push(await started('all', features, api, redis));
    if (options.each) for (const one of features) servers.push(await started(one, [one], api, redis));
    for (const one of servers) await round(one);
    for (const one of servers) one.cpu.length = one.wall.length = 0;
    for (let i = 0; i < Number(options.rounds); i++) for (const one of servers) await round(one);
  } finally {
    for (const { server } of servers) await server.stop('SIGKILL');
    api.server.closeAllConnections();
    api.server.close();
  }
  const rows = servers.map((one) => [
    one.name,
    one.features,
    median(one.cpu).toFixed(2),
    median(one.wall).toFixed(2),
  ]);
  console.log(table([['features', 'count', 'CPU ms per call', 'ms per call'], ...rows]));
  const [none, all] = servers;
  const ratio = median(all.wall) / median(none.wall);
  const good = ratio <= MOST;
  console.log(
    `${ratio.toFixed(2)} times the time per call, ${(median(all.cpu) / median(none.cpu)).toFixed(2)} times the CPU`,
  );
  console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
  process.exitCode = good ? 0 : 1;
});
process.exit();
