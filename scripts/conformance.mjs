#!/usr/bin/env node
// Generated servers against the MCP conformance suite, as their own `make conformance` does it: the scenarios that a real server can
// pass, of both protocol eras. The suite wants Node 22 or newer, which is installed in the cache.
//   npm run conformance -- [--presets s-tier,v2] [--target go]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startOf } from './kits/lib/targets.mjs';
import { CACHE, run, table } from './kits/lib/world.mjs';
import { listed } from './matrix/combinations.mjs';
import { makeProject } from './matrix/project.mjs';
import { freePort } from './matrix/redis.mjs';

const NODE = 'node@24.21.0';
const MINUTE = 60_000;
const { values: options } = parseArgs({
  options: { presets: { type: 'string' }, target: { type: 'string', default: 'python' } },
});

/** A folder with a `node` that the suite can run on. */
async function newerNode() {
  const folder = join(CACHE, 'conformance');
  const bin = join(folder, 'node_modules', '.bin');
  if (!existsSync(join(bin, 'node'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const install = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', NODE];
    const { code, stderr } = await run(install, { timeoutMs: 5 * MINUTE });
    if (code !== 0) throw new Error(`${install.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  }
  return bin;
}

/** The checks that the project's own make target expects to fail. */
function expectedOf({ dir }) {
  const makefile = readFileSync(join(dir, 'Makefile'), 'utf8');
  return /EXPECTED='([^']*)'/.exec(makefile)?.[1] ?? '';
}

/** A row for each scenario; one that says so where the server does not start. */
async function measured(preset, bin) {
  const { target } = options;
  const project = await makeProject({
    name: `conformance-${target}-${preset}`,
    preset,
    features: [],
    target,
  });
  if (!project.ok) throw new Error(project.message);
  const command = ['sh', 'scripts/conformance.sh', ...(await startOf(project))];
  const { code, stdout, stderr } = await run(command, {
    cwd: project.dir,
    env: {
      PATH: [bin, process.env.PATH].join(delimiter),
      PORT: String(await freePort()),
      EXPECTED: expectedOf(project),
      PYTHONPATH: join(project.dir, 'src'),
      PYTHONPYCACHEPREFIX: join(CACHE, 'pycache'),
    },
    timeoutMs: 10 * MINUTE,
  });
  const rows = [...stdout.matchAll(/^(ok|FAILED) +(\S+) +(\S+)$/gm)].map(([, state, revision, scenario]) => [
    preset,
    revision,
    scenario,
    state,
  ]);
  if (code !== 0) console.error(`${preset}:\n${stdout.slice(-6000)}${stderr.slice(-1000)}`);
  return code === 0 || rows.some(([, , , state]) => state === 'FAILED')
    ? rows
    : [...rows, [preset, '', 'the whole', 'FAILED']];
}

const bin = await newerNode();
const presets =
  options.presets?.split(',') ?? (options.target === 'python' ? (await listed()).presets : ['s-tier']);
const rows = [];
for (const preset of presets) rows.push(...(await measured(preset, bin)));
console.log(table([['preset', 'revision', 'scenario', ''], ...rows]));
const failed = rows.filter((row) => row[3] !== 'ok').length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
