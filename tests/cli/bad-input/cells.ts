import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell, Outcome, Place, Start } from './types.js';

const QUIET = ['--yes', '--tools', 'all', '--no-install', '--no-check', '--no-git'];
const DOCUMENT = {
  create: (spec: string) => ['out', '--spec', spec, ...QUIET],
  regenerate: (spec: string, { project }: Place) => ['regenerate', project(), '--spec', spec],
  inspect: (spec: string) => ['inspect', spec],
};

const asNobody = (): string | undefined =>
  process.platform === 'win32' ? 'rights work otherwise there' : undefined;

function put(place: Place, name: string, text: string): string {
  const path = join(place.cwd, name);
  writeFileSync(path, text);
  return path;
}

type Command = keyof typeof DOCUMENT;
const COMMANDS: readonly Command[] = ['create', 'regenerate', 'inspect'];

/** A document that cannot be read, in some way, by every command that reads one. */
const badDocument = (
  situation: string,
  answer: string,
  says: RegExp,
  make: (place: Place) => string,
  more: Partial<Start> & Pick<Cell, 'unless'> = {},
): Cell[] =>
  COMMANDS.map((command) => ({
    command,
    situation: `document: ${situation}`,
    answer,
    start: (place) => ({ args: DOCUMENT[command](make(place), place), ...more }),
    ends: { code: 1, says },
    unless: more.unless ?? (() => undefined),
  }));

const documents: Cell[] = [
  ...badDocument('missing', 'says that it is not there', /missing\.yaml/, () => 'missing.yaml'),
  ...badDocument('a folder', 'says that it is a folder', /folder|directory/i, ({ cwd }) => {
    mkdirSync(join(cwd, 'docs'));
    return 'docs';
  }),
  ...badDocument('empty', 'says that it is empty', /empty|no OpenAPI/i, (place) => put(place, 'e.yaml', '')),
  ...badDocument('neither JSON nor YAML', 'names line and column', /bad\.yaml:\d+/, (place) =>
    put(place, 'bad.yaml', 'a: [1, 2\nb: }\n'),
  ),
  ...badDocument('not OpenAPI', 'says what a document begins with', /openapi/i, (place) =>
    put(place, 'other.yaml', 'hello: world\n'),
  ),
  ...badDocument('binary', 'says that it cannot be read as text', /bin\.yaml/, (place) =>
    put(place, 'bin.yaml', '\u0000\u0001\u0002'),
  ),
  ...badDocument(
    'without permission',
    'says that it may not be read',
    /permission|EACCES/i,
    (place) => {
      const path = put(place, 'secret.yaml', 'openapi: 3.0.0\n');
      chmodSync(path, 0o000);
      return path;
    },
    { unprivileged: true, unless: asNobody },
  ),
  ...badDocument(
    'at an address that nobody answers',
    'says that it could not be fetched',
    /127\.0\.0\.1|private|refused|fetch/i,
    () => 'http://127.0.0.1:9/openapi.json',
  ),
  ...badDocument(
    'at a name that does not resolve',
    'says that it could not be fetched',
    /nowhere\.invalid/,
    () => 'https://nowhere.invalid/openapi.json',
  ),
];

const create = (situation: string, answer: string, start: Cell['start'], ends: Outcome): Cell => ({
  command: 'create',
  situation,
  answer,
  start,
  ends,
});
const to = (dir: string, { document }: Place, more: readonly string[] = []): Start => ({
  args: [dir, '--spec', document, ...QUIET, ...more],
});

const targets: Cell[] = [
  create(
    'folder: not empty',
    'lists what is there, names --merge and --overwrite',
    (place) => {
      mkdirSync(join(place.cwd, 'out'));
      put(place, 'out/mine.txt', 'mine');
      return to('out', place);
    },
    { code: 1, says: /mine\.txt[\s\S]*--merge/, leaves: ['out/mine.txt'] },
  ),
  create(
    'folder: is a file',
    'says that no folder is there',
    (place) => {
      put(place, 'out', 'a file');
      return to('out', place);
    },
    { code: 1, says: /no folder/, leaves: ['out'] },
  ),
  create('folder: name reserved on Windows', 'says why, suggests another', (place) => to('con', place), {
    code: 1,
    says: /Windows/,
  }),
  create(
    'folder: name of 300 characters',
    'says that it is too long',
    (place) => to('x'.repeat(300), place),
    {
      code: 1,
      says: /long|characters/i,
    },
  ),
  create('folder: name with a newline', 'refuses the name', (place) => to('a\nb', place), {
    code: 1,
    says: /name|characters/i,
  }),
  create(
    'folder: name with spaces and letters of other scripts',
    'suggests a name that is safe everywhere',
    (place) => to('mein Dienst 猫', place),
    { code: 1, says: /mein-dienst/ },
  ),
  create(
    'folder: below one with spaces and letters of other scripts',
    'makes it',
    (place) => {
      mkdirSync(join(place.cwd, 'mein Ort 猫'));
      return to('mein Ort 猫/out', place);
    },
    { code: 0, says: /cd /, leaves: ['mein Ort 猫'] },
  ),
  {
    ...create(
      'folder: read-only parent',
      'says that it may not be written',
      (place) => {
        mkdirSync(join(place.cwd, 'locked'), { mode: 0o555 });
        return { ...to('locked/out', place), unprivileged: true };
      },
      { code: 1, says: /permission|EACCES/i, leaves: ['locked'] },
    ),
    unless: asNobody,
  },
];

