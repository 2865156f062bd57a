// `npm run demo`: installs and builds what is missing, creates a server from the sample document in examples/, installs and checks
// it, and says where it lies. Works on a fresh clone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(ROOT, 'dist', 'main.js');
/** What the bundle is made of. */
const SOURCES = [
  'src',
  'generators',
  'templates',
  'examples',
  'scripts/build.mjs',
  'scripts/build',
  'package.json',
];
const PROJECT = 'demo-server';

/** Time of the last change below a file or folder, in milliseconds. */
function changed(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => changed(join(path, name))));
}

const isBuilt = () =>
  existsSync(BUILT) && SOURCES.every((source) => changed(join(ROOT, source)) <= statSync(BUILT).mtimeMs);

/** Runs one of our own scripts, and ends this one where it fails. */
function node(...args) {
  const { status, signal } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

node('scripts/ensure-installed.mjs');
if (!isBuilt()) node('scripts/build.mjs');
// Only what an earlier demo has made; the program itself refuses a folder with anything else in it.
if (existsSync(join(ROOT, PROJECT, '.create-mcp-server'))) rmSync(join(ROOT, PROJECT), { recursive: true });
node('bin/create-mcp-server.js', PROJECT, '--spec', 'examples/bookshop.yaml', '--yes', '--no-git');
console.log(`\nThe demo server lies in ${join(ROOT, PROJECT)}`);
