import { posix, win32 } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic } from '../../diagnostics/types.js';
import { installEnv } from '../env.js';
import { fetchUv } from './fetch-uv.js';
import { findPython, type Python, SUPPORTED } from './python.js';
import type { Found, Machine, Toolchain, Wish } from './types.js';
import { findUv, type Uv } from './uv.js';

const DOWNLOAD_TIMEOUT_MS = 300_000;

/**
 * Python, and uv unless pip is wanted. What is missing is fetched: uv from the package index, Python by uv.
 * Problems: `toolchain.no-python`, `toolchain.no-uv`, `toolchain.uv-broken`.
 */
export async function preparePython(wish: Wish, machine: Machine): Promise<Found<Toolchain>> {
  const found = await findPython(wish.version, machine);
  if (wish.version === 'auto' && found !== null && found.minor !== SUPPORTED[0]) {
    machine.announce(
      `Python ${SUPPORTED[0]} was not found; the project is written for Python ${found.minor}`,
    );
  }
  if (wish.packageManager === 'pip') {
    return found === null ? { problem: noPython(wish.version) } : { value: toolchain(found, null, machine) };
  }
  const uv = await uvFor(found, machine);
  if ('problem' in uv)
    return found === null && uv.problem.code === 'toolchain.no-uv' ? { problem: noPython(wish.version) } : uv;
  const python = found ?? (await downloaded(wish.version, uv.value, machine));
  return python === null
    ? { problem: noPython(wish.version) }
    : { value: toolchain(python, uv.value, machine) };
}

/** An old Python, of no use for the project, can still fetch uv, which can then fetch a new one. */
async function uvFor(python: Python | null, machine: Machine): Promise<Found<Uv>> {
  const uv = await findUv(machine);
  if (uv !== null) return uv;
  const helper = python?.ensurepip ? python : ((await anyPython(machine)) ?? python);
  return helper === null ? { problem: noPython('auto') } : fetchUv(helper, machine);
}

const anyPython = async (machine: Machine): Promise<Python | null> => {
  for (const minor of [...SUPPORTED, '3.10', '3.9']) {
    const python = await findPython(minor, machine);
    if (python?.ensurepip) return python;
  }
  return null;
};

async function downloaded(wanted: string, uv: Uv, machine: Machine): Promise<Python | null> {
  const version = wanted === 'auto' ? SUPPORTED[0] : wanted;
  if (!/^3\.\d+$/.test(version)) return null;
  machine.announce(`Fetching Python ${version} through uv, for your account only`);
  const options = {
    env: installEnv(machine.env),
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  };
  const installed = await machine.run([uv.path, 'python', 'install', '--no-bin', version], options);
  return installed.exitCode === 0 ? findPython(version, machine) : null;
}

function toolchain(python: Python, uv: Uv | null, machine: Machine): Toolchain {
  const windows = machine.platform === 'win32';
  const bin = windows ? win32.join('.venv', 'Scripts') : posix.join('.venv', 'bin');
  const installer = uv === null ? 'pip' : `uv ${uv.version}`;
  return {
    values: { python: python.path, bin, ...(uv === null ? {} : { uv: uv.path }) },
    // uv looks at the selected Python first and gives up where a version manager has another one selected.
    env: { UV_PYTHON: python.path, UV_PROJECT_ENVIRONMENT: '.venv' },
    bin: [bin],
    languageVersion: python.minor,
    summary: `Python ${python.version} (${python.path}), ${installer}`,
  };
}

function noPython(wanted: string): Diagnostic {
  const what = wanted === 'auto' ? `No Python from ${SUPPORTED.at(-1)} on` : `No usable Python ${wanted}`;
  return problem('toolchain.no-python', `${what} was found on this machine.`);
}
