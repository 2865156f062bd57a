/** `add operation` and `remove operation`. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { changedAnswers } from '../../../src/cli/regenerate/change/answers.js';
import { parseChange } from '../../../src/cli/regenerate/change/flags.js';
import { changeHelp } from '../../../src/cli/regenerate/change/help.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import type { Recorded } from '../../../src/manage/read.js';
import { document, operation, worldIn } from './on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'change-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const world = (env: NodeJS.ProcessEnv = {}) => worldIn(home, () => undefined, env);

const paths = Object.fromEntries(
  ['Cats', 'Dogs', 'Pets'].map((n) => [`/${n}`, { get: operation(`list${n}`) }]),
);
const read = (path: string): string => readFileSync(join(home, 'shop', path), 'utf8');
const recorded = (): unknown => JSON.parse(read('.create-mcp-server/manifest.json')).options.tools;

async function run(
  verb: 'add' | 'remove',
  names: string,
  env: NodeJS.ProcessEnv = {},
  kind = 'operation',
): Promise<Outcome> {
  const flags = parseChange(verb, [kind, ...names.split(' '), '--dir', 'shop']);
  if (!flags.ok || flags.value === 'help') throw new Error(JSON.stringify(flags));
  return regenerate(flags.value, world(env));
}

beforeAll(async () => {
  writeFileSync(join(home, 'api.json'), document(paths));
  const flags = {
    yes: true,
    tools: 'operations:listCats,listDogs',
    install: false,
    check: false,
    git: false,
  };
  expect(await create({ dir: 'made', spec: 'api.json', ...flags }, world())).toMatchObject({ exitCode: 0 });
}, 60_000);
beforeEach(() => {
  rmSync(join(home, 'shop'), { recursive: true, force: true });
  cpSync(join(home, 'made'), join(home, 'shop'), { recursive: true });
});

describe('add and remove', () => {
  it('add an operation by its operationId, keep edits, and record it', async () => {
    const server = 'src/mcp_pets/server.py';
    const text = read(server).replace('async def list_cats(', '# mine\nasync def list_cats(');
    writeFileSync(join(home, 'shop', server), text);
    expect(await run('add', 'listPets')).toMatchObject({ exitCode: 0, json: { written: true } });
    expect(read(server)).toContain('# mine\nasync def list_cats(');
    expect(read(server)).toContain('async def list_pets(');
    expect(recorded()).toBe('operations:list_cats,list_dogs,listPets');
  });

  it('remove an operation by either name', async () => {
    expect(await run('remove', 'listCats')).toMatchObject({ exitCode: 0 });
    expect(read('README.md')).not.toContain('list_cats');
    expect(recorded()).toBe('operations:list_dogs');
  });

  it('are a breaking change in CI, when a tool goes', async () => {
    expect(await run('remove', 'list_cats', { CI: 'true' })).toMatchObject({
      exitCode: 2,
      json: { written: false },
    });
    expect(await run('add', 'listPets', { CI: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['add', 'list_cats', 'cli.value'],
    ['add', 'listPet', 'model.operation-unknown'],
    ['remove', 'listPets', 'cli.value'],
    ['remove', 'list_cats list_dogs', 'cli.value'],
  ] as const)('%s %s is refused, and nothing is written', async (verb, names, code) => {
    const before = recorded();
    const outcome = await run(verb, names);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.diagnostics.filter(({ severity }) => severity === 'error').map((one) => one.code)).toEqual(
      [code],
    );
    expect(recorded()).toBe(before);
  });
});

describe('a feature', () => {
  const features = (): unknown => JSON.parse(read('.create-mcp-server/manifest.json')).options.feature;
  const HEALTH = 'src/mcp_pets/features/health.py';

  it('is added and removed, and edits of other files stay', async () => {
    const server = 'src/mcp_pets/server.py';
    const before = read(server);
    writeFileSync(join(home, 'shop', server), `${before}# mine\n`);
    expect(await run('add', 'health', {}, 'feature')).toMatchObject({ exitCode: 0 });
    expect(features()).toEqual(['health']);
    expect(read(server)).toMatch(/extensions=create_features\(\)[\s\S]*# mine\n$/);
    expect(read(HEALTH)).toContain('class Health');
    expect(await run('remove', 'health', {}, 'feature')).toMatchObject({ exitCode: 0 });
    expect(features()).toEqual([]);
    expect(read(server)).toBe(`${before}# mine\n`);
    expect(() => read(HEALTH)).toThrow('ENOENT');
  });

  it.each([
    ['add', 'helth', 'Did you mean health?'],
    ['remove', 'health', 'It has none of its own.'],
  ] as const)('%s %s is refused', async (verb, name, fix) => {
    const outcome = await run(verb, name, {}, 'feature');
    expect(outcome).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'cli.value' }] });
    expect(outcome.diagnostics[0]?.fix).toContain(fix);
  });
});

describe('the changed answer', () => {
  const project = (options: object, names: readonly string[]): Recorded =>
    ({
      manifest: { options },
      base: { 'src/x/tools.json': JSON.stringify({ tools: names.map((name) => ({ name })) }) },
    }) as unknown as Recorded;
  const changed = (verb: 'add' | 'remove', name: string, of: Recorded) => {
    const found = changedAnswers({ verb, operations: [name] }, of);
    return found.ok ? found.value : found.diagnostics.map(({ fix }) => fix);
  };
  const many = Array.from({ length: 100 }, (_, i) => `op_${i}`);

  it('lists the tools of now, whatever chose them', () => {
    for (const tools of ['all', 'auto', 'read-only', 'tags:pets']) {
      expect(changed('remove', 'a', project({ tools }, ['a', 'b']))).toEqual({ tools: 'operations:b' });
    }
    expect(changed('add', 'c', project({ tools: 'read-only' }, ['a']))).toEqual({ tools: 'operations:a,c' });
  });

  it('pins where tools are found by search', () => {
    for (const tools of ['dynamic', 'auto']) {
      expect(changed('add', 'op_1', project({ tools }, many))).toEqual({ pin: ['op_1'] });
      expect(changed('remove', 'op_1', project({ tools, pin: ['op_0', 'op_1'] }, many))).toEqual({
        pin: ['op_0'],
      });
      expect(changed('remove', 'op_1', project({ tools }, many))).toEqual([
        expect.stringContaining('tools=tags:'),
      ]);
    }
  });

  it('takes a pin along with its tool', () => {
    const of = project({ tools: 'read-only', pin: ['b'] }, ['a', 'b']);
    expect(changed('remove', 'b', of)).toEqual({ tools: 'operations:a', pin: [] });
  });

  it('names the tool that was meant', () => {
    expect(changed('remove', 'list_cat', project({ tools: 'all' }, ['list_cats', 'x']))).toEqual([
      'Did you mean list_cats?',
    ]);
  });
});

describe('the words behind add and remove', () => {
  it.each([
    [[], 'operation listBooks'],
    [['operation'], 'operation listBooks'],
    [['tool', 'x'], 'operation listBooks'],
    [['target', 'x'], 'There is: '],
    [['feature'], 'health'],
    [['operation', 'x', '--chek'], '--check'],
  ])('%j is refused with what exists', (words, fix) => {
    const parsed = parseChange('add', words);
    expect(parsed.diagnostics.map(({ code }) => code)).toEqual(['cli.usage']);
    expect(parsed.diagnostics[0]?.fix).toContain(fix);
  });

  it('take several names, with blanks or commas, and have help', () => {
    const parsed = parseChange('remove', ['operations', 'a,b', 'c', '--check']);
    expect(parsed).toMatchObject({
      value: { check: true, dir: '.', change: { operations: ['a', 'b', 'c'] } },
    });
    expect(parseChange('add', ['--help'])).toMatchObject({ value: 'help' });
    expect(changeHelp('add')).toContain('add operation');
  });
});
