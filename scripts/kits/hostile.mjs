#!/usr/bin/env node
// Runs our command line over the hostile documents; nothing may be executed, escape, hang, crash or be lost.
//   node scripts/kits/hostile.mjs [--quick] [--family injection,…] [--only text] [--timeout 60] [--target go]
//   node scripts/kits/hostile.mjs --deep [--sites op.summary,…]   every shape of text at every place, 2,520 documents: takes an hour
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { typescriptParser } from './lib/node.mjs';
import { absent, CACHE, CLI, kitCopy, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    deep: { type: 'boolean', default: false },
    sites: { type: 'string' },
    family: { type: 'string' },
    only: { type: 'string' },
    target: { type: 'string', default: 'python' },
    timeout: { type: 'string', default: '60' },
    minutes: { type: 'string' },
  },
});
const minutes = Number(options.minutes ?? (options.deep ? 90 : 20));
/** Without the huge documents and half of the strings: about two minutes. */
const QUICK = 'config,unicode,traversal,proto,poison,ref,broken';

/** The full matrix, written by the kit; options for it. */
async function deepMatrix(kit) {
  const folder = join(CACHE, 'hostile-deep');
  rmSync(folder, { recursive: true, force: true });
  const made = await run([
    process.execPath,
    join(kit, 'gen.mjs'),
    '--deep',
    folder,
    ...(options.sites ? [options.sites] : []),
  ]);
  process.stdout.write(made.stdout + made.stderr);
  return ['--corpus', folder];
}

const kit = await kitCopy('hostile');
if (kit === undefined) absent('hostile');
else {
  mkdirSync(join(CACHE, 'reports'), { recursive: true });
  const family = options.family ?? (options.quick ? QUICK : undefined);
  const create = [process.execPath, CLI, '{outdir}', '--spec', '{spec}'];
  const command = [
    ...[process.execPath, join(kit, 'attack.mjs'), '--cmd'],
    [
      ...create,
      '--yes',
      '--tools',
      'all',
      '--target',
      options.target,
      '--no-install',
      '--no-check',
      '--no-git',
    ].join(' '),
    ...['--timeout', options.timeout, '--jobs', '2', '--json', join(CACHE, 'reports', 'hostile.json')],
    // Without it the kit does not parse what is generated.
    ...(options.target === 'typescript' ? ['--ts', await typescriptParser()] : []),
    ...(options.deep ? await deepMatrix(kit) : []),
    ...(family === undefined ? [] : ['--family', family]),
    ...(options.only === undefined ? [] : ['--only', options.only]),
  ];
  const { code } = await run(command, {
    cwd: kit,
    timeoutMs: minutes * 60_000,
    onText: (text) => process.stdout.write(text),
  });
  process.exitCode = code;
}
