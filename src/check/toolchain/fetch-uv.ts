import { dirname, join } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { installEnv } from '../env.js';
import type { RunResult } from '../run.js';
import { fillOnce, ownCache } from './fetch.js';
import type { Python } from './python.js';
import type { Found, Machine } from './types.js';
import { probeUv, UV_VERSION, type Uv, uvIn } from './uv.js';

const VENV_TIMEOUT_MS = 120_000;
const FETCH_TIMEOUT_MS = 300_000;

/**
 * Fetches uv from the package index into our private cache (never into the user's Python), by way of a virtual environment. Only
 * uv's own program is used from it, which does not mind to be moved.
 */
export async function fetchUv(python: Python, machine: Machine): Promise<Found<Uv>> {
  if (!python.ensurepip) return failed(`${python.path} cannot make virtual environments`);
  const program = uvIn(await ownCache(machine), machine);
  const place = dirname(dirname(program));
  machine.announce(`Fetching uv ${UV_VERSION} from the Python package index into ${place}`);
  const why = await fillOnce(place, (folder) => install(python, folder, machine));
  if (why !== '') return failed(why);
  return (await probeUv(program, machine)) ?? failed(`${program} does not run`);
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

const failed = (why: string): Found<never> => ({
  problem: problem('toolchain.no-uv', `uv is not installed, and fetching uv ${UV_VERSION} failed: ${why}`),
});
