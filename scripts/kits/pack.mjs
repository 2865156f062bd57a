#!/usr/bin/env node
// Packs the package, installs it in an empty folder and runs it there on each supported Node (npm's `node` package).
//   node scripts/kits/pack.mjs [--nodes 20.19,22,24]
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE, ROOT, run } from './lib/world.mjs';

const { values: options } = parseArgs({ options: { nodes: { type: 'string', default: '20.19,22,24' } } });
const SIZE_LIMIT_KB = 25 * 1024;
const DOCUMENT = join(ROOT, 'tests', 'fixtures', 'specs', 'petstore-3.0.yaml');
const CREATE = ['--yes', '--no-install', '--no-check', '--no-git', '--json'];

async function must(command, settings) {
  const result = await run(command, settings);
  if (result.code !== 0)
    throw new Error(`${command.join(' ')} → ${result.code}\n${result.stderr || result.stdout}`);
  return result.stdout;
}

/** The executable of a Node version, installed once. */
async function nodeOf(version) {
  const folder = join(CACHE, `node-${version}`);
  const binary = join(
    folder,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if ((await run([binary, '--version'])).code !== 0) {
    mkdirSync(folder, { recursive: true });
    const install = ['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', `node@${version}`];
    await must(install, { timeoutMs: 300_000 });
  }
  return binary;
}

const counts = { passed: 0, failed: 0 };
async function step(title, work) {
  try {
    const said = await work();
    counts.passed += 1;
    console.log(`ok      ${title}${said ? `: ${said}` : ''}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED  ${title}: ${error.message}`);
  }
}

function expect(holds, what) {
  if (!holds) throw new Error(what);
}

const work = mkdtempSync(join(tmpdir(), 'create-mcp-server-pack-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

await step('npm pack and install in an empty folder', async () => {
  await must(['npm', 'pack', '--pack-destination', work], { timeoutMs: 120_000 });
  const [tarball] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  await must(['npm', 'init', '-y'], { cwd: work });
  await must(['npm', 'install', '--no-audit', '--no-fund', `./${tarball}`], {
    cwd: work,
    timeoutMs: 180_000,
  });
  const kilobytes = Number((await must(['du', '-sk', 'node_modules'], { cwd: work })).split('\t')[0]);
  expect(kilobytes <= SIZE_LIMIT_KB, `${kilobytes} KB installed, more than ${SIZE_LIMIT_KB}`);
  return `${kilobytes} KB installed`;
});

const bin = join(work, 'node_modules', 'create-mcp-server', 'bin', 'create-mcp-server.js');
for (const version of options.nodes.split(',')) {
  const cwd = join(work, `on-${version}`);
  mkdirSync(cwd);
  let node = process.execPath;
  await step(`Node ${version}`, async () => {
    node = await nodeOf(version);
    return (await must([node, '--version'])).trim();
  });
  await step(`Node ${version}: --version and --help`, async () => {
    expect(/^\d+\.\d+\.\d+/.test(await must([node, bin, '--version'], { cwd })), 'no version number');
    expect(/--spec/.test(await must([node, bin, '--help'], { cwd })), 'no --spec in the help');
  });
  await step(`Node ${version}: the sample`, async () => {
    JSON.parse(await must([node, bin, 'sample', ...CREATE], { cwd }));
    expect(readdirSync(join(cwd, 'sample')).includes('pyproject.toml'), 'no pyproject.toml');
  });
  await step(`Node ${version}: a document`, async () => {
    JSON.parse(await must([node, bin, 'petstore', '--spec', DOCUMENT, ...CREATE], { cwd }));
    expect(readdirSync(join(cwd, 'petstore')).includes('pyproject.toml'), 'no pyproject.toml');
  });
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
