#!/usr/bin/env node
// Runs the acceptance kit over generated projects: every operation called over MCP, every byte of the request judged.
//   node scripts/kits/accept.mjs --docs petstore-3.0,museum-3.1 [--all] [--stdio] [--http] [--dynamic] [--answers] [--jobs 2] [--target go]
// Without --stdio and --http: both. Reports (one JSON each) go to the cache folder that is printed at the end.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { barsOf, causes, head, row } from './lib/accept-report.mjs';
import { chosen, generate } from './lib/projects.mjs';
import { sweep } from './lib/sweep.mjs';
import { startOf } from './lib/targets.mjs';
import { absent, CACHE, eachOf, kitCopy, table } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    all: { type: 'boolean', default: false },
    stdio: { type: 'boolean', default: false },
    http: { type: 'boolean', default: false },
    dynamic: { type: 'boolean', default: false },
    answers: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    target: { type: 'string', default: 'python' },
    minutes: { type: 'string', default: '9' },
  },
});

const kit = await kitCopy('accept');
if (kit === undefined) absent('accept');
else process.exitCode = await main(kit);

async function main(kit) {
  const jobs = Number(options.jobs);
  const { dynamic, answers, target } = options;
  const tools = dynamic ? 'dynamic' : 'all';
  const folder = dynamic ? 'projects-dynamic' : 'projects';
  const projects = await eachOf(chosen(options), jobs, (name) => generate(name, { tools, folder, target }));
  const made = projects.filter((project) => project.ok);
  for (const project of projects.filter(({ ok }) => !ok))
    console.log(`${project.name}: ${project.message}\n`);
  if (made.length === 0) return say(0, projects.length);
  const servers = new Map();
  for (const project of made) servers.set(project, await startOf(project));
  const both = !options.stdio && !options.http;
  const transports = ['stdio', 'http'].filter((name) => both || options[name]);
  const runs = made.flatMap((project) => transports.map((transport) => ({ project, transport })));
  const results = await eachOf(runs, jobs, async ({ project, transport }) => {
    const minutes = Number(options.minutes);
    const result = await sweep(kit, servers.get(project), project, { transport, dynamic, answers, minutes });
    console.error(`${project.name} over ${transport}: ${result.failed ?? 'done'}`);
    return { name: project.name, transport, ...result };
  });
  console.log(table([head(), ...results.map(row)]));
  for (const result of results) for (const cause of causes(result)) console.log(cause);
  console.log(`Reports: ${join(CACHE, 'reports')}`);
  const good = results.filter((result) => barsOf(result).every(({ ok }) => ok)).length;
  return say(good, projects.length * transports.length - good);
}

function say(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
