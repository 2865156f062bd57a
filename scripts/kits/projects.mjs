#!/usr/bin/env node
// Runs the generated projects' own checks: formatter, linter, types, tests with coverage, and a search for suppressions.
//   node scripts/kits/projects.mjs --docs petstore-3.0,museum-3.1 [--all] [--tools all] [--jobs 2] [--target go]
import { parseArgs } from 'node:util';
import { complaints } from './lib/checks.mjs';
import { chosen, generate } from './lib/projects.mjs';
import { checkOf } from './lib/targets.mjs';
import { eachOf, table } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    all: { type: 'boolean', default: false },
    tools: { type: 'string', default: 'all' },
    jobs: { type: 'string', default: '2' },
    target: { type: 'string', default: 'python' },
    minutes: { type: 'string', default: '8' },
  },
});

const head = (names) => ['document', ...names, 'tests', 'coverage %', 'suppressions', 'generated', 's'];

function row({ project, steps, suppressions, tests, coverage }) {
  const states = Object.values(steps).map(({ ok }) => (ok ? 'ok' : 'FAILED'));
  const seconds = Math.round(Object.values(steps).reduce((sum, { ms }) => sum + ms, 0) / 1000);
  return [project.name, ...states, tests, coverage, suppressions.length, `${project.ms} ms`, seconds];
}

const jobs = Number(options.jobs);
const projects = await eachOf(chosen(options), jobs, (name) =>
  generate(name, { tools: options.tools, folder: 'checked', target: options.target }),
);
const refused = projects.filter(({ ok }) => !ok);
const made = projects.filter(({ ok }) => ok);
for (const { name, code, message } of refused) console.log(`${name}: exit ${code}: ${message}\n`);
const checked = await eachOf(made, jobs, async (project) => ({
  project,
  ...(await checkOf(project, Number(options.minutes))),
}));
console.log(table([head(Object.keys(checked[0]?.steps ?? {})), ...checked.map(row)]));
for (const result of checked)
  for (const line of complaints(result.project.name, result)) console.log(`\n${line}`);
const good = checked.filter((result) => result.good).length;
console.log(`${good} passed, ${projects.length - good} failed`);
process.exitCode = good === projects.length ? 0 : 1;