const wrongWords: Cell[] = [
  ['create', ['out', '--sampel', ...QUIET], 'suggests the flag that was meant', /--sample/],
  ['create', ['out', '--sample', '--target', 'cobol', ...QUIET], 'lists the values', /python/],
  ['create', ['out', '--config', 'none.yaml', ...QUIET], 'says that the file is not there', /none\.yaml/],
  ['regenerate', ['regenerate', 'nowhere'], 'says that there is no project', /nowhere/],
  ['regenerate', ['regenerate', '--chekc'], 'suggests the flag that was meant', /--check/],
  ['check', ['check', 'nowhere'], 'says that there is no project', /nowhere/],
  ['check', ['check', '--instal'], 'suggests the flag that was meant', /--no-install|--instal/],
  ['inspect', ['inspect'], 'says what is missing', /document/i],
  ['add', ['add', 'operation', 'x', '--dir', 'nowhere'], 'says that there is no project', /nowhere|project/i],
  ['add', ['add', 'planet', 'mars'], 'lists what can be added', /operation/],
  ['remove', ['remove', 'operation'], 'says what is missing', /operation/],
  ['migrate-existing-server', ['migrate-existing-server'], 'says what is missing', /server/i],
  [
    'migrate-existing-server',
    ['migrate-existing-server', 'none.py'],
    'says that it is not there',
    /none\.py/,
  ],
].map(([command, args, answer, says]) => ({
  command: String(command),
  situation: `words: ${(args as string[]).filter((word) => !QUIET.includes(word)).join(' ')}`,
  answer: String(answer),
  start: () => ({ args: args as string[] }),
  ends: { code: 1, says: says as RegExp },
}));

const source = (situation: string, answer: string, says: RegExp, text: string, name = 'server.py'): Cell => ({
  command: 'migrate-existing-server',
  situation: `source: ${situation}`,
  answer,
  start: (place) => {
    put(place, name, text);
    return { args: ['migrate-existing-server', name, 'out', '--no-run', '--no-install'] };
  },
  ends: { code: 1, says, leaves: [name] },
});

const sources: Cell[] = [
  source('no Python', 'names the line', /server\.py:\d/, 'this is {{ no python ]]\n'),
  source('Python 2', 'names the line', /server\.py:\d/, 'print "hello"\n'),
  source('no server in it', 'says so', /server/i, 'x = 1\n'),
  source('empty', 'says so', /server/i, ''),
];

const noProject: Cell[] = (['regenerate', 'check'] as const).map((command) => ({
  command,
  situation: 'manifest: damaged',
  answer: 'names the file',
  start: (place) => {
    const project = place.project();
    writeFileSync(join(project, '.create-mcp-server/manifest.json'), '{ "manifestVersion": 1');
    return { args: [command, project, ...(command === 'check' ? ['--no-install'] : [])] };
  },
  ends: { code: 1, says: /manifest\.json/ },
}));

const surroundings: Cell[] = [
  create('HOME unset', 'makes it', (place) => ({ ...to('out', place), env: { HOME: undefined } }), {
    code: 0,
    says: /cd out/,
    leaves: ['out'],
  }),
  create('no terminal, answers missing', 'names what is missing, asks nothing', () => ({ args: [] }), {
    code: 1,
    says: /--yes/,
  }),
  create(
    'TMPDIR that is not there',
    'makes it',
    (place) => ({ ...to('out', place), env: { TMPDIR: join(place.cwd, 'no-tmp') } }),
    { code: 0, says: /cd out/, leaves: ['out'] },
  ),
  {
    ...create(
      'no toolchain on PATH',
      'makes it without installing, says what is missing',
      (place) => ({
        args: ['out', '--spec', place.document, '--yes', '--no-git', '--python', '/nowhere/python'],
        env: { PATH: '/nowhere' },
      }),
      { code: 2, says: /python/i, leaves: ['out'] },
    ),
  },
];

/** Every cell, in the order of the table. */
export const CELLS: readonly Cell[] = [
  ...documents,
  ...targets,
  ...wrongWords,
  ...sources,
  ...noProject,
  ...surroundings,
];
