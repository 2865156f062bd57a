/** The command on a real project in a temporary folder: everything but the terminal is real. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseRegenerate } from '../../../src/cli/regenerate/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { writeSummary } from '../../../src/cli/regenerate/summary.js';
import type { World } from '../../../src/cli/world.js';
import { document, operation, worldIn } from './on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'regenerate-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const PATHS = { '/pets': { get: operation('listPets') }, '/cats': { get: operation('listCats') } };

let said = '';
const worldOf = (env: NodeJS.ProcessEnv = {}): World =>
  worldIn(
    home,
    (text) => {
      said += text;
    },
    env,
  );

const at = (path: string): string => join(home, 'shop', path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const edit = (path: string, from: string | RegExp, to: string): void => {
  const text = read(path);
  expect(text).toMatch(from);
  writeFileSync(at(path), text.replace(from, to));
};

async function run(words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  said = '';
  const flags = parseRegenerate(['shop', ...words]);
  if (!flags.ok || flags.value === 'help') throw new Error(words.join(' '));
  return regenerate(flags.value, worldOf(env));
}

/** Every file with its time of change: equal when nothing was written. */
const times = (): string =>
  readdirSync(join(home, 'shop'), { recursive: true, encoding: 'utf8' })
    .map((path) => `${path} ${statSync(at(path)).mtimeMs}`)
    .sort()
    .join('\n');

const changed = (outcome: Outcome): string[] => {
  const files = outcome.json['files'] as { action: string; path: string }[];
  return files.map(({ action, path }) => `${action} ${path}`);
};

beforeAll(async () => {
  writeFileSync(join(home, 'api.json'), document(PATHS));
  const made = await create(
    { dir: 'made', spec: 'api.json', yes: true, tools: 'all', install: false, check: false, git: false },
    worldOf(),
  );
  expect(made.exitCode).toBe(0);
}, 60_000);
beforeEach(() => {
  rmSync(join(home, 'shop'), { recursive: true, force: true });
  cpSync(join(home, 'made'), join(home, 'shop'), { recursive: true });
});

const SERVER = 'src/mcp_pets/server.py';

