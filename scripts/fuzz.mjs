#!/usr/bin/env node
// Damages real documents at random and takes each through load, model, plan and render: only a project or a message may come out.
//   node scripts/fuzz.mjs [runs] [seed]      20,000 runs by default; the seed of a failure is printed with it
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const [runs = '20000', seed] = process.argv.slice(2);
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', 'tests/property/damaged-documents.test.ts'], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: runs, ...(seed === undefined ? {} : { FUZZ_SEED: seed }) },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
