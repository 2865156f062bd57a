#!/usr/bin/env node
// The MCP conformance suite against generated servers: the scenarios that a real server can pass, of both protocol eras. The others
// need tools of the suite's own. It wants Node 22 or newer, which is installed beside it where this one is older.
//   npm run conformance -- [--presets s-tier,patterns,v2]
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE, run, table } from './kits/lib/world.mjs';
import { serveHttp, upstream } from './matrix/drive.mjs';
import { makeProject } from './matrix/project.mjs';

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const NODE = 'node@24';
const SCENARIOS = [
  ...['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'].map((one) => [
    one,
    '2025-11-25',
  ]),
  ...['tools-list', 'caching', 'http-header-validation', 'dns-rebinding-protection'].map((one) => [
    one,
    '2026-07-28',
  ]),
  ['sep-2164-resource-not-found', '2026-07-28'],
  ['server-stateless', '2026-07-28'],
];
/** Checks that call tools which only the suite's own server has: an unknown tool is -32602 here, and no stream. */
const EXPECTED = `server:
  - server-stateless:sep-2575-server-rejects-undeclared-capability
  - server-stateless:sep-2575-missing-capability-http-400
  - server-stateless:sep-2575-http-server-no-independent-requests-on-stream
  - server-stateless:sep-2575-server-no-log-without-loglevel
`;

const { values: options } = parseArgs({
  options: { presets: { type: 'string', default: 's-tier,patterns,v2' } },
});

/** The command that starts the suite. */
async function suite() {
  const folder = join(CACHE, 'conformance');
  const bin = join(folder, 'node_modules', '.bin');
  if (!existsSync(join(bin, 'conformance'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    const install = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', SUITE, NODE];
    const { code, stderr } = await run(install, { timeoutMs: 300_000 });
    if (code !== 0) throw new Error(`${install.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  }
  const expected = join(folder, 'expected.yml');
  writeFileSync(expected, EXPECTED);
  const program = join(folder, 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  return { command: [join(bin, 'node'), program, 'server'], folder, expected };
}

async function measured(preset, { command, folder, expected }) {
  const project = await makeProject({ name: `conformance-${preset}`, preset, features: [] });
  if (!project.ok) throw new Error(project.message);
  const api = await upstream();
  const env = { MCP_RATE_LIMIT: 'off' };
  const server = await serveHttp(project, api, undefined, env);
  const rows = [];
  for (const [scenario, revision] of SCENARIOS) {
    const wanted = ['--url', `${server.url}/mcp`, '--scenario', scenario, '--spec-version', revision];
    const known = scenario === 'server-stateless' ? ['--expected-failures', expected] : [];
    const { code, stdout } = await run([...command, ...wanted, ...known], { cwd: folder, timeoutMs: 90_000 });
    rows.push([preset, revision, scenario, code === 0 ? 'ok' : 'FAILED']);
    if (code !== 0) console.error(`${preset} ${scenario} ${revision}:\n${stdout.slice(-1500)}`);
  }
  await server.stop();
  api.close();
  return rows;
}

const ready = await suite();
const rows = [];
for (const preset of options.presets.split(',')) rows.push(...(await measured(preset, ready)));
console.log(table([['preset', 'revision', 'scenario', ''], ...rows]));
const failed = rows.filter((row) => row[3] !== 'ok').length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
