#!/usr/bin/env node
// Beyond one machine: three replicas of a generated server behind HAProxy, with one Redis. What they share holds: the limit per
// client, the cache, long-running operations; a replica that is killed loses none of them; a rolling restart fails no call.
//   npm run replicas -- [--target typescript] [--only limit,cache,operations,kill,restart]
// haproxy and redis-server are those of the system's packages; where one is missing, this says so and ends well.
import { parseArgs } from 'node:util';
import { run, table } from './kits/lib/world.mjs';
import { makeProject } from './matrix/project.mjs';
import { withRedis } from './matrix/redis.mjs';
import { CHECKS } from './replicas/checks.mjs';
import { withReplicas } from './replicas/world.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, target: { type: 'string', default: 'python' } },
});
const FEATURES = ['observability', 'rate-limit', 'health', 'shutdown', 'long-operations', 'cache'];

async function checked(redis) {
  const project = await makeProject({
    name: `replicas-${options.target}`,
    target: options.target,
    preset: 's-tier',
    features: FEATURES,
  });
  if (!project.ok) throw new Error(project.message);
  const wanted = options.only?.split(',') ?? Object.keys(CHECKS);
  const rows = [];
  await withReplicas(project, redis, async (world) => {
    for (const name of wanted) {
      const begun = Date.now();
      let said;
      let good = true;
      try {
        said = await CHECKS[name](world);
      } catch (error) {
        said = error.message;
        good = false;
      }
      rows.push([name, good ? 'ok' : 'FAILED', `${((Date.now() - begun) / 1000).toFixed(1)} s`, said]);
      console.error(rows.at(-1).join('  '));
    }
  });
  console.log(table([['check', '', 'time', 'measured'], ...rows]));
  const failed = rows.filter(([, state]) => state !== 'ok').length;
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

const there = await Promise.all([run(['haproxy', '-v']), run(['redis-server', '--version'])]);
if (there.some(({ code }) => code !== 0)) {
  console.log('haproxy or redis-server is not installed: the replicas are left out.\n0 passed, 0 failed');
} else {
  await withRedis(checked);
}
