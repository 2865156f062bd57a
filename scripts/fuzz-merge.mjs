#!/usr/bin/env node
// The long run of the merge's property tests: random edits against random new versions (MERGE_RUNS), and random edits on
// generated projects whose document and options change (MERGE_PROJECTS). 1,000 of each, some 20 minutes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const ended = spawnSync(process.execPath, [vitest, 'run', 'tests/property/manage'], {
  stdio: 'inherit',
  env: { MERGE_RUNS: '1000', MERGE_PROJECTS: '1000', ...process.env },
});
process.exitCode = ended.status ?? 1;
