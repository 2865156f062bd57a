import { posix, win32 } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { cleanEnv } from '../env.js';
import { pathFolders } from './places.js';
import { findPnpm } from './pnpm.js';
import type { Found, Machine, Toolchain, Wish } from './types.js';

/** What images and workflows of a project use when nobody says otherwise; a test compares it with the target's facts. */
const DEFAULT_VERSION = '24';
const PROBE_TIMEOUT_MS = 20_000;

/**
 * Node is at hand: this program runs on one that generated projects run on, too. npm is looked for beside it and on PATH.
 * A version says what the project's image and workflow use; a path says which Node installs and checks the project here.
 * Problems: `toolchain.no-node`, `toolchain.no-npm`, `toolchain.no-pnpm`.
 */
export async function prepareNode(
  { version, packageManager }: Wish,
  machine: Machine,
): Promise<Found<Toolchain>> {
  const path = machine.platform === 'win32' ? win32 : posix;
  const own = /[\\/]/.test(version) ? version : process.execPath;
  const said = await probe([own, '--version'], machine);
  const found = /^v(\d+)\.(\d+)\.\d+/.exec(said);
  const [major = 0, minor = 0] = (found ?? []).slice(1).map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return { problem: problem('toolchain.no-node', `${own} is no Node of version 20.19 or later.`) };
  }
  const folders = [path.dirname(own), ...pathFolders(machine)];
  const npm = await findNpm(folders, machine);
  if (npm === undefined)
    return { problem: problem('toolchain.no-npm', 'npm was not found on this machine.') };
  const pnpm = packageManager === 'pnpm' ? await findPnpm(npm, folders, machine) : { value: '' };
  if ('problem' in pnpm) return pnpm;
  return {
    value: {
      values: { node: own, npm, pnpm: pnpm.value },
      env: { NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' },
      bin: [path.join('node_modules', '.bin')],
      languageVersion: /^\d+$/.test(version) ? version : DEFAULT_VERSION,
      summary: `Node ${said.trim().slice(1)} (${own})`,
    },
  };
}

async function probe(command: readonly string[], machine: Machine): Promise<string> {
  const { exitCode, stdout } = await machine.run(command, {
    env: cleanEnv(machine.env),
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  return exitCode === 0 ? stdout : '';
}

async function findNpm(folders: readonly string[], machine: Machine): Promise<string | undefined> {
  const windows = machine.platform === 'win32';
  for (const folder of folders) {
    const file = windows ? win32.join(folder, 'npm.cmd') : posix.join(folder, 'npm');
    if (await machine.isFile(file)) return file;
  }
  return undefined;
}
