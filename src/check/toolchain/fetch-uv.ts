import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { installEnv } from '../env.js';
import { plainLine } from '../capture.js';
import type { RunResult } from '../run.js';
import type { Python } from './python.js';
import type { Found, Machine } from './types.js';
import { privateUv, probeUv, UV_VERSION, type Uv } from './uv.js';

const VENV_TIMEOUT_MS = 120_000;
const FETCH_TIMEOUT_MS = 300_000;

/**
 * Fetches uv from the package index into our private cache (never into the user's Python), through a virtual environment that is
 * made beside its place and then moved there in one step: an interrupted fetch leaves nothing that looks finished, and two at
 * once do not meet. Only uv's own program is used from it, which does not mind the move.
 */
export async function fetchUv(python: Python, machine: Machine): Promise<Found<Uv>> {
  if (!python.ensurepip) return failed(`${python.path} cannot make virtual environments`);
  const { program, place } = await placeFor(machine);
  machine.announce(`Fetching uv ${UV_VERSION} from the Python package index into ${place}`);
  const making = await mkdtemp(join(dirname(place), `${basename(place)}-making-`));
  try {
    const result = await install(python, making, machine);
    if (result.exitCode !== 0) return failed(reason(result));
    await rename(making, place).catch(() => undefined);
    const uv = await probeUv(program, machine);
    return uv ?? failed(`${program} does not run`);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

/** Without a home, a folder of our own for this run; nobody else can have prepared it. */
async function placeFor(machine: Machine): Promise<{ program: string; place: string }> {
  const own = privateUv(machine);
  const homeless = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'create-mcp-server-'));
    return privateUv({ ...machine, env: { XDG_CACHE_HOME: folder } }) ?? folder;
  };
  const program = own ?? (await homeless());
  const place = dirname(dirname(program));
  await mkdir(dirname(place), { recursive: true });
  return { program, place };
}

async function install(python: Python, folder: string, machine: Machine): Promise<RunResult> {
  const options = {
    env: { ...installEnv(machine.env), PIP_REQUIRE_VIRTUALENV: '0', PIP_USER: '0' },
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  };
  const venv = await machine.run([python.path, '-m', 'venv', folder], {
    ...options,
    timeoutMs: VENV_TIMEOUT_MS,
  });
  if (venv.exitCode !== 0) return venv;
  const inside =
    machine.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  // A wheel is unpacked; nothing of it runs before uv itself does.
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet'];
  return machine.run([inside, ...pip, '--only-binary', ':all:', `uv==${UV_VERSION}`], {
    ...options,
    timeoutMs: FETCH_TIMEOUT_MS,
  });
}

function reason(result: RunResult): string {
  if (result.stopped !== undefined) return result.stopped;
  const said = `${result.stdout}\n${result.stderr}`.split('\n').map(plainLine).filter(Boolean);
  return said.at(-1) ?? 'no reason given';
}

const failed = (why: string): Found<never> => ({
  problem: problem('toolchain.no-uv', `uv is not installed, and fetching uv ${UV_VERSION} failed: ${why}`),
});
