#!/usr/bin/env node
// Runs the fault kit on the project generated from the kit's own document: once as projects are, where answers that do not fit the
// document are passed on (docs/decisions/2026-11-21-off-contract-answers.md), then those rows again with the strict switch. Rows that
// look for members of the API's answer run without the form that three-tier puts around them: the kit does not look inside it.
//   node scripts/kits/faults.mjs [--rows R1,R5] [--target go] [--preset v2] [--feature a,b] [-v]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate, kitEnvironment } from './lib/projects.mjs';
import { startOf } from './lib/targets.mjs';
import { absent, kitCopy, run } from './lib/world.mjs';

/** Rows that want an error where a project passes an answer on. They pass with MCP_STRICT_ANSWERS=1, and only with it. */
const STRICT_ROWS = ['R4', 'R20'];
/** Without models of answers there is nothing that the switch could hold them against: docs/presets.md. */
const WITHOUT_MODELS = ['minimal'];
const STRICT = ['--env', 'MCP_STRICT_ANSWERS=1'];
const ALL_ROWS = Array.from({ length: 25 }, (_, index) => `R${index + 1}`);
const PLAIN_ROWS = { 'three-tier': ['R7', 'R10', 'R12', 'R22'] };
const PLAIN = ['--env', 'MCP_ENVELOPE=off'];

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    target: { type: 'string', default: 'python' },
    preset: { type: 'string', default: 's-tier' },
    feature: { type: 'string', default: 'none' },
    verbose: { type: 'boolean', short: 'v', default: false },
    minutes: { type: 'string', default: '9' },
  },
});
const kit = await kitCopy('faults');
if (kit === undefined) absent('faults');
else process.exitCode = await main(kit);

async function main(kit) {
  const document = join(kit, 'faults-api.yaml');
  const project = await generate(document, {
    folder: `faults-${options.preset}`,
    target: options.target,
    extra: ['--preset', options.preset, '--feature', options.feature],
  });
  if (!project.ok) {
    console.log(`${project.message}\n0 passed, 1 failed`);
    return 1;
  }
  const wanted = options.rows?.split(',');
  const isWanted = (row) => wanted?.includes(row) ?? true;
  const strictRows = STRICT_ROWS.filter(isWanted);
  const command = await commandFor(kit, project, document);
  const plainRows = (PLAIN_ROWS[options.preset] ?? []).filter(isWanted);
  const firstRows = (wanted ?? ALL_ROWS).filter((row) => !plainRows.includes(row));
  const rowsWith = (rows, ...more) =>
    rows.length === 0 ? {} : rowsOf([...command, ...more, '--rows', rows.join(',')]);
  const usual = { ...(await rowsWith(firstRows)), ...(await rowsWith(plainRows, ...PLAIN)) };
  const heldRows = WITHOUT_MODELS.includes(options.preset) ? [] : strictRows;
  const strict = await rowsWith(heldRows, ...STRICT);
  const lines = [
    ...Object.entries(usual).map(([row, passes]) => [row, passes !== strictRows.includes(row), passes]),
    ...heldRows.map((row) => [`${row} with MCP_STRICT_ANSWERS=1`, strict[row] === true, strict[row]]),
  ];
  const wrong = lines.filter(([, asExpected]) => !asExpected);
  for (const [row, , passes] of wrong)
    console.log(`${row}: ${passes ? 'passes, which was not expected' : 'fails'}`);
  const failed = wrong.length + (Object.keys(usual).length === 0 ? 1 : 0);
  console.log(`${lines.length - wrong.length} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function commandFor(kit, project, document) {
  const server = (await startOf(project)).join(' ');
  return [
    ...[process.execPath, join(kit, 'faults.mjs'), '--stdio', server],
    ...['--http', `${server} --http --port $PORT`, '--http-url', 'http://127.0.0.1:$PORT/mcp'],
    ...(await kitEnvironment(project, document)).flatMap((pair) => ['--env', pair]),
    // A preset may have a lower limit of its own, which the kit's hundred clients of one address would measure everywhere.
    ...['--env', 'MCP_RATE_LIMIT=50/100'],
    // A preset with scopes only reads until its owner says more; the rows change things, too.
    ...['--env', 'MCP_SCOPES=read write'],
    ...['--auth-env', 'MCP_SERVER_TOKEN={mcpToken}', '--project', project.dir],
    ...(options.verbose ? ['-v'] : []),
  ];
}

/** Row → whether it passes; none when the kit did not come to its end. */
async function rowsOf(command) {
  const { code, stdout, stderr } = await run(command, {
    timeoutMs: Number(options.minutes) * 60_000,
    onText: (text) => process.stdout.write(text.replace(/^(\d+ passed, \d+ failed)/gm, 'the kit: $1')),
  });
  if (code > 1) {
    console.log(stderr.slice(-2000));
    return {};
  }
  return Object.fromEntries(
    [...stdout.matchAll(/^(R\d+) +(pass|FAIL) /gm)].map(([, row, how]) => [row, how === 'pass']),
  );
}
