import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import { inspect } from '../../../src/cli/inspect/index.js';
import { parseArguments } from '../../../src/cli/parse.js';
import type { Answers } from '../../../src/options/table.js';
import type { MemoryStorage } from '../../../src/write/memory.js';
import { setup } from './setup.js';

const QUIET: Answers = { install: false, check: false, git: false };
const SAMPLE: Answers = { ...QUIET, dir: 'shop', sample: true, yes: true };
const tree = (storage: MemoryStorage, dir: string): Record<string, unknown> =>
  Object.fromEntries(
    [...storage.entries]
      .filter(([path, { kind }]) => kind === 'file' && path.startsWith(`/project/${dir}/`))
      .map(([path, { content }]) => [path.slice(`/project/${dir}/`.length), content]),
  );

describe('create', () => {
  it('writes the sample project, with the document and the manifest', async () => {
    const { storage, world } = setup();
    const outcome = await create(SAMPLE, world);
    expect(outcome).toMatchObject({
      exitCode: 0,
      json: { dir: 'shop', tools: { count: 7, mode: 'static' } },
    });
    const files = tree(storage, 'shop');
    expect(files['openapi.yaml']).toBe(await world.sample());
    const manifest = JSON.parse(String(files['.create-mcp-server/manifest.json']));
    expect(manifest).toMatchObject({
      manifestVersion: 1,
      document: { file: 'openapi.yaml', origin: 'sample' },
    });
    const listed = manifest.files.map((file: { path: string }) => file.path);
    expect(
      Object.keys(files)
        .filter((path) => !path.startsWith('.create-mcp-server/'))
        .toSorted(),
    ).toEqual(listed);
    const base = JSON.parse(
      brotliDecompressSync(files['.create-mcp-server/base.json.br'] as Uint8Array).toString(),
    );
    expect(Object.keys(base)).not.toContain('openapi.yaml');
  });

  it('makes the same bytes twice, and with the command that it prints', async () => {
    const [first, second, replayed] = [setup(), setup(), setup()];
    await create(SAMPLE, first.world);
    await create(SAMPLE, second.world);
    const command = first.out.text.split('npx create-mcp-server@1.2.3 ').at(-1)?.trim() ?? '';
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const parsed = parseArguments(words, {});
    if (parsed.kind !== 'create') throw new Error(command);
    await create(parsed.flags, replayed.world);
    expect(tree(second.storage, 'shop')).toEqual(tree(first.storage, 'shop'));
    expect(tree(replayed.storage, 'shop')).toEqual(tree(first.storage, 'shop'));
  });

  it('names its folder after the service when nothing names it', async () => {
    const { storage, world } = setup();
    await create({ ...QUIET, yes: true }, world);
    expect(storage.entries.has('/project/mcp-bookshop')).toBe(true);
  });

  it('lists files and writes none with --dry-run', async () => {
    const { storage, world, out } = setup();
    expect((await create({ ...SAMPLE, dryRun: true }, world)).exitCode).toBe(0);
    expect(out.text).toContain('.create-mcp-server/manifest.json');
    expect([...storage.entries.keys()]).toEqual(['/', '/project']);
  });

  it('prints the model and writes nothing with --dump-model', async () => {
    const { storage, world } = setup();
    const outcome = await create({ sample: true, dumpModel: true }, world);
    expect(outcome.json).toMatchObject({ model: { modelVersion: 1 } });
    expect(storage.entries.size).toBe(2);
  });

  it('makes a server for a described service', async () => {
    const { storage, world } = setup();
    const flags: Answers = {
      ...QUIET,
      dir: 'shop',
      yes: true,
      baseUrl: 'https://a.example',
      resource: ['books=list,get'],
    };
    expect(await create(flags, world)).toMatchObject({ exitCode: 0, json: { tools: { count: 2 } } });
    expect(tree(storage, 'shop')['openapi.json']).toContain('"list_books"');
  });

  it('reads the document from standard input, in any encoding', async () => {
    const text = await setup().world.sample();
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    const { world, storage } = setup({}, { readStdin: async () => bytes });
    expect(await create({ ...SAMPLE, sample: false, spec: '-' }, world)).toMatchObject({ exitCode: 0 });
    expect(tree(storage, 'shop')['openapi.yaml']).toBe(text);
  });

  it('records no path of this machine', async () => {
    const { storage, world } = setup();
    await create({ ...SAMPLE, python: '/opt/somewhere/bin/python3' }, world);
    const files = Object.values(tree(storage, 'shop')).filter((content) => typeof content === 'string');
    expect(files.filter((content) => content.includes('/opt/somewhere'))).toEqual([]);
  });
});

