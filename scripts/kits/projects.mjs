#!/usr/bin/env node
// Runs the generated projects' own checks: ruff, ruff format, mypy --strict, pytest with coverage, and a search for suppressions.
//   node scripts/kits/projects.mjs --docs petstore-3.0,museum-3.1 [--all] [--tools all] [--jobs 2]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkProject, complaints } from './lib/checks.mjs';
import { chosen, generate } from './lib/projects.mjs';
import { pythonFor } from './lib/python.mjs';
import { eachOf, table } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    all: { type: 'boolean', default: false },
    tools: { type: 'string', default: 'all' },
    jobs: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '8' },
  },
});

const STEPS = ['ruff', 'format', 'mypy', 'pytest'];
const HEAD = ['document', ...STEPS, 'tests', 'coverage %', 'suppressions', 'generated', 's'];

function row({ project, steps, suppressions, tests, coverage }) {
  const states = STEPS.map((name) => (steps[name].ok ? 'ok' : 'FAILED'));
  const seconds = Math.round(Object.values(steps).reduce((sum, { ms }) => sum + ms, 0) / 1000);
  return [project.name, ...states, tests, coverage, suppressions.length, `${project.ms} ms`, seconds];
}

const jobs = Number(options.jobs);
const projects = await eachOf(chosen(options), jobs, (name) =>
  generate(name, { tools: options.tools, folder: 'checked' }),
);
const refused = projects.filter(({ ok }) => !ok);
const made = projects.filter(({ ok }) => ok);
for (const { name, code, message } of refused) console.log(`${name}: exit ${code}: ${message}\n`);
const bin = made.length > 0 ? await pythonFor(join(made[0].dir, 'pyproject.toml')) : '';
const checked = await eachOf(made, jobs, async (project) => ({
  project,
  ...(await checkProject(bin, project, Number(options.minutes))),
}));
console.log(table([HEAD, ...checked.map(row)]));
for (const result of checked)
  for (const line of complaints(result.project.name, result)) console.log(`\n${line}`);
const good = checked.filter((result) => result.good).length;
console.log(`${good} passed, ${projects.length - good} failed`);
process.exitCode = good === projects.length ? 0 : 1;
