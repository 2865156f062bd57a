import { posix, win32 } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { plainLine } from '../capture.js';
import { cleanEnv } from '../env.js';
import { cacheFolder } from './cache.js';
import { pathFolders } from './places.js';
import { compareVersions } from './python.js';
import type { Found, Machine } from './types.js';

export interface Uv {
  readonly path: string;
  readonly version: string;
}

/** What is fetched where there is none. */
export const UV_VERSION = '0.13.8';
/** The first that knows dependency groups, all of them at once, and `--no-bin`. */
const OLDEST = '0.8.0';
const PROBE_TIMEOUT_MS = 10_000;

/** Path of the program inside of our private copy. */
export const uvIn = (cache: string, { platform }: Machine): string =>
  platform === 'win32'
    ? win32.join(cache, `uv-${UV_VERSION}`, 'Scripts', 'uv.exe')
    : posix.join(cache, `uv-${UV_VERSION}`, 'bin', 'uv');

/** What shims of version managers end with when no version that has the program is selected. */
const POINTS_NOWHERE = new Set([126, 127]);

/**
 * Runs a candidate. Null for shims that point nowhere and for versions that are too old. A program that starts and fails is a
 * problem of the machine that its user should hear of (`toolchain.uv-broken`), not one to work around in silence.
 */
export async function probeUv(path: string, machine: Machine): Promise<Found<Uv> | null> {
  const result = await machine.run([path, '--version'], {
    env: cleanEnv(machine.env),
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  const version = /^uv (\d+\.\d+\.\d+)/.exec(result.stdout)?.[1];
  if (result.exitCode === null || POINTS_NOWHERE.has(result.exitCode)) return null;
  if (result.exitCode !== 0 || version === undefined) {
    const said = plainLine(result.stderr.trim().split('\n').at(-1) ?? '') || `exit code ${result.exitCode}`;
    return { problem: problem('toolchain.uv-broken', `uv at ${path} does not work: ${said}`) };
  }
  return compareVersions(version, OLDEST) < 0 ? null : { value: { path, version } };
}

/** uv of the user: on PATH, or where its own installers put it; then our private copy. */
export async function findUv(machine: Machine): Promise<Found<Uv> | null> {
  for (const path of uvPlaces(machine)) {
    const uv = (await machine.isFile(path)) ? await probeUv(path, machine) : null;
    if (uv !== null) return uv;
  }
  return null;
}

function uvPlaces(machine: Machine): string[] {
  const windows = machine.platform === 'win32';
  const path = windows ? win32 : posix;
  const { home } = machine;
  const installed = home === null ? [] : [path.join(home, '.local', 'bin'), path.join(home, '.cargo', 'bin')];
  const places = [...pathFolders(machine), ...installed].map((folder) =>
    path.join(folder, windows ? 'uv.exe' : 'uv'),
  );
  const cache = cacheFolder(machine);
  return [...new Set(cache === null ? places : [...places, uvIn(cache, machine)])];
}
