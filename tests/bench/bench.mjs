#!/usr/bin/env node
// Our command line beside openapi-mcp-generator 4.0.1 (generating) and create-vite (starting), in one run, in turns.
//   npm run bench [-- --times 5] [--json]
// Documents come from the corpus (SHARED_DIR) or from tests/fixtures; what is not there is left out and said.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { emptyFolder, sideBySide, toTheEnd, toThePrompt } from './measure.mjs';

const { values: options } = parseArgs({
  options: { times: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHARED = resolve(process.env.SHARED_DIR ?? join(ROOT, '..', 'shared'));
const CACHE = resolve(process.env.KITS_CACHE ?? join(tmpdir(), 'create-mcp-server-kits'));
const CLI = join(ROOT, 'bin', 'create-mcp-server.js');
const WITHOUT = ['--yes', '--no-install', '--no-check', '--no-git'];
const MEMORY_LIMIT_MB = 512;
const SAMPLE_LIMIT_MS = 700;

/** The program of a peer, installed in a folder of its own. */
function peer(name, version, program) {
  const folder = join(CACHE, 'peers', name);
  const file = join(folder, 'node_modules', name, program);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', `${name}@${version}`];
    execFileSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
  }
  return file;
}

const document = (name) =>
  [join(SHARED, 'corpus', 'specs', name), join(ROOT, 'tests', 'fixtures', 'specs', name)].find(existsSync);

const rows = [];
function record(what, { first, second }, figure, atMost) {
  const ratio = first[figure] / second[figure];
  rows.push({
    what,
    figure,
    ours: first[figure],
    theirs: second[figure],
    ratio,
    atMost,
    ok: ratio <= atMost,
  });
}
function recordOwn(what, figure, ours, atMost) {
  rows.push({ what, figure, ours, atMost, ok: ours <= atMost });
}

async function generating(generator, name, atMost, times) {
  const file = document(name);
  if (file === undefined) return console.error(`${name} is not there: left out`);
  const ours = () => {
    const cwd = emptyFolder();
    return toTheEnd([CLI, 'project', '--spec', file, '--tools', 'all', ...WITHOUT], cwd);
  };
  const theirs = () => toTheEnd([generator, '--input', file, '--output', 'project'], emptyFolder());
  const result = await sideBySide(times, ours, theirs);
  record(`generate ${name}`, result, 'wallMs', atMost);
  rows.push({
    what: `generate ${name}`,
    figure: 'cpuMs',
    ours: result.first.cpuMs,
    theirs: result.second.cpuMs,
    ok: true,
  });
  recordOwn(`generate ${name}`, 'maxRssMb', result.first.maxRssMb, MEMORY_LIMIT_MB);
}

async function starting(vite, times) {
  const help = await sideBySide(
    times,
    () => toTheEnd([CLI, '--help'], emptyFolder()),
    () => toTheEnd([vite, '--help'], emptyFolder()),
  );
  record('--help, beside create-vite', help, 'cpuMs', 1.5);
  const prompt = await sideBySide(
    times,
    () => toThePrompt([CLI], emptyFolder(), /◆|\?/),
    () => toThePrompt([vite], emptyFolder(), /◆|\?/),
  );
  record('first prompt, beside create-vite', prompt, 'cpuMs', 1.5);
  const runs = [];
  for (let turn = 0; turn < times; turn++)
    runs.push(await toTheEnd([CLI, 'project', ...WITHOUT], emptyFolder()));
  const best = runs.sort((a, b) => a.wallMs - b.wallMs)[Math.floor(times / 2)];
  recordOwn('the sample, without install', 'wallMs', best.wallMs, SAMPLE_LIMIT_MS);
  rows.push({ what: 'the sample, without install', figure: 'cpuMs', ours: best.cpuMs, ok: true });
}

const rounded = (number) => (number === undefined ? '' : String(Math.round(number)));
function print() {
  const cells = rows.map((row) => [
    row.what,
    row.figure,
    rounded(row.ours),
    rounded(row.theirs),
    row.ratio?.toFixed(2) ?? '',
    row.atMost === undefined ? '' : String(row.atMost),
    row.ok ? '' : 'ABOVE',
  ]);
  const lines = [['what', 'figure', 'ours', 'theirs', 'ratio', 'at most', ''], ...cells];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

if (!existsSync(join(ROOT, 'dist', 'main.js'))) {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { stdio: 'inherit', timeout: 60_000 });
}
const times = Number(options.times);
const generator = peer('openapi-mcp-generator', '4.0.1', 'bin/openapi-mcp-generator.js');
const vite = peer('create-vite', '9.3.0', 'index.js');
await generating(generator, 'petstore-3.0.yaml', 1.5, times);
await generating(generator, 'museum-3.1.yaml', 1.5, times);
await generating(generator, 'github.json', 2.5, Math.min(times, 3));
await starting(vite, times);
if (options.json) console.log(JSON.stringify(rows, null, 1));
else print();
const failed = rows.filter(({ ok }) => !ok).length;
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
