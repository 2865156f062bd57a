#!/usr/bin/env node
// Does a tool's input schema refuse what the document allows? Needs the reports of accept.mjs for the same documents.
//   node scripts/kits/constraints.mjs --docs petstore-3.0,museum-3.1
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { constraintsOf, kitModules } from './lib/constraints.mjs';
import { chosen, describeProject } from './lib/projects.mjs';
import { reportFile } from './lib/sweep.mjs';
import { absent, CACHE, kitCopy } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: { docs: { type: 'string' }, all: { type: 'boolean', default: false } },
});

const kit = await kitCopy('accept');
if (kit === undefined) absent('accept');
else process.exitCode = await main(kit);

async function main(kit) {
  const modules = await kitModules(kit);
  const counts = { passed: 0, failed: 0 };
  for (const name of chosen(options)) {
    const file = reportFile(name, 'stdio');
    const dir = join(CACHE, 'projects', name);
    if (!existsSync(file) || !existsSync(dir)) {
      console.log(`${name}: no report; run accept.mjs first`);
      continue;
    }
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const result = constraintsOf(modules, { name, dir, ...describeProject(dir) }, report);
    counts.passed += result.tools - result.failed;
    counts.failed += result.failed;
    for (const finding of result.findings) console.log(finding);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
}
