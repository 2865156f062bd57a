#!/usr/bin/env node
// Runs the generated projects' own checks: ruff, ruff format, mypy --strict, pytest with coverage, and a search for suppressions.
//   node scripts/kits/projects.mjs --docs petstore-3.0,museum-3.1 [--all] [--tools all] [--jobs 2]
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chosen, generate } from './lib/projects.mjs';
import { pythonFor } from './lib/python.mjs';
import { CACHE, eachOf, run, table } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    all: { type: 'boolean', default: false },
    tools: { type: 'string', default: 'all' },
    jobs: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '8' },
  },
});
const COVERAGE_AT_LEAST = 90;
/** In two halves, so that a search for suppressions does not find this file. */
const SUPPRESSION = new RegExp(
  ['type: ', 'ignore|no', 'qa|pragma: no ', 'cover|per-file-', 'ignores'].join(''),
);

function suppressions(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|toml|ini)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => SUPPRESSION.test(readFileSync(file, 'utf8')));
}

const lastLines = (text, count = 12) => text.trim().split('\n').slice(-count).join('\n    ');

async function check(bin, project) {
  const { dir } = project;
  const found = suppressions(dir);
  const env = { PYTHONPATH: join(dir, 'src'), PYTHONDONTWRITEBYTECODE: '1', VIRTUAL_ENV: join(bin, '..') };
  const timeoutMs = Number(options.minutes) * 60_000;
  const steps = {
    ruff: [join(bin, 'ruff'), 'check', '--no-cache', '.'],
    format: [join(bin, 'ruff'), 'format', '--no-cache', '--check', '.'],
    mypy: [join(bin, 'mypy'), '--strict', '--cache-dir', join(CACHE, 'mypy', project.name), 'src', 'tests'],
    pytest: [
      ...[join(bin, 'python'), '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
      ...[`--cov=${project.package}`, '--cov-report=term'],
    ],
  };
  const results = {};
  for (const [name, command] of Object.entries(steps)) {
    const result = await run(command, { cwd: dir, env, timeoutMs });
    results[name] = { ok: result.code === 0, text: result.stdout + result.stderr, ms: result.ms };
  }
  return { project, results, found };
}

const coverageOf = (text) => Number(/^TOTAL.*?(\d+(?:\.\d+)?)%/m.exec(text)?.[1] ?? 0);
const testsOf = (text) => /(\d+) passed/.exec(text)?.[1] ?? '0';
const isGood = ({ results, found }) =>
  Object.values(results).every(({ ok }) => ok) &&
  found.length === 0 &&
  coverageOf(results.pytest.text) >= COVERAGE_AT_LEAST;

function row({ project, results, found }) {
  const state = (name) => (results[name].ok ? 'ok' : 'FAILED');
  const seconds = Math.round(Object.values(results).reduce((sum, { ms }) => sum + ms, 0) / 1000);
  const { text } = results.pytest;
  return [
    project.name,
    ...Object.keys(results).map(state),
    testsOf(text),
    coverageOf(text),
    found.length,
    `${project.ms} ms`,
    seconds,
  ];
}

const jobs = Number(options.jobs);
const projects = await eachOf(chosen(options), jobs, (name) =>
  generate(name, { tools: options.tools, folder: 'checked' }),
);
const refused = projects.filter(({ ok }) => !ok);
const made = projects.filter(({ ok }) => ok);
for (const { name, code, message } of refused) console.log(`${name}: exit ${code}: ${message}\n`);
const bin = made.length > 0 ? await pythonFor(join(made[0].dir, 'pyproject.toml')) : '';
const checked = await eachOf(made, jobs, (project) => check(bin, project));
const head = [
  'document',
  'ruff',
  'format',
  'mypy',
  'pytest',
  'tests',
  'coverage %',
  'suppressions',
  'generated',
  's',
];
console.log(table([head, ...checked.map(row)]));
for (const { project, results, found } of checked) {
  for (const [name, { ok, text }] of Object.entries(results)) {
    if (!ok) console.log(`\n${project.name}: ${name}\n    ${lastLines(text)}`);
  }
  for (const file of found) console.log(`\n${project.name}: suppression in ${file}`);
}
const good = checked.filter(isGood).length;
console.log(`${good} passed, ${projects.length - good} failed`);
process.exitCode = good === projects.length ? 0 : 1;
