#!/usr/bin/env node
// Runs the 40 checks of a create-CLI and 16 probes, in a real terminal, on the packed package. cli40.json is the kit's own
// configuration of us with our questions in it; its `{here}` is the kit's folder of configurations.
//   node scripts/kits/cli.mjs [--only 11,12,X1] [--skip 39,40] [--runs 3]
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { absent, CACHE, kitCopy, ROOT, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    skip: { type: 'string', default: '' },
    runs: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '15' },
  },
});

const kit = await kitCopy('cli');
if (kit === undefined) absent('cli');
else process.exitCode = await main(kit);

async function main(kit) {
  const folder = join(CACHE, 'cli');
  rmSync(join(folder, 'tools', 'create-mcp-server'), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = await run(['npm', 'pack', '--json', '--pack-destination', folder], { timeoutMs: 120_000 });
  if (packed.code !== 0) {
    console.log(`npm pack: ${packed.stderr.slice(-800)}\n0 passed, 1 failed`);
    return 1;
  }
  const names = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[\n')));
  const tarball = `file:${join(folder, names[0].filename)}`;
  const config = join(kit, 'configs', 'ours.json');
  copyFileSync(join(ROOT, 'scripts', 'kits', 'cli40.json'), config);
  const command = [
    ...['python3', join(kit, 'cli40.py'), '--config', config],
    ...['--install-spec', tarball, '--tools', join(folder, 'tools'), '--runs', options.runs],
    ...['--out', join(folder, 'result.json')],
    ...(options.only === undefined ? [] : ['--only', options.only]),
    ...(options.skip === '' ? [] : ['--skip', options.skip]),
  ];
  const { code } = await run(command, {
    cwd: kit,
    timeoutMs: Number(options.minutes) * 60_000,
    onText: (text) => process.stdout.write(text),
  });
  return code;
}
