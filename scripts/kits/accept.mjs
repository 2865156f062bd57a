#!/usr/bin/env node
// Runs the acceptance kit over generated projects: every operation called over MCP, every byte of the request judged.
//   node scripts/kits/accept.mjs --docs petstore-3.0,museum-3.1 [--all] [--stdio] [--http] [--dynamic] [--answers] [--jobs 2]
// Without --stdio and --http: both. Reports (one JSON each) go to the cache folder that is printed at the end.
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { barsOf, causes, head, row } from './lib/accept-report.mjs';
import { chosen, documentFile, generate, kitEnvironment } from './lib/projects.mjs';
import { pythonFor } from './lib/python.mjs';
import { absent, CACHE, eachOf, kitCopy, run, table } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    all: { type: 'boolean', default: false },
    stdio: { type: 'boolean', default: false },
    http: { type: 'boolean', default: false },
    dynamic: { type: 'boolean', default: false },
    answers: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '9' },
  },
});

const DYNAMIC = 'search=search_operations,describe=describe_operation,call=call_operation';

function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** One document over one transport; the kit's report, or the reason why there is none. */
async function sweep(kit, bin, project, transport) {
  const out = join(CACHE, 'reports', `${project.name}.${transport}${options.dynamic ? '.dynamic' : ''}.json`);
  const server = [join(bin, 'python'), '-m', `${project.package}.server`];
  const port = await freePort();
  const http = transport === 'http' ? ['--http', `http://127.0.0.1:${port}/mcp`] : [];
  const total = Number(options.minutes) * 60_000;
  const command = [
    ...[process.execPath, join(kit, 'sweep.mjs'), '--spec', documentFile(project.name), '--out', out],
    ...['--total-ms', String(total), ...(await kitEnvironment(project)).flatMap((pair) => ['--env', pair])],
    ...['--env', 'MCP_RATE_LIMIT=0', ...http],
    ...(project.name.endsWith('-separate')
      ? ['--ref-root', join(documentFile(project.name), '..', '..')]
      : []),
    ...(options.dynamic ? ['--dynamic', DYNAMIC] : []),
    ...(options.answers ? ['--answers', 'all'] : []),
    ...['--', ...server, ...(transport === 'http' ? ['--http', '--port', String(port)] : [])],
  ];
  const { code, stderr, stdout } = await run(command, { timeoutMs: total + 120_000 });
  if (code !== 0 && code !== 3)
    return { failed: `the kit ended with ${code}: ${(stderr || stdout).slice(-300)}` };
  return { report: JSON.parse(readFileSync(out, 'utf8')) };
}

const kit = await kitCopy('accept');
if (kit === undefined) absent('accept');
else process.exitCode = await main(kit);

async function main(kit) {
  mkdirSync(join(CACHE, 'reports'), { recursive: true });
  const jobs = Number(options.jobs);
  const tools = options.dynamic ? 'dynamic' : 'all';
  const folder = options.dynamic ? 'projects-dynamic' : 'projects';
  const projects = await eachOf(chosen(options), jobs, (name) => generate(name, { tools, folder }));
  const made = projects.filter((project) => project.ok);
  for (const project of projects.filter(({ ok }) => !ok))
    console.log(`${project.name}: ${project.message}\n`);
  if (made.length === 0) return say(0, projects.length);
  const bin = await pythonFor(join(made[0].dir, 'pyproject.toml'));
  const both = !options.stdio && !options.http;
  const transports = ['stdio', 'http'].filter((name) => both || options[name]);
  const runs = made.flatMap((project) => transports.map((transport) => ({ project, transport })));
  const results = await eachOf(runs, jobs, async ({ project, transport }) => {
    const result = await sweep(kit, bin, project, transport);
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
