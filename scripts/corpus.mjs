#!/usr/bin/env node
// Every document of the corpus: generated, every operation called over MCP, the project's own checks run, and its schemas
// compared with the document. What was measured for the same project is not measured again, so a run can be ended and goes on.
//   npm run corpus -- [--target go] [--docs a,b] [--steps accept,checks,constraints] [--again] [--jobs 1] [--minutes 20] [--write]
//   steps: accept, http, answers, dynamic, checks, constraints      --write: docs/measured-corpus.md, docs/measured-corpus-go.md
// With `--table`, nothing is measured: the records of earlier runs are shown (and written).
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isExplained, page, pageFile } from './corpus/page.mjs';
import { readRecord, writeRecord } from './corpus/records.mjs';
import { measure, projectFor, STEPS } from './corpus/steps.mjs';
import { kitModules } from './kits/lib/constraints.mjs';
import { allDocuments, documentFile } from './kits/lib/projects.mjs';
import { absent, eachOf, kitCopy, ROOT } from './kits/lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    docs: { type: 'string' },
    target: { type: 'string', default: 'python' },
    steps: { type: 'string', default: 'accept,checks,constraints' },
    again: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
  },
});

/** The whole size of a document, so that small ones come first. */
function bytesOf(name) {
  const file = documentFile(name);
  const isSplit = /[/\\]spec[/\\][^/\\]+$/.test(file);
  return isSplit ? readdirSync(join(file, '..')).length * 1000 : statSync(file).size;
}

const failedRecord = (code, text) => ({
  steps: { accept: { good: false, failed: text, notes: [`not generated, exit code ${code}: ${text}`] } },
});

const say = (text) => console.error(text);

/** Measures what the records lack. The project is generated once for all steps that want the same one. */
async function measureDocument(world, name, steps, title) {
  const { target } = options;
  const record = readRecord(name, target);
  const made = new Map();
  for (const step of steps) {
    const mode = step === 'dynamic' ? 'dynamic' : 'all';
    const project = made.get(mode) ?? (await projectFor(name, step, target));
    made.set(mode, project);
    if (!project.ok) {
      const text = project.message.replace(/\S*[/\\](?=\S)/g, '').split('\n')[0];
      // Exit code 1 is a located error in the document; everything else is a defect of ours.
      const record = project.code === 1 ? { refused: text, steps: {} } : failedRecord(project.code, text);
      writeRecord(name, target, record);
      say(`${title}: ${project.code === 1 ? 'refused' : 'NOT GENERATED'}: ${text}`);
      return;
    }
    delete record.refused;
    if (mode === 'all') record.generatedMs = project.ms;
    const known = record.steps[step];
    if (!options.again && known?.key === project.key && isExplained(name, known)) continue;
    const result = await measure(world, project, step);
    record.steps[step] = { key: project.key, ...result };
    writeRecord(name, target, record);
    say(`${title}: ${step} ${result.good ? 'ok' : 'NOT OK'}${result.seconds ? `, ${result.seconds} s` : ''}`);
    for (const note of result.notes.slice(0, 8)) say(`    ${note.trim()}`);
  }
  writeRecord(name, target, record);
}

function refuseUnknown(steps) {
  const unknown = steps.filter((step) => !STEPS.includes(step));
  if (unknown.length > 0)
    throw new Error(`Unknown steps: ${unknown.join(', ')}. There are ${STEPS.join(', ')}.`);
}

async function main(kit) {
  const steps = options.steps.split(',');
  refuseUnknown(steps);
  const names = (options.docs?.split(',') ?? allDocuments()).sort((a, b) => bytesOf(a) - bytesOf(b));
  const world = { kit, modules: await kitModules(kit), minutes: Number(options.minutes) };
  if (!options.table) {
    await eachOf(names, Number(options.jobs), (name, index) =>
      measureDocument(world, name, steps, `[${index + 1}/${names.length}] ${name}`),
    );
  }
  const entries = names.map((name) => ({ name, record: readRecord(name, options.target) }));
  const text = page(entries, ROOT, options.target);
  console.log(text);
  if (options.write) writeFileSync(join(ROOT, 'docs', pageFile(options.target)), text);
  const isGood = ({ name, record }) =>
    record.refused !== undefined || steps.every((step) => isExplained(name, record.steps[step]));
  const good = entries.filter(isGood).length;
  console.log(`${good} passed, ${entries.length - good} failed`);
  return good === entries.length ? 0 : 1;
}

const kit = await kitCopy('accept');
if (kit === undefined) absent('accept');
else process.exitCode = await main(kit);
