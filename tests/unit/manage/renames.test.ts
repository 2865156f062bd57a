/** What is renamed in the document keeps its hand edits: a tag, which is a module, and an operation, which is a tool. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseRegenerate } from '../../../src/cli/regenerate/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { moduleRenames } from '../../../src/manage/decide/module-renames.js';
import { document, operation, worldIn } from './on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'renames-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const world = () => worldIn(home, () => undefined);
const read = (path: string): string => readFileSync(join(home, 'shop', path), 'utf8');

const many = (tag: string, id: string): object =>
  Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [
      `/${id}${i}`,
      { get: operation(`get${id}${i}`, { tags: [tag], summary: `Does ${id} ${i}` }) },
    ]),
  );
const api = (tag: string): string => document({ ...many(tag, 'Cat'), ...many('dogs', 'Dog') });

async function run(spec: string): Promise<Outcome> {
  writeFileSync(join(home, 'new.json'), spec);
  const flags = parseRegenerate(['shop', '--spec', 'new.json']);
  if (!flags.ok || flags.value === 'help') throw new Error('flags');
  return regenerate(flags.value, world());
}

beforeAll(async () => {
  writeFileSync(join(home, 'api.json'), api('cats'));
  const flags = { yes: true, tools: 'all', install: false, check: false, git: false };
  expect(await create({ dir: 'shop', spec: 'api.json', ...flags }, world())).toMatchObject({ exitCode: 0 });
}, 60_000);

describe('a project in modules', () => {
  it('moves what was edited along with a tag that is renamed', async () => {
    const server = read('src/mcp_pets/server/cats.py').replace(
      'async def get_cat7(',
      '# mine\nasync def get_cat7(',
    );
    writeFileSync(join(home, 'shop/src/mcp_pets/server/cats.py'), server);
    const outcome = await run(api('felines'));
    expect(outcome).toMatchObject({ exitCode: 0, json: { conflicts: 0 } });
    expect(read('src/mcp_pets/server/felines.py')).toContain('# mine\nasync def get_cat7(');
    expect(() => read('src/mcp_pets/server/cats.py')).toThrow('ENOENT');
    const files = outcome.json['files'] as { path: string; from?: string }[];
    expect(files.find(({ path }) => path.endsWith('server/felines.py'))?.from).toMatch(/server\/cats\.py$/);
  });

  it('says that a tool is renamed when its operation stays', async () => {
    const outcome = await run(api('felines').replace('getDog3"', 'fetchDog3"'));
    expect(outcome.json['contract']).toMatchObject({
      breaking: true,
      tools: [{ tool: 'fetch_dog3', was: 'get_dog3', kind: 'renamed', weight: 'breaking' }],
    });
  });

  it('leaves a tool its name when the document gains an operation that would have taken it', async () => {
    const twin = { '/a': { get: operation('get_dog3', { tags: ['dogs'] }) } };
    await run(api('felines'));
    const outcome = await run(document({ ...twin, ...many('felines', 'Cat'), ...many('dogs', 'Dog') }));
    expect(outcome.json['contract']).toMatchObject({
      breaking: false,
      tools: [{ tool: 'get_dog3_2', kind: 'added' }],
    });
  });
});

describe('modules that are renamed', () => {
  const list = (modules: Readonly<Record<string, string>>): string =>
    JSON.stringify({
      tools: Object.entries(modules).map(([path, module]) => ({
        _operation: { method: 'GET', path, module },
      })),
    });
  const renames = (before: Record<string, string>, after: Record<string, string>, next: readonly string[]) =>
    Object.fromEntries(
      moduleRenames(list(before), list(after), ['s/a.py', 't/test_a.py', 's/superba.py'], new Set(next)),
    );

  it('are those whose operations all lie in one new module', () => {
    const next = ['s/b.py', 't/test_b.py', 's/superbb.py'];
    expect(renames({ x: 'a', y: 'a' }, { x: 'b', y: 'b', z: 'b' }, next)).toEqual({
      's/a.py': 's/b.py',
      't/test_a.py': 't/test_b.py',
    });
  });

  it.each([
    ['split', { x: 'a', y: 'a' }, { x: 'b', y: 'c' }, ['s/b.py', 's/c.py']],
    ['joined', { x: 'a', y: 'd' }, { x: 'b', y: 'b' }, ['s/b.py']],
    ['moved to one that was there', { x: 'a', y: 'b' }, { x: 'b', y: 'b' }, ['s/b.py']],
    ['still there', { x: 'a' }, { x: 'b', z: 'a' }, ['s/a.py', 's/b.py']],
    ['gone', { x: 'a' }, { z: 'b' }, ['s/b.py']],
  ])('are not those that are %s', (_, before, after, next) => {
    expect(renames(before, after, next)).toEqual({});
  });

  it('do not occur in projects without modules', () => {
    expect(moduleRenames('{}', '{"tools": [{"name": "x"}]}', ['a.py'], new Set(['b.py']))).toEqual(new Map());
  });
});
