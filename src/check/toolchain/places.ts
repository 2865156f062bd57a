import { posix, win32 } from 'node:path';
import type { Machine } from './types.js';

/** Folders of version managers: each entry of such a folder is an installation, named after its version. */
interface Managed {
  readonly root: string;
  /** From an installation to its interpreter. */
  readonly inside: string;
}

const POSIX_INSIDE = 'bin/python';

/**
 * Commands that may start a Python, the likeliest to be `minor` (`3.13`) first: names on PATH, then what pyenv, asdf, mise,
 * uv, Homebrew, python.org's installers and the `py` launcher have. Whether they run is for the caller to see.
 */
export async function pythonPlaces(minor: string, machine: Machine): Promise<string[][]> {
  const onPath = pathFolders(machine).flatMap((folder) =>
    names(minor, machine).map((name) => [folder, name]),
  );
  const path = machine.platform === 'win32' ? win32 : posix;
  const candidates: string[] = [];
  for (const [folder = '', name = ''] of onPath) candidates.push(path.join(folder, name));
  for (const managed of managers(machine)) {
    for (const entry of await machine.list(managed.root)) {
      candidates.push(path.join(managed.root, entry, managed.inside));
    }
  }
  candidates.push(...fixedPlaces(minor, machine));
  const present: string[] = [];
  for (const candidate of new Set(candidates)) if (await machine.isFile(candidate)) present.push(candidate);
  const likely = present.sort((a, b) => likelihood(b, minor) - likelihood(a, minor)).map((each) => [each]);
  return machine.platform === 'win32' ? [['py', `-${minor}`], ...likely] : likely;
}

/** The folders of PATH; relative ones are left out, since they would mean whatever lies in the current folder. */
export function pathFolders(machine: Machine): string[] {
  const windows = machine.platform === 'win32';
  const path = windows ? win32 : posix;
  const value = machine.env['PATH'] ?? machine.env['Path'] ?? '';
  return value.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

function names(minor: string, machine: Machine): string[] {
  if (machine.platform === 'win32') return ['python.exe', 'python3.exe'];
  return [
    ...new Set([
      `python${minor}`,
      'python3',
      'python',
      'python3.13',
      'python3.12',
      'python3.11',
      'python3.14',
    ]),
  ];
}

/** 2: its name or folder says `minor`; 1: it says nothing; 0: it says another version, or one of Python 2. */
function likelihood(path: string, minor: string): number {
  const said = [...path.matchAll(/(?<![\d.])(\d)\.(\d+)(?![\d])/g)].map((match) => `${match[1]}.${match[2]}`);
  if (said.includes(minor) || path.includes(`Python${minor.replace('.', '')}`)) return 2;
  return said.length === 0 ? 1 : 0;
}

function managers({ env, home, platform }: Machine): Managed[] {
  const at = (variable: string, ...below: string[]): string | null =>
    env[variable] ? posix.join(env[variable], ...below) : null;
  const inHome = (...below: string[]): string | null => (home === null ? null : posix.join(home, ...below));
  if (platform === 'win32') return windowsManagers(env, home);
  const data = env['XDG_DATA_HOME'] ?? inHome('.local', 'share');
  const inData = (...below: string[]): string | null => (data === null ? null : posix.join(data, ...below));
  const roots = [
    at('PYENV_ROOT', 'versions') ?? inHome('.pyenv', 'versions'),
    at('ASDF_DATA_DIR', 'installs', 'python') ?? inHome('.asdf', 'installs', 'python'),
    at('MISE_DATA_DIR', 'installs', 'python') ?? inData('mise', 'installs', 'python'),
    at('UV_PYTHON_INSTALL_DIR') ?? inData('uv', 'python'),
    '/Library/Frameworks/Python.framework/Versions',
  ];
  return roots
    .filter((root) => root !== null)
    .map((root) => ({ root, inside: root.startsWith('/Library') ? 'bin/python3' : POSIX_INSIDE }));
}

function windowsManagers(env: NodeJS.ProcessEnv, home: string | null): Managed[] {
  const local = env['LOCALAPPDATA'];
  const roaming = env['APPDATA'];
  const pyenv = env['PYENV'] ?? (home === null ? undefined : win32.join(home, '.pyenv', 'pyenv-win'));
  return [
    ...(local === undefined ? [] : [win32.join(local, 'Programs', 'Python')]),
    ...(pyenv === undefined ? [] : [win32.join(pyenv, 'versions')]),
    ...(roaming === undefined ? [] : [win32.join(roaming, 'uv', 'python')]),
  ].map((root) => ({ root, inside: 'python.exe' }));
}

function fixedPlaces(minor: string, { platform }: Machine): string[] {
  if (platform === 'win32') return [];
  const brew = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'];
  return [
    ...brew.flatMap((root) => [
      `${root}/opt/python@${minor}/bin/python${minor}`,
      `${root}/bin/python${minor}`,
    ]),
    `/usr/bin/python${minor}`,
    '/usr/bin/python3',
  ];
}
