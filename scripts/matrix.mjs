#!/usr/bin/env node
// The output matrix: presets × features. Every combination is generated in memory; each preset, alone and with all features, is
// generated, linted, typed, tested (against a real Redis where there is one), started over both transports, called, and told to stop.
//   npm run matrix -- [--target typescript] [--presets a,b] [--with none,all,each] [--only generate|projects] [--jobs 1]
//   npm run matrix -- --quick [--part 7]     a slice of the first, one project of the second; another part every day
import { parseArgs } from 'node:util';
import { combinationsInMemory, listed } from './matrix/combinations.mjs';
import { drive } from './matrix/drive.mjs';
import { checkedProject } from './matrix/project.mjs';
import { withRedis } from './matrix/redis.mjs';
import { eachOf, table } from './kits/lib/world.mjs';

const DAY_MS = 86_400_000;
const { values: options } = parseArgs({
  options: {
    target: { type: 'string', default: 'python' },
    presets: { type: 'string' },
    with: { type: 'string', default: 'none,all' },
    only: { type: 'string', default: 'generate,projects' },
    jobs: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    part: { type: 'string', default: String(Math.floor(Date.now() / DAY_MS)) },
  },
});

/** `{ name, target, preset, features }` for each project that is made on disk. */
async function wanted() {
  const { target } = options;
  const { presets, features } = await listed(target);
  const sets = {
    none: [['none', []]],
    all: [['all', features]],
    each: features.map((one) => [one, [one]]),
  };
  const chosen = options.presets?.split(',') ?? presets;
  const all = chosen.flatMap((preset) =>
    options.with.split(',').flatMap((kind) =>
      (sets[kind] ?? [[kind, kind.split('+')]]).map(([name, set]) => ({
        name: `${target}-${preset}-${name.replaceAll('+', '-')}`,
        target,
        preset,
        features: set,
      })),
    ),
  );
  return options.quick ? [all[Number(options.part) % all.length]] : all;
}

async function measured(one, redis) {
  const checked = await checkedProject(one, redis);
  const driven = checked.project.ok ? await drive(checked.project, redis) : [];
  const wrong = [
    ...checked.complaints,
    ...driven.filter(({ problem }) => problem).map(({ name, problem }) => `${name}: ${problem}`),
  ];
  const { tests, coverage } = checked;
  const figures = `${tests} tests, ${coverage} % of the lines`;
  console.error(`${one.name}: ${wrong.length === 0 ? `good, ${figures}` : `\n  ${wrong.join('\n  ')}`}`);
  return { one, checked, driven, wrong };
}

/** The checks of the language, as one of its projects that was checked has them. */
const stepsOf = (results) =>
  results.map(({ checked }) => checked.steps).find((steps) => steps.length > 0) ?? [];

const only = new Set(options.only.split(','));
let passed = 0;
let failed = 0;
if (only.has('generate')) {
  const made = await combinationsInMemory(options.target, options.quick ? options.part : 'all');
  passed += made.passed;
  failed += made.failed;
}
if (only.has('projects')) {
  const projects = await wanted();
  const results = await withRedis((redis) =>
    eachOf(projects, Number(options.jobs), (one) => measured(one, redis)),
  );
  const rows = results.map(({ one, checked, driven, wrong }) => [
    one.name,
    ...checked.cells(stepsOf(results)),
    driven.filter(({ problem }) => !problem).length,
    wrong.length,
  ]);
  console.log(table([['project', ...stepsOf(results), 'tests', 'coverage %', 'driven', 'wrong'], ...rows]));
  passed += results.filter(({ wrong }) => wrong.length === 0).length;
  failed += results.filter(({ wrong }) => wrong.length > 0).length;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
