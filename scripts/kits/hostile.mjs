#!/usr/bin/env node
// Runs our command line over the hostile documents; nothing may be executed, escape, hang, crash or be lost.
//   node scripts/kits/hostile.mjs [--quick] [--family injection,…] [--only text] [--timeout 60] [--target go]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { typescriptParser } from './lib/node.mjs';
import { absent, CACHE, CLI, kitCopy, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    family: { type: 'string' },
    only: { type: 'string' },
    target: { type: 'string', default: 'python' },
    timeout: { type: 'string', default: '60' },
    minutes: { type: 'string', default: '20' },
  },
});
/** Without the huge documents and half of the strings: about two minutes. */
const QUICK = 'config,unicode,traversal,proto,poison,ref,broken';

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
    ...(family === undefined ? [] : ['--family', family]),
    ...(options.only === undefined ? [] : ['--only', options.only]),
  ];
  const { code } = await run(command, {
    cwd: kit,
    timeoutMs: Number(options.minutes) * 60_000,
    onText: (text) => process.stdout.write(text),
  });
  process.exitCode = code;
}
