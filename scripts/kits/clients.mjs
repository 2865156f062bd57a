#!/usr/bin/env node
// The clients of migrated servers against the libraries that they stand for: the same requests through both, to a service on this
// machine; what arrives and what comes back must be the same.
//   node scripts/kits/clients.mjs
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toolsForPython } from './lib/python.mjs';
import { CACHE, ROOT, run } from './lib/world.mjs';

const MIGRATED = join(ROOT, 'templates', 'targets', 'python', 'migrated');
const CLIENTS = {
  hx: { 'api_client.py': 'clients/httpx.py', 'api_answers.py': 'clients/httpx_answers.py' },
  rq: { 'api_client.py': 'clients/requests.py' },
};
const WANTED = ['aiohttp>=3.12,<4', 'httpx>=0.28,<1', 'requests>=2.32,<3'];

async function main() {
  const { python, uv } = await toolsForPython();
  const work = join(CACHE, 'clients');
  rmSync(join(work, 'src'), { recursive: true, force: true });
  for (const [name, files] of Object.entries(CLIENTS)) {
    const folder = join(work, 'src', name);
    mkdirSync(join(folder, 'runtime'), { recursive: true });
    const parts = Object.entries({ ...files, 'runtime/sending.py': 'runtime/sending.py' });
    for (const [to, from] of parts) cpSync(join(MIGRATED, from), join(folder, to));
    for (const init of [folder, join(folder, 'runtime')]) writeFileSync(join(init, '__init__.py'), '');
  }
  const own = join(work, 'env', 'bin', 'python');
  const commands = [
    [uv, 'venv', '-q', '--allow-existing', '--python', python, dirname(dirname(own))],
    [uv, 'pip', 'install', '-q', '--python', own, ...WANTED],
    [own, '-W', 'ignore', join(ROOT, 'scripts', 'kits', 'clients.py'), join(work, 'src')],
  ];
  for (const command of commands) {
    const { code, stdout, stderr } = await run(command, { timeoutMs: 300_000 });
    process.stdout.write(stdout);
    if (code !== 0) {
      process.stderr.write(stderr.slice(-2000));
      return 1;
    }
  }
  return 0;
}

process.exitCode = await main();
