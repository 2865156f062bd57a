import { posix, win32 } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { installEnv } from '../env.js';
import { pathFolders } from './places.js';
import { compareVersions } from './python.js';
import type { Found, Machine, Toolchain, Wish } from './types.js';

/** What the SDK asks for. */
const OLDEST = '1.25';
/** From this version on, Go fetches other versions of itself: modules, from where the user has them, checked against the sum database. */
const FETCHES = '1.21';
/** What is fetched: for `auto` the first. */
const FETCHED: Readonly<Record<string, string>> = { '1.26': '1.26.8', '1.25': '1.25.5' };
const DOWNLOAD_TIMEOUT_MS = 300_000;
const PROBE_TIMEOUT_MS = 20_000;
/** Where modules and builds are kept and come from, whatever file or variable of the user says so. */
const KEPT = ['GOMODCACHE', 'GOCACHE', 'GOPATH', 'GOPROXY', 'GOSUMDB', 'GOPRIVATE', 'GONOSUMDB'];

interface Go {
  readonly path: string;
  /** `1.26.8` */
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Go of the version that is wanted, or newer than the oldest that serves; another Go fetches it. Problem: `toolchain.no-go`. */
export async function prepareGo(wish: Wish, machine: Machine): Promise<Found<Toolchain>> {
  const others: Go[] = [];
  for (const candidate of await goPlaces(wish.version, machine)) {
    const go = await probe(candidate, machine);
    if (go !== null && fits(go, wish.version)) return { value: await toolchain(go, machine) };
    if (go !== null && compareVersions(go.version, FETCHES) >= 0) others.push(go);
    if (machine.signal?.aborted) break;
  }
  const fetched = others[0] === undefined ? null : await fetchThrough(others[0], wish.version, machine);
  if (fetched !== null) return { value: await toolchain(fetched, machine) };
  const what = wish.version === 'auto' ? `from ${OLDEST} on` : wish.version;
  return { problem: problem('toolchain.no-go', `No Go ${what} was found on this machine.`) };
}

const isPath = (wanted: string): boolean => /[\\/]/.test(wanted);

function fits({ version }: Go, wanted: string): boolean {
  if (compareVersions(version, OLDEST) < 0) return false;
  return wanted === 'auto' || isPath(wanted) || version === wanted || version.startsWith(`${wanted}.`);
}

/** PATH, then where installers, Homebrew, and `go install golang.org/dl/…` put it. */
async function goPlaces(wanted: string, machine: Machine): Promise<string[]> {
  if (isPath(wanted)) return [wanted];
  const windows = machine.platform === 'win32';
  const { join } = windows ? win32 : posix;
  const folders = [...pathFolders(machine), '/usr/local/go/bin', '/opt/homebrew/bin', '/usr/lib/go/bin'];
  if (machine.home !== null) {
    const sdk = join(machine.home, 'sdk');
    folders.push(join(machine.home, 'go', 'bin'));
    for (const entry of await machine.list(sdk)) folders.push(join(sdk, entry, 'bin'));
  }
  const places: string[] = [];
  for (const folder of new Set(folders)) {
    const path = join(folder, windows ? 'go.exe' : 'go');
    if (await machine.isFile(path)) places.push(path);
  }
  return places;
}

/** Runs a candidate outside of any module, with no other toolchain fetched in its place. */
async function probe(path: string, machine: Machine): Promise<Go | null> {
  const result = await machine.run([path, 'env', '-json', 'GOVERSION', ...KEPT], {
    env: { ...installEnv(machine.env), GOTOOLCHAIN: 'local', GOWORK: 'off' },
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  if (result.exitCode !== 0) return null;
  try {
    const { GOVERSION = '', ...env } = JSON.parse(result.stdout) as Record<string, string>;
    const version = /^go(\d+\.\d+(?:\.\d+)?)$/.exec(GOVERSION)?.[1];
    return version === undefined ? null : { path, version, env };
  } catch {
    return null;
  }
}

/** Fetches Go through an older (or newer) one, into the user's module cache. Null where that fails. */
async function fetchThrough({ path }: Go, wanted: string, machine: Machine): Promise<Go | null> {
  const version = FETCHED[wanted === 'auto' ? (Object.keys(FETCHED).sort().at(-1) ?? '') : wanted];
  if (version === undefined || machine.signal?.aborted === true) return null;
  machine.announce(`Fetching Go ${version} through ${path}, for your account only`);
  const result = await machine.run([path, 'env', 'GOROOT'], {
    env: { ...installEnv(machine.env), GOTOOLCHAIN: `go${version}`, GOWORK: 'off' },
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  if (result.exitCode !== 0) return null;
  const windows = machine.platform === 'win32';
  const { join } = windows ? win32 : posix;
  return probe(join(result.stdout.trim(), 'bin', windows ? 'go.exe' : 'go'), machine);
}

/** The race detector is C: without a compiler for it, tests run without. */
async function hasCompiler(machine: Machine): Promise<boolean> {
  if (machine.platform === 'win32') return false;
  const result = await machine.run(['cc', '--version'], {
    env: installEnv(machine.env),
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  return result.exitCode === 0;
}

async function toolchain(go: Go, machine: Machine): Promise<Toolchain> {
  const windows = machine.platform === 'win32';
  const { dirname, join } = windows ? win32 : posix;
  const race = await hasCompiler(machine);
  return {
    values: {
      go: go.path,
      gofmt: join(dirname(go.path), windows ? 'gofmt.exe' : 'gofmt'),
      race: race ? '-race' : '-count=1',
    },
    env: { ...go.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '' },
    bin: ['bin'],
    languageVersion: go.version.split('.').slice(0, 2).join('.'),
    summary: `Go ${go.version} (${go.path})${race ? '' : ', no C compiler: no race detector'}`,
  };
}
