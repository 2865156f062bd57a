import { posix, win32 } from 'node:path';
import { cleanEnv } from '../env.js';
import { pythonPlaces } from './places.js';
import type { Machine } from './types.js';

/** A Python that was seen to run. */
export interface Python {
  readonly path: string;
  /** `3.13.0` */
  readonly version: string;
  /** `3.13` */
  readonly minor: string;
  /** Can make virtual environments with pip in them (Debian's own Python cannot, without a further package). */
  readonly ensurepip: boolean;
}

/** Best first. Newer ones are taken only where none of these can be had: generated code is tested on these. */
export const SUPPORTED = ['3.13', '3.12', '3.11'] as const;

const PROBE_TIMEOUT_MS = 10_000;
/** Refuses by its exit code what the project cannot run on: other implementations, pre-releases, free-threaded builds. */
const PROBE = `
import importlib.util, json, sys, sysconfig
ok = (
    sys.implementation.name == "cpython"
    and sys.version_info.releaselevel == "final"
    and not sysconfig.get_config_var("Py_GIL_DISABLED")
)
print(json.dumps({
    "path": getattr(sys, "_base_executable", None) or sys.executable,
    "version": "%d.%d.%d" % sys.version_info[:3],
    "ensurepip": importlib.util.find_spec("ensurepip") is not None,
}))
sys.exit(0 if ok else 9)
`;

/** Runs a candidate. Null for shims that point nowhere, store stubs, and interpreters of no use. */
export async function probePython(command: readonly string[], machine: Machine): Promise<Python | null> {
  const result = await machine.run([...command, '-I', '-c', PROBE], {
    env: { ...cleanEnv(machine.env), PYTHONDONTWRITEBYTECODE: '1' },
    timeoutMs: PROBE_TIMEOUT_MS,
    ...(machine.signal === undefined ? {} : { signal: machine.signal }),
  });
  if (result.exitCode !== 0) return null;
  return parseProbe(result.stdout);
}

function parseProbe(text: string): Python | null {
  try {
    const said: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '');
    if (typeof said !== 'object' || said === null) return null;
    const { path, version, ensurepip } = said as Record<string, unknown>;
    if (typeof path !== 'string' || typeof version !== 'string') return null;
    return { path, version, minor: version.split('.', 2).join('.'), ensurepip: ensurepip === true };
  } catch {
    return null;
  }
}

/** Newer than all of `SUPPORTED`. */
const isNewer = (minor: string): boolean => compareVersions(minor, SUPPORTED[0]) > 0;

/** Orders `3.9` before `3.13`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const rank = (python: Python): number => {
  const known = SUPPORTED.indexOf(python.minor as (typeof SUPPORTED)[number]);
  return known >= 0 ? known : isNewer(python.minor) ? SUPPORTED.length : Number.POSITIVE_INFINITY;
};

const isPath = (wanted: string, platform: NodeJS.Platform): boolean =>
  (platform === 'win32' ? win32 : posix).isAbsolute(wanted) || /[\\/]/.test(wanted);

/**
 * The best Python for `wanted`: `auto`, a version (`3.12`), or a path. Looks where version managers keep theirs, too: one that is
 * installed but not selected serves as well. Null when there is none.
 */
export async function findPython(wanted: string, machine: Machine): Promise<Python | null> {
  if (isPath(wanted, machine.platform)) {
    const python = await probePython([wanted], machine);
    return python !== null && compareVersions(python.minor, '3.11') >= 0 ? python : null;
  }
  const exact = wanted === 'auto' ? SUPPORTED[0] : wanted;
  const places = await pythonPlaces(exact, machine);
  let best: Python | null = null;
  for (const command of places) {
    const python = await probePython(command, machine);
    if (python?.minor === exact) return python;
    if (python !== null && rank(python) < (best === null ? Number.POSITIVE_INFINITY : rank(best)))
      best = python;
    if (machine.signal?.aborted) return null;
  }
  return wanted === 'auto' ? best : null;
}