describe('answers files', () => {
  it('make the same project as the flags that they were saved from', async () => {
    const first = setup();
    await create(
      { ...SAMPLE, saveConfig: 'answers.json', tools: 'tags:books', name: 'Shelves' },
      first.world,
    );
    const saved = String(first.storage.read('/project/answers.json'));
    const second = setup({ 'answers.json': saved });
    expect((await create({ dir: 'shop', config: 'answers.json' }, second.world)).exitCode).toBe(0);
    expect(tree(second.storage, 'shop')).toEqual(tree(first.storage, 'shop'));
  });

  it('that say everything leave nothing to ask, also in a terminal', async () => {
    const text = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'A', version: '1' },
      paths: { '/a': { get: { responses: {} } } },
    });
    const first = setup({ 'a.json': text });
    const document = { spec: 'a.json', saveConfig: 'answers.json' };
    await create({ ...QUIET, dir: 'shop', yes: true, ...document }, first.world);
    const files = { './a.json': text, 'answers.json': String(first.storage.read('/project/answers.json')) };
    const second = setup(files, { canAsk: true });
    expect((await create({ dir: 'shop', config: 'answers.json' }, second.world)).exitCode).toBe(0);
  });

  it('name documents relative to themselves', async () => {
    const text = await setup().world.sample();
    const { world } = setup({ 'conf/a.json': '{"spec": "api.yaml"}', 'conf/api.yaml': text });
    expect((await create({ ...QUIET, dir: 'shop', config: 'conf/a.json' }, world)).exitCode).toBe(0);
  });
});

describe('nothing is written and the exit code is 1', () => {
  it.each<[string, Answers, string]>([
    ['a bad folder name', { ...SAMPLE, dir: 'My App!' }, 'my-app'],
    ['a document that is not there', { ...QUIET, dir: 'x', spec: 'none.yaml', yes: true }, 'none.yaml'],
    ['an answers file that is not there', { ...SAMPLE, config: 'none.json' }, 'cli.config'],
    ['no answer for the folder', { sample: true }, '[dir]'],
    ['tools that choose nothing', { ...SAMPLE, tools: 'tags:nothing' }, 'nothing'],
  ])('%s', async (_what, flags, said) => {
    const { storage, world, out } = setup();
    expect((await create(flags, world)).exitCode).toBe(1);
    expect(out.errors).toContain(said);
    expect([...storage.entries.keys()]).toEqual(['/', '/project']);
  });

  it('a document without operations', async () => {
    const { world, out } = setup({
      'a.json': '{"openapi":"3.1.0","info":{"title":"A","version":"1"},"paths":{}}',
    });
    expect((await create({ ...QUIET, dir: 'x', spec: 'a.json', yes: true }, world)).exitCode).toBe(1);
    expect(out.errors).toContain('operation');
  });

  it('shows the line of the document with an arrow', async () => {
    const text = 'openapi: 3.1.0\ninfo: {title: A, version: "1"}\npaths: {a: ]}\n';
    const { world, out } = setup({ 'a.yaml': text });
    await create({ ...QUIET, dir: 'x', spec: 'a.yaml', yes: true }, world);
    expect(out.errors).toMatch(/^a\.yaml:\d+:\d+ {2}spec\./);
    expect(out.errors).toMatch(/\n +\^/);
  });
});

describe('inspect', () => {
  it('says which tools there would be and what they cost, and writes nothing', async () => {
    const { storage, world, out } = setup();
    const outcome = await inspect({ sample: true }, world);
    expect(outcome).toMatchObject({ exitCode: 0, json: { operations: 7, mode: 'static' } });
    expect(out.text).toMatch(/get_book +\d+ tokens {2}GET \/books\/\{isbn\}/);
    expect(storage.entries.size).toBe(2);
  });

  it('reports what is wrong with a document', async () => {
    const { world, out } = setup({ 'a.yaml': 'paths: {a: ]}' });
    expect((await inspect({ spec: 'a.yaml' }, world)).exitCode).toBe(1);
    expect(out.errors).toContain('a.yaml:1:');
  });
});

describe('a title that plays tricks', () => {
  it('never reaches the terminal as it is', async () => {
    const title = 'Evil \u001b[31m\u202e$(touch x)';
    const document = {
      openapi: '3.1.0',
      info: { title, version: '1' },
      paths: { '/a': { get: { responses: {} } } },
    };
    const { world, out } = setup({ 'a.json': JSON.stringify(document) });
    await create({ ...QUIET, dir: 'x', spec: 'a.json', yes: true }, world);
    expect(out.text + out.errors).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  });
});
