import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanEnv, installEnv } from '../../check/env.js';
import { run } from '../../check/run.js';
import type { Toolchain } from '../../check/index.js';
import { withoutWheels } from './lock.js';
import { MYPY_OPTIONS, readMypy } from './repair/findings.js';
import { writeFiles } from './scratch.js';
import type { TypeChecker } from './settle.js';

export interface CheckerWish {
  /** An empty folder that nobody else uses: the project is built and checked there. */
  readonly folder: string;
  readonly toolchain: Toolchain;
  /** Requirements for development, for machines without uv. */
  readonly development: readonly string[];
  /** Code of dependencies may run while they are built. Without it only wheels are taken. */
  readonly mayBuild: boolean;
  readonly signal?: AbortSignal;
  readonly onLine: (line: string) => void;
}

const INSTALL_MS = 600_000;
const CHECK_MS = 300_000;

/** Installs a project that lies in a folder of its own, and type-checks it there. Undefined when it cannot be installed. */
export async function installedChecker(wish: CheckerWish): Promise<TypeChecker | undefined> {
  const { folder, toolchain } = wish;
  const uv = toolchain.values['uv'];
  const bin = binOf(wish);
  const install = (command: readonly string[]): Promise<boolean> => installs(command, wish);
  for (const command of installCommands(wish)) if (!(await install(command))) return undefined;
  return {
    built: await builtIn(folder),
    write: (files) =>
      writeFiles(
        folder,
        [...files].map(([path, content]) => ({ path, content })),
      ),
    install: (names) =>
      install(
        uv === undefined
          ? [...pipIn(bin), ...names]
          : [uv, 'pip', 'install', '--quiet', '--python', bin, ...names],
      ),
    check: async () => {
      const command = [join(bin, 'mypy'), ...MYPY_OPTIONS, 'src', 'tests'];
      const env = { ...cleanEnv(process.env), ...toolchain.env };
      const { exitCode, stdout } = await run(command, options(wish, env, CHECK_MS));
      return exitCode === 0 || exitCode === 1 ? readMypy(stdout) : undefined;
    },
  };
}

const binOf = ({ folder, toolchain }: Pick<CheckerWish, 'folder' | 'toolchain'>): string =>
  join(folder, toolchain.values['bin'] ?? '.venv/bin');
const pipIn = (bin: string): string[] => [join(bin, 'python'), '-m', 'pip', 'install', '-q'];

/** The commands that install a project: its dependencies and, where only wheels are taken of them, itself after them. */
export function installCommands({
  folder,
  toolchain,
  development,
  mayBuild,
}: Pick<CheckerWish, 'folder' | 'toolchain' | 'development' | 'mayBuild'>): string[][] {
  const { uv, python = 'python3' } = toolchain.values;
  if (uv !== undefined) {
    const sync = [uv, 'sync', '--quiet', '--all-groups'];
    return mayBuild ? [sync] : [[...sync, '--no-build', '--no-install-project'], sync];
  }
  const wheels = mayBuild ? [] : ['--only-binary', ':all:'];
  const pip = [...pipIn(binOf({ folder, toolchain })), ...wheels];
  return [
    [python, '-m', 'venv', join(folder, '.venv')],
    [...pip, '--editable', folder, ...development],
  ];
}

/** What `uv.lock` has no wheel of. */
async function builtIn(folder: string): Promise<string[]> {
  try {
    return withoutWheels(await readFile(join(folder, 'uv.lock'), 'utf8'));
  } catch {
    return [];
  }
}

const options = (
  { folder, signal, onLine }: CheckerWish,
  env: Record<string, string>,
  timeoutMs: number,
) => ({
  cwd: folder,
  env,
  timeoutMs,
  onLine,
  ...(signal === undefined ? {} : { signal }),
});

async function installs(command: readonly string[], wish: CheckerWish): Promise<boolean> {
  const env = { ...installEnv(process.env), ...wish.toolchain.env };
  const { exitCode } = await run(command, options(wish, env, INSTALL_MS));
  return exitCode === 0;
}
