// From a fresh clone to a checked server: installs and builds what is missing, creates a project from the sample document,
// installs it and checks it. The project lies in demo-server/ (ignored by git) and is made anew each time.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = 'demo-server';

/** Runs a script of ours; its exit code, and that of the demo if it fails. */
function node(...args) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  process.exitCode = status ?? 1;
  return status === 0;
}

function removeLastDemo() {
  const ours = existsSync(join(ROOT, FOLDER, '.create-mcp-server', 'manifest.json'));
  if (ours) rmSync(join(ROOT, FOLDER), { recursive: true, force: true });
}

removeLastDemo();
const done =
  node('scripts/ensure-installed.mjs') &&
  node('scripts/build.mjs') &&
  node('bin/create-mcp-server.js', FOLDER, '--spec', 'examples/bookshop.yaml', '--yes', '--no-git');
if (done) {
  console.log(`\nThe demo server lies in ${join(ROOT, FOLDER)}. Start it: make -C ${FOLDER} serve`);
}
