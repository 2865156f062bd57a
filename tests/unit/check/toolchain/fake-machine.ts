import type { RunResult } from '../../../../src/check/run.js';
import type { Machine } from '../../../../src/check/toolchain/types.js';

interface FakeProgram {
  readonly exitCode?: number;
  readonly stdout?: string;
}

/** What a real Python prints when it is probed. */
export const python = (version: string, path: string, ensurepip = true): FakeProgram => ({
  stdout: JSON.stringify({ path, version, ensurepip }),
});

/** A machine that has the programs of `programs`, by path, and nothing else. */
export function fakeMachine(
  programs: Readonly<Record<string, FakeProgram>>,
  over: Partial<Machine> = {},
): Machine & { readonly ran: string[] } {
  const ran: string[] = [];
  const paths = Object.keys(programs);
  return {
    ran,
    env: { PATH: '/shims:/usr/bin', PYENV_ROOT: '/pyenv' },
    platform: 'linux',
    home: '/home/ann',
    run: async ([program = '', ...args]) => {
      ran.push([program, ...args.filter((arg) => !arg.includes('\n'))].join(' '));
      const result = programs[program];
      if (result === undefined) return answer({ stopped: 'ENOENT' });
      return answer({ exitCode: result.exitCode ?? 0, stdout: result.stdout ?? '' });
    },
    list: async (folder) => {
      const below = paths.filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(below.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))].sort();
    },
    isFile: async (path) => paths.includes(path),
    announce: () => undefined,
    ...over,
  };
}

const answer = (result: Partial<RunResult>): RunResult => ({
  exitCode: null,
  stdout: '',
  stderr: '',
  ms: 1,
  ...result,
});