describe('regenerate', () => {
  it('has nothing to do on a new project, and writes nothing', async () => {
    const before = times();
    for (const words of [['--check'], [], ['--dry-run'], ['--diff']]) {
      expect(await run(words)).toMatchObject({ exitCode: 0, json: { current: true, written: false } });
    }
    expect(times()).toBe(before);
  });

  it('brings a new operation and keeps hand edits, code and papers alike', async () => {
    edit(SERVER, 'async def list_pets(', '# mine: a comment\nasync def list_pets(');
    edit('README.md', '# ', '# My ');
    writeFileSync(join(home, 'api.json'), document({ ...PATHS, '/dogs': { get: operation('listDogs') } }));
    const outcome = await run(['--spec', 'api.json']);
    expect(outcome).toMatchObject({ exitCode: 0, json: { conflicts: 0, written: true } });
    expect(read(SERVER)).toContain('# mine: a comment');
    expect(read(SERVER)).toContain('async def list_dogs(');
    expect(read('README.md')).toMatch(/^# My /);
    expect(read('openapi.json')).toContain('listDogs');
    expect(said).toContain('`list_dogs`: added');
    expect(await run(['--check'])).toMatchObject({ exitCode: 0 });
    const before = times();
    expect(await run()).toMatchObject({ exitCode: 0, json: { written: false } });
    expect(times()).toBe(before);
  });

  it('touches only the files that the new operation concerns', async () => {
    writeFileSync(at('openapi.json'), document({ ...PATHS, '/dogs': { get: operation('listDogs') } }));
    const names = changed(await run()).map((line) => line.replace(/^update /, ''));
    expect(
      names.filter((name) => /runtime|Dockerfile|Makefile|pyproject|workflows|ignore/.test(name)),
    ).toEqual([]);
    expect(names).toContain(SERVER);
  });

  it('--check finds a deleted file, and is content again once that is recorded', async () => {
    rmSync(at('Makefile'));
    expect(await run(['--check'])).toMatchObject({ exitCode: 2 });
    expect(changed(await run())).toEqual(['record-deleted Makefile']);
    expect(await run(['--check'])).toMatchObject({ exitCode: 0 });
    expect(existsSync(at('Makefile'))).toBe(false);
  });

  it('writes a conflict between markers, exits 2, backs the edit up, and refuses to go on before it is settled', async () => {
    edit('src/mcp_pets/server.py', 'Does listPets', 'Lists my pets');
    const mine = read(SERVER);
    writeFileSync(
      at('openapi.json'),
      document({ ...PATHS, '/pets': { get: operation('listPets', { summary: 'Gives all' }) } }),
    );
    expect(await run()).toMatchObject({ exitCode: 2, json: { conflicts: 1 } });
    expect(read(SERVER)).toMatch(/<{7} yours\n.*Lists my pets[\s\S]*={7}\n.*Gives all.*\n>{7} generated/);
    expect(read(`.create-mcp-server/backup/${SERVER}`)).toBe(mine);
    const again = await run();
    expect(again.exitCode).toBe(1);
    expect(again.diagnostics.map((d) => d.code)).toEqual(['manage.unsettled']);
    edit(SERVER, /<{7} yours\n([\s\S]*?)={7}\n[\s\S]*?>{7} generated\n/, '$1');
    expect(await run(['--check'])).toMatchObject({ exitCode: 0 });
  });

  it.each(['rej', 'new'])(
    '--conflict %s leaves the file as it parses and puts the rest beside it',
    async (mode) => {
      edit(SERVER, 'Does listPets', 'Lists my pets');
      writeFileSync(
        at('openapi.json'),
        document({ ...PATHS, '/pets': { get: operation('listPets', { summary: 'Gives all' }) } }),
      );
      expect(await run(['--conflict', mode])).toMatchObject({ exitCode: 2 });
      expect(read(SERVER)).toContain('Lists my pets');
      expect(read(SERVER)).not.toContain('<<<<<<<');
      expect(read(`${SERVER}.${mode}`)).toContain('Gives all');
      expect(await run()).toMatchObject({ exitCode: 0, json: { written: false } });
    },
  );

  it('follows a file that the user moved', async () => {
    const text = read('pytest.ini');
    rmSync(at('pytest.ini'));
    writeFileSync(at('pytest-settings.ini'), text);
    expect(changed(await run())).toEqual(['record-moved pytest-settings.ini']);
    expect(await run(['--check'])).toMatchObject({ exitCode: 0 });
  });

  it('--set changes an answer and records it', async () => {
    const outcome = await run(['--set', 'tools=operations:list_pets']);
    expect(outcome.exitCode).toBe(0);
    expect(said).toContain('`list_cats`: removed');
    expect(read(SERVER)).not.toContain('list_cats');
    expect(await run(['--check'])).toMatchObject({ exitCode: 0 });
  });

  it('stops before a breaking change in CI, unless it is allowed', async () => {
    writeFileSync(at('openapi.json'), document({ '/pets': PATHS['/pets'] }));
    const before = times();
    const stopped = await run([], { CI: 'true' });
    expect(stopped).toMatchObject({ exitCode: 2, json: { written: false } });
    expect(stopped.diagnostics.map((d) => d.code)).toEqual(['manage.breaking']);
    expect(times()).toBe(before);
    expect(await run(['--allow-breaking'], { CI: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('--diff shows every line and writes nothing', async () => {
    writeFileSync(at('openapi.json'), document({ '/pets': PATHS['/pets'] }));
    const before = times();
    expect(await run(['--diff'])).toMatchObject({ exitCode: 0 });
    expect(said).toContain(`--- a/${SERVER}\n+++ b/${SERVER}\n@@ `);
    expect(said).toContain('-async def list_cats(');
    expect(times()).toBe(before);
  });

  it('--refresh reads the document again from the address on record, and only from an address', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((_, response) => {
      response.end(document({ ...PATHS, '/dogs': { get: operation('listDogs') } }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    try {
      expect(await run(['--refresh'])).toMatchObject({ exitCode: 0, json: { current: true } });
      edit(
        '.create-mcp-server/manifest.json',
        '"origin": "api.json"',
        `"origin": "http://127.0.0.1:${port}/x"`,
      );
      expect(await run(['--refresh'])).toMatchObject({ exitCode: 0, json: { written: true } });
      expect(read('openapi.json')).toContain('listDogs');
    } finally {
      server.close();
    }
  });

  it('says for a pull request what is to be settled and what changes for callers', async () => {
    expect((await run()).json['summary']).toBe('The project is current.\n');
    edit(SERVER, 'Does listPets', 'Lists my pets');
    writeFileSync(
      at('openapi.json'),
      document({ ...PATHS, '/pets': { get: operation('listPets', { summary: 'Gives all' }) } }),
    );
    const flags = parseRegenerate(['shop', '--summary', 'summary.md']);
    if (!flags.ok || flags.value === 'help') throw new Error('flags');
    await writeSummary(flags.value, await run(), worldOf());
    const text = readFileSync(join(home, 'summary.md'), 'utf8');
    expect(text).toMatch(/## To be settled\n\n- `src\/mcp_pets\/server\.py`: line \d+\n/);
    expect(text).toMatch(/## For callers of the tools\n\n[\s\S]*`list_pets`/);
    const nowhere = { ...flags.value, summary: 'no/such/folder.md' };
    const failed = await writeSummary(
      nowhere,
      { exitCode: 0, diagnostics: [], json: { summary: '' } },
      worldOf(),
    );
    expect(failed).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'write.failed' }] });
  });

  it('--to names this version, or is told how to run another one', async () => {
    expect(await run(['--to', '1.2.3'])).toMatchObject({ exitCode: 0 });
    const other = await run(['--to', '9.0.0']);
    expect(other).toMatchObject({ exitCode: 1, diagnostics: [{ code: 'manage.other-version' }] });
    expect(said).toContain('npx create-mcp-server@9.0.0 regenerate');
  });

  it('keeps the executable bit that the user set', async () => {
    chmodSync(at(SERVER), 0o755);
    writeFileSync(at('openapi.json'), document({ '/pets': PATHS['/pets'] }));
    await run();
    expect(statSync(at(SERVER)).mode & 0o777).toBe(0o755);
  });

  it('says what is missing: a project, a document, a manifest that can be read', async () => {
    const codes = async (): Promise<string[]> => (await run()).diagnostics.map((d) => d.code);
    rmSync(at('openapi.json'));
    expect(await codes()).toEqual(['manage.no-document']);
    edit('.create-mcp-server/manifest.json', '"manifestVersion": 1', '"manifestVersion": 9');
    expect(await codes()).toEqual(['manage.manifest-newer']);
    edit('.create-mcp-server/manifest.json', '"manifestVersion": 9', '"manifestVersion": 1');
    edit('.create-mcp-server/manifest.json', '"path": "Makefile"', '"path": "../Makefile"');
    expect(await codes()).toEqual(['manage.manifest-broken']);
    writeFileSync(at('.create-mcp-server/manifest.json'), '{');
    expect(await codes()).toEqual(['manage.manifest-broken']);
    rmSync(at('.create-mcp-server'), { recursive: true });
    expect(await codes()).toEqual(['manage.no-project']);
  });
});

describe('the words behind regenerate', () => {
  it.each([
    [['--chek'], 'cli.usage'],
    [['--conflict', 'ours'], 'cli.usage'],
    [['--set', 'tool=all'], 'cli.value'],
    [['--set', 'strictText=maybe'], 'cli.value'],
    [['--set', 'spec=x'], 'cli.value'],
    [['a', 'b'], 'cli.usage'],
  ])('%s is refused', (words, code) => {
    const parsed = parseRegenerate(words);
    expect(parsed.diagnostics.map((d) => d.code)).toEqual([code]);
    expect(parsed.diagnostics[0]?.fix ?? '').not.toBe('');
  });
});
