/** `add feature` and `remove feature` on real folders: round trips, edits of the owner, refusals. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseChange } from '../../../src/cli/regenerate/change/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { choicesFor, FEATURES } from '../../../src/options/choices.js';
import { document, operation, worldIn } from './on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'features-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const world = () => worldIn(home, () => undefined);
const QUIET = { yes: true, install: false, check: false, git: false };

const made = (dir: string, flags: object): Promise<Outcome> =>
  create({ dir, spec: 'api.json', packageName: 'pets', ...QUIET, ...flags }, world());

function change(verb: 'add' | 'remove', names: readonly string[], dir: string): Promise<Outcome> {
  const flags = parseChange(verb, ['feature', ...names, '--dir', dir]);
  if (!flags.ok || flags.value === 'help') throw new Error(JSON.stringify(flags));
  return regenerate(flags.value, world());
}

/** Path → text of every file, what is recorded about them included; without the copies of edited files from before a merge. */
function tree(dir: string): Readonly<Record<string, string>> {
  const root = join(home, dir);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const isBackup = (path: string): boolean => path.includes(join('.create-mcp-server', 'backup'));
  const paths = files
    .map((one) => join(one.parentPath, one.name))
    .filter((one) => !isBackup(one))
    .sort();
  return Object.fromEntries(paths.map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

/** The order in which features were named is on record, and nowhere else. */
const withoutRecord = (dir: string): object => ({ ...tree(dir), '.create-mcp-server/manifest.json': '' });

beforeAll(async () => {
  writeFileSync(join(home, 'api.json'), document({ '/cats': { get: operation('listCats') } }));
  expect(await made('plain', {})).toMatchObject({ exitCode: 0 });
}, 60_000);

const fresh = (dir: string): string => {
  rmSync(join(home, dir), { recursive: true, force: true });
  cpSync(join(home, 'plain'), join(home, dir), { recursive: true });
  return dir;
};
const edit = (dir: string, path: string, mend: (text: string) => string): void =>
  writeFileSync(join(home, dir, path), mend(readFileSync(join(home, dir, path), 'utf8')));

describe.each(['python', 'typescript', 'go'])('every feature that %s has', (target) => {
  const all = choicesFor(FEATURES, target).map(({ value }) => value);

  it('added later makes the project that would have been created, and removed leaves nothing', async () => {
    expect(await made(`${target}-later`, { target })).toMatchObject({ exitCode: 0 });
    expect(await made(`${target}-whole`, { target, feature: all })).toMatchObject({ exitCode: 0 });
    const before = tree(`${target}-later`);
    expect(await change('add', all, `${target}-later`)).toMatchObject({ exitCode: 0 });
    expect(tree(`${target}-later`)).toEqual(tree(`${target}-whole`));
    expect(await change('remove', [...all].reverse(), `${target}-later`)).toMatchObject({ exitCode: 0 });
    expect(tree(`${target}-later`)).toEqual(before);
  }, 60_000);
});

describe('features one after another', () => {
  it('make the same project in any order', async () => {
    const first = fresh('first');
    const second = fresh('second');
    for (const name of ['health', 'cache', 'compose'])
      expect(await change('add', [name], first)).toMatchObject({ exitCode: 0 });
    for (const name of ['compose', 'health', 'cache'])
      expect(await change('add', [name], second)).toMatchObject({ exitCode: 0 });
    expect(withoutRecord(first)).toEqual(withoutRecord(second));
  }, 60_000);

  it('leave every edit of their owner where it was', async () => {
    const dir = fresh('edited');
    edit(dir, 'README.md', (text) => text.replace('\n## ', '\nOurs: ask Ann first.\n\n## '));
    edit(dir, 'pyproject.toml', (text) => text.replace(/^dependencies = \[\n/m, '$&    "arrow>=1",\n'));
    edit(dir, '.env.example', (text) => `${text}\nOUR_SETTING=1\n`);
    edit(dir, 'Makefile', (text) => `${text}\nours: ## Ours\n\t@echo ours\n`);
    writeFileSync(join(home, dir, 'src', 'mcp_pets', 'ours.py'), '"""Ours."""\n');
    const before = tree(dir);
    expect(await change('add', ['cache', 'compose', 'docs-site'], dir)).toMatchObject({ exitCode: 0 });
    const after = tree(dir);
    for (const [path, texts] of Object.entries({
      'README.md': ['Ours: ask Ann first.', '## Cache'],
      'pyproject.toml': ['"arrow>=1"', '"redis'],
      '.env.example': ['OUR_SETTING=1', 'MCP_REDIS_URL='],
      Makefile: ['@echo ours', 'compose-up:'],
    }))
      for (const text of texts) expect(after[path]).toContain(text);
    expect(await change('remove', ['cache', 'compose', 'docs-site'], dir)).toMatchObject({ exitCode: 0 });
    expect(tree(dir)).toEqual(before);
  }, 60_000);

  it('leave a file of theirs that somebody has edited, and say so', async () => {
    const dir = fresh('own');
    const path = 'src/mcp_pets/features/health.py';
    await change('add', ['health'], dir);
    edit(dir, path, (text) => `${text}\n# ours\n`);
    expect(await change('remove', ['health'], dir)).toMatchObject({
      exitCode: 2,
      diagnostics: [{ code: 'manage.conflict', place: { file: path } }],
    });
    expect(tree(dir)[path]).toMatch(/class Health[\s\S]*# ours\n$/);
  }, 60_000);

  it('stop at the markers of a conflict, which are where both wrote', async () => {
    const dir = fresh('conflict');
    edit(dir, 'Makefile', (text) => text.replace('# Aliases', 'ours: ## Ours\n\t@echo ours\n\n# Aliases'));
    expect(await change('add', ['compose'], dir)).toMatchObject({
      exitCode: 2,
      diagnostics: [{ code: 'manage.conflict', place: { file: 'Makefile' } }],
    });
    expect(tree(dir)['Makefile']).toMatch(
      /^<<<<<<< yours\nours:[\s\S]*^compose-up:[\s\S]*^>>>>>>> generated/m,
    );
    const before = tree(dir);
    expect(await change('add', ['health'], dir)).toMatchObject({
      exitCode: 1,
      diagnostics: [{ code: 'manage.unsettled' }],
    });
    expect(tree(dir)).toEqual(before);
  }, 60_000);
});

describe('what is refused', () => {
  it.each([
    ['add', 'typescript', {}, 'cachet', 'cli.value', 'Did you mean cache?'],
    ['remove', 'python', { preset: 'patterns' }, 'health', 'cli.value', 'What a preset brings stays.'],
    ['add', 'python', { preset: 'patterns' }, 'health', 'cli.value', 'Nothing has to be added.'],
    ['add', 'python', { feature: ['cache'] }, 'cache', 'cli.value', 'Nothing has to be added.'],
    ['remove', 'python', { feature: ['cache'] }, 'health', 'cli.value', 'It has cache.'],
  ] as const)(
    '%s in %s with %j: %s',
    async (verb, target, flags, name, code, fix) => {
      const dir = `refused-${verb}-${name}-${Object.keys(flags)}`;
      expect(await made(dir, { target, ...flags })).toMatchObject({ exitCode: 0 });
      const before = tree(dir);
      const outcome = await change(verb, [name], dir);
      expect(outcome.exitCode).toBe(1);
      expect(outcome.diagnostics[0]).toMatchObject({ code, fix: expect.stringContaining(fix) });
      expect(tree(dir)).toEqual(before);
    },
    60_000,
  );
});
