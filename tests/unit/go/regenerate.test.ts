/** `regenerate`, `add operation` and `remove operation` on a real Go project in a temporary folder. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseChange } from '../../../src/cli/regenerate/change/flags.js';
import { parseRegenerate } from '../../../src/cli/regenerate/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { document, operation, worldIn } from '../manage/on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'go-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const world = () => worldIn(home, () => undefined);

const PATHS = { '/pets': { get: operation('listPets') }, '/cats': { get: operation('listCats') } };
const OPERATIONS = 'internal/api/operations.go';
const HANDLERS = 'internal/tools/handlers.go';

const at = (path: string): string => join(home, 'shop', path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
function edit(path: string, from: string, to: string): void {
  const text = read(path);
  expect(text).toContain(from);
  writeFileSync(at(path), text.replace(from, to));
}

async function run(...words: string[]): Promise<Outcome> {
  const flags = parseRegenerate(['shop', ...words]);
  if (!flags.ok || flags.value === 'help') throw new Error(words.join(' '));
  return regenerate(flags.value, world());
}

async function change(verb: 'add' | 'remove', name: string): Promise<Outcome> {
  const flags = parseChange(verb, ['operation', name, '--dir', 'shop']);
  if (!flags.ok || flags.value === 'help') throw new Error(JSON.stringify(flags));
  return regenerate(flags.value, world());
}

const withBirds = (): void =>
  writeFileSync(at('openapi.json'), document({ '/birds': { get: operation('listBirds') }, ...PATHS }));

beforeAll(async () => {
  writeFileSync(join(home, 'api.json'), document(PATHS));
  const flags = { yes: true, target: 'go', tools: 'all', install: false, check: false, git: false };
  const made = await create({ dir: 'made', spec: 'api.json', ...flags }, world());
  expect(made.exitCode).toBe(0);
}, 60_000);
beforeEach(() => {
  rmSync(join(home, 'shop'), { recursive: true, force: true });
  cpSync(join(home, 'made'), join(home, 'shop'), { recursive: true });
});

describe('a Go project, made again', () => {
  it('is what it was when nothing has changed', async () => {
    expect(await run('--check')).toMatchObject({ exitCode: 0 });
  });

  it('keeps edits in methods, functions of its owner, and what stands beside new methods', async () => {
    edit(
      OPERATIONS,
      'r.Query("limit", args.Limit)',
      'r.Query("limit", args.Limit)\n\tr.Header("X-Mine", "1")',
    );
    writeFileSync(
      at(OPERATIONS),
      `${read(OPERATIONS)}\n// mine is mine.\nfunc mine() string { return "mine" }\n`,
    );
    edit('README.md', '## Development', '## Mine\n\nMy words.\n\n## Development');
    edit('Makefile', 'clean: ##', 'mine: ## Mine\n\techo mine\n\nclean: ##');
    withBirds();
    expect(await run('--check')).toMatchObject({ exitCode: 2 });
    expect(await run()).toMatchObject({ exitCode: 0 });
    const text = read(OPERATIONS);
    for (const part of ['ListBirds(', 'ListPets(', 'r.Header("X-Mine", "1")', 'func mine() string']) {
      expect(text).toContain(part);
    }
    expect(read(HANDLERS)).toContain('"list_birds": server.Call(client.ListBirds)');
    expect(read('README.md')).toContain('My words.');
    expect(read('Makefile')).toContain('echo mine');
    expect(await run('--check')).toMatchObject({ exitCode: 0 });
  });

  it('keeps both where the owner and the generator changed one method', async () => {
    edit(
      OPERATIONS,
      'r := rest.NewRequest("GET", "/pets")',
      'r := rest.NewRequest("GET", "/pets")\n\tr.Header("X-Mine", "1")',
    );
    const parameters = [
      { name: 'limit', in: 'query', schema: { type: 'integer' } },
      { name: 'colour', in: 'query', schema: { type: 'string' } },
    ];
    writeFileSync(
      at('openapi.json'),
      document({ ...PATHS, '/pets': { get: operation('listPets', { parameters }) } }),
    );
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(read(OPERATIONS)).toContain('r.Header("X-Mine", "1")');
    expect(read(OPERATIONS)).toContain('r.Query("colour", args.Colour)');
  });

  it('never touches the tools that its owner writes', async () => {
    const mine = read('internal/tools/custom.go').replace(
      'addCustomTools adds',
      'addCustomTools, mine, adds',
    );
    writeFileSync(at('internal/tools/custom.go'), mine);
    withBirds();
    await run();
    expect(read('internal/tools/custom.go')).toBe(mine);
  });

  it('loses and gains tools', async () => {
    expect(await change('remove', 'list_cats')).toMatchObject({ exitCode: 0 });
    expect(read(HANDLERS)).not.toContain('list_cats');
    expect(read(OPERATIONS)).not.toContain('ListCats');
    expect(await change('add', 'listCats')).toMatchObject({ exitCode: 0 });
    expect(read(HANDLERS)).toContain('list_cats');
    expect(read(OPERATIONS)).toContain('ListCats');
  });
});
