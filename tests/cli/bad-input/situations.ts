import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { QUIET, type Job } from './commands.js';

/** Where one run happens: `subject` is there, `out` is not. */
export interface Spot {
  readonly cwd: string;
  readonly subject: string;
  readonly out: string;
}

/** What a situation changes of a spot and of the run. */
export interface Change extends Partial<Spot> {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly unprivileged?: boolean;
}

/** Refused with these words, and nothing is changed but `leaves`; or it does not arise, and why. */
export type Expected =
  | 'works'
  | { readonly code: number; readonly says: RegExp; readonly keeps?: boolean }
  | { readonly no: string };

export interface Situation {
  readonly title: string;
  readonly arrange: (spot: Spot, job: Job) => Change;
  readonly expect: (job: Job) => Expected;
}

const refused = (says: RegExp): Expected => ({ code: 1, says });
const moved = (from: string, to: string): string => {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
  return to;
};
/** Everything moved below a folder of this name, and what is made is made there. */
const below =
  (name: string) =>
  ({ cwd, subject, out }: Spot): Change => ({
    subject: moved(subject, join(cwd, name, basename(subject))),
    out: join(cwd, name, basename(out)),
  });
const anywhere = (): Expected => 'works';

const reading: readonly Situation[] = [
  {
    title: 'what it reads is not there',
    arrange: ({ subject }) => {
      rmSync(subject, { recursive: true });
      return {};
    },
    expect: () => refused(/no such|no manifest|does not exist/i),
  },
  {
    title: 'a folder in place of a file, a file in place of a project',
    arrange: ({ subject }, { reads }) => {
      rmSync(subject, { recursive: true });
      if (reads === 'project') writeFileSync(subject, 'a file');
      else mkdirSync(subject);
      return {};
    },
    expect: () => refused(/folder|no manifest|no file in/i),
  },
  {
    title: 'what it reads may not be read',
    arrange: ({ subject }, { reads }) => {
      chmodSync(reads === 'project' ? join(subject, '.create-mcp-server', 'manifest.json') : subject, 0);
      return { unprivileged: true };
    },
    expect: () => refused(/permission/i),
  },
];

const paths: readonly Situation[] = [
  {
    title: 'path with spaces and letters of other scripts',
    arrange: below('mein Ort 猫 ñ'),
    expect: anywhere,
  },
  {
    title: 'path with a line break',
    arrange: below('zwei\nZeilen'),
    expect: ({ reads }) => (reads === 'source' ? 'works' : refused(/control characters/)),
  },
  {
    title: 'path of over 300 characters',
    arrange: below(join('x'.repeat(150), 'y'.repeat(150))),
    expect: anywhere,
  },
  {
    title: 'name of 300 characters',
    arrange: ({ cwd, out }, { writes }) =>
      writes === 'folder' || writes === 'file'
        ? { out: join(dirname(out), 'x'.repeat(300)) }
        : { subject: join(cwd, 'x'.repeat(300)) },
    expect: () => refused(/long|characters/i),
  },
  {
    title: 'name that Windows reserves',
    arrange: ({ out }) => ({ out: join(dirname(out), 'con') }),
    expect: ({ writes }) => (writes === 'folder' ? refused(/Windows/) : { no: 'no folder is made' }),
  },
];

const LOCKED = 0o555;
const targets: readonly Situation[] = [
  {
    title: 'target that is not empty',
    arrange: ({ out }, { writes }) => {
      if (writes === 'file') writeFileSync(out, 'mine');
      else {
        mkdirSync(out);
        writeFileSync(join(out, 'mine.txt'), 'mine');
      }
      return {};
    },
    expect: ({ writes }) => {
      if (writes === 'file') return 'works';
      return writes === 'folder' ? refused(/mine\.txt/) : { no: 'there is no other target' };
    },
  },
  {
    title: 'target that may not be written',
    arrange: ({ cwd, subject, out }, { writes }) => {
      if (writes === 'project' || writes === 'nothing') chmodSync(subject, LOCKED);
      mkdirSync(join(cwd, 'locked'), { mode: LOCKED });
      return { out: join(cwd, 'locked', basename(out)), unprivileged: true };
    },
    expect: ({ writes }) => (writes === 'nothing' ? 'works' : refused(/permission/i)),
  },
];

const surroundings: readonly Situation[] = [
  { title: 'nothing on PATH', arrange: () => ({ env: { PATH: '/nowhere' } }), expect: anywhere },
  { title: 'HOME unset', arrange: () => ({ env: { HOME: undefined } }), expect: anywhere },
  {
    title: 'no terminal, and no answer given',
    arrange: ({ subject, out }, { command }) => ({
      args: command === 'create' ? [] : ['migrate-existing-server', subject, out, '--no-install'],
    }),
    expect: ({ command }) => {
      if (command === 'create') return refused(/--yes/);
      // The original is not run without a yes: the project is made, and not proven.
      return command === 'migrate-existing-server'
        ? { code: 2, says: /--no-run/, keeps: true }
        : { no: 'nothing is asked' };
    },
  },
];

const installs = ({ command }: Job): boolean => command === 'create' || command === 'check';
/** The project is made, or was there, and stays; what is missing is said. */
const notInstalled: Expected = { code: 2, says: /index|network|reach/i, keeps: true };

/** A package index at an address, for the commands that install. */
const index = (title: string, address: () => string, expect: Situation['expect']): Situation => ({
  title,
  arrange: ({ subject, out }, { command }) => {
    const quiet = QUIET.filter((flag) => flag !== '--no-install' && flag !== '--no-check');
    const url = address();
    return {
      args: command === 'create' ? [out, '--spec', subject, ...quiet] : ['check', subject],
      env: {
        ...{ PIP_INDEX_URL: url, UV_DEFAULT_INDEX: url, XDG_CACHE_HOME: undefined },
        ...{ PIP_TIMEOUT: '1', PIP_RETRIES: '1', UV_HTTP_TIMEOUT: '1' },
      },
    };
  },
  expect,
});

/** `silent`: the address of an index that takes connections and says nothing. */
export const toolchains = (silent: () => string): readonly Situation[] => [
  index(
    'package index that cannot be reached',
    () => 'http://127.0.0.1:9/simple',
    (job) =>
      installs(job)
        ? notInstalled
        : { no: 'nothing is installed; a migration says in its report how that went' },
  ),
  index('package index that never answers', silent, ({ command }) =>
    command === 'create' ? notInstalled : { no: 'the same as one that cannot be reached' },
  ),
];

export const SITUATIONS: readonly Situation[] = [...reading, ...paths, ...targets, ...surroundings];
