import { posix, win32 } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { cleanEnv, installEnv } from '../env.js';
import { cacheFolder } from './cache.js';
import { fillOnce, ownCache } from './fetch.js';
import type { Found, Machine } from './types.js';

/** What is fetched where there is none; a test compares it with what projects name. */
export const PNPM_VERSION = '12.21.0';
const PROBE_TIMEOUT_MS = 20_000;
const FETCH_TIMEOUT_MS = 300_000;

/** pnpm of the user, from one of `folders`; then our private copy, which is fetched with npm where it is missing. */
export async function findPnpm(
  npm: string,
  folders: readonly string[],
  machine: Machine,
): Promise<Found<string>> {
  const path = machine.platform === 'win32' ? win32 : posix;
  const name = machine.platform === 'win32' ? 'pnpm.cmd' : 'pnpm';
  const placeIn = (cache: string): string => path.join(cache, `pnpm-${PNPM_VERSION}`);
  const programIn = (place: string): string => path.join(place, 'node_modules', '.bin', name);
  const cache = cacheFolder(machine);
  const fetched = cache === null ? [] : [programIn(placeIn(cache))];
  for (const program of [...folders.map((folder) => path.join(folder, name)), ...fetched]) {
    if (await runs(program, machine)) return { value: program };
  }
  // Only now: without a home it makes a folder.
  const place = placeIn(await ownCache(machine));
  const own = programIn(place);
  machine.announce(`Fetching pnpm ${PNPM_VERSION} from the npm registry into ${place}`);
  const why = await fillOnce(place, (folder) => install(npm, folder, machine));
  if (why === '' && (await runs(own, machine))) return { value: own };
  const said = why === '' ? `${own} does not run` : why;
  return {
    problem: problem(
      'toolchain.no-pnpm',
      `pnpm is not installed, and fetching pnpm ${PNPM_VERSION} failed: ${said}`,
    ),
  };
}

/** Shims of version managers may point nowhere. */
async function runs(program: string, machine: Machine): Promise<boolean> {
  if (!(await machine.isFile(program))) return false;
  const { exitCode } = await machine.run([program, '--version'], {
    env: cleanEnv(machine.env),
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  return exitCode === 0;
}

/** Packages are unpacked; nothing of them runs before pnpm itself does. */
const install = (npm: string, folder: string, machine: Machine) =>
  machine.run(
    [
      ...[npm, 'install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'],
      `pnpm@${PNPM_VERSION}`,
    ],
    {
      env: installEnv(machine.env),
      timeoutMs: FETCH_TIMEOUT_MS,
      ...(machine.signal === undefined ? {} : { signal: machine.signal }),
    },
  );
