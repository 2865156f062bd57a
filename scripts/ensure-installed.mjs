// Installs the development dependencies when they are missing or differ from the lock file, so that `npm test` and
// `npm run demo` work on a fresh clone. Compares versions, not times: a checkout changes times, not packages.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Packages by path of a lock file (`node_modules/x` → entry); empty when there is none. */
function packagesOf(file) {
  if (!existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/** True when each package of the lock file that this platform needs is installed in its version. */
export function isInstalled(root = ROOT) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || present[path]?.version === entry.version,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !isInstalled()) {
  console.error('Installing dependencies (npm ci) …');
  // No package of ours has to run anything to be installed.
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  process.exitCode = status ?? 1;
}
