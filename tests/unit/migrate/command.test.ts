/** The command on real folders, without running anything of the source. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseMigrate } from '../../../src/cli/migrate/flags.js';
import { migrateExisting } from '../../../src/cli/migrate/index.js';
import { makeProject, NO_TOOLS, withHttpKept } from '../../../src/cli/migrate/make.js';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseRegenerate } from '../../../src/cli/regenerate/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { worldIn } from '../manage/on-disk.js';

const SERVER = `from mcp.server.fastmcp import FastMCP

mcp = FastMCP("notes")


@mcp.tool()
def add(text: str) -> str:
    """Add a note."""
    return text


if __name__ == "__main__":
    mcp.run()
`;

let home: string;
let said: string;
const homes: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'migrate-'));
  homes.push(home);
  said = '';
});
afterAll(() => {
  for (const one of homes) rmSync(one, { recursive: true, force: true });
});

const at = (path: string): string => join(home, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
function put(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}
const world = () =>
  worldIn(home, (text) => {
    said += text;
  });

async function migrate(...argv: string[]): Promise<Outcome> {
  const parsed = parseMigrate(argv);
  if (!parsed.ok || parsed.value === 'help') throw new Error('wrong arguments');
  return migrateExisting(parsed.value, world());
}
async function again(...argv: string[]): Promise<Outcome> {
  const parsed = parseRegenerate(argv);
  if (!parsed.ok || parsed.value === 'help') throw new Error('wrong arguments');
  return regenerate(parsed.value, world());
}
const tree = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'latin1')]),
  );

describe('a migrated project', () => {
  beforeEach(() => put('notes.py', SERVER));

  it('is up to date from the first day', async () => {
    expect((await migrate('notes.py', 'new', '--no-run', '--no-install')).exitCode).toBe(0);
    const before = tree('new');
    expect((await again('new', '--check')).exitCode).toBe(0);
    expect((await again('new')).exitCode).toBe(0);
    expect(tree('new')).toEqual(before);
  });

  it('keeps its own code when it is made again, and gets the other files back as they are made now', async () => {
    await migrate('notes.py', 'new', '--no-run', '--no-install');
    const code = `${read('new/src/mcp_notes/server.py')}\nMINE = 1\n`;
    put('new/src/mcp_notes/server.py', code);
    put('new/Makefile', read('new/Makefile').replace('.PHONY', '# mine\n.PHONY'));
    expect((await again('new', '--check')).exitCode).toBe(0);
    await again('new');
    expect(read('new/src/mcp_notes/server.py')).toBe(code);
    expect(read('new/Makefile')).toContain('# mine');
  });

  it('is not made of a document', async () => {
    await migrate('notes.py', 'new', '--no-run', '--no-install');
    const outcome = await again('new', '--spec', 'openapi.json');
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['manage.no-document']);
  });

  it('is refused when its manifest was damaged, and nothing leads out of it', async () => {
    await migrate('notes.py', 'new', '--no-run', '--no-install');
    const manifest = read('new/.create-mcp-server/manifest.json');
    put('new/.create-mcp-server/manifest.json', manifest.replace('"slug": "notes"', '"slug": "../../notes"'));
    const outcome = await again('new');
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['manage.manifest-broken']);
  });

  it.each(['new', 'new/src/mcp_notes/server.py'])('is not migrated once more: %s', async (path) => {
    await migrate('notes.py', 'new', '--no-run', '--no-install');
    const before = tree('.');
    const outcome = await migrate(path, 'twice', '--no-run', '--no-install');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.json).toMatchObject({ unchanged: true });
    expect(tree('.')).toEqual(before);
  });
});

describe('looking before leaping', () => {
  beforeEach(() => put('notes.py', SERVER));

  it.each([
    ['--dry-run', 'src/mcp_notes/server.py'],
    ['--diff', '-from mcp.server.fastmcp import FastMCP'],
    ['--report-only', 'tool `add`: carried over, not compared'],
  ])('%s writes nothing', async (flag, shown) => {
    const before = tree('.');
    expect((await migrate('notes.py', 'new', flag)).exitCode).toBe(0);
    expect(said).toContain(shown);
    expect(tree('.')).toEqual(before);
  });

  it('without a yes nothing is run, and what is not compared is not called a success', async () => {
    put('notes.py', `open("ran", "w").close()\n${SERVER}`);
    const outcome = await migrate('notes.py', 'new', '--no-install');
    expect(outcome.exitCode).toBe(2);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['migrate.parity']);
    expect(Object.keys(tree('.')).some((path) => path.endsWith('/ran'))).toBe(false);
  });
});

describe('in place', () => {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: home,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: home, GIT_CONFIG_NOSYSTEM: '1' },
    });
  const identity = ['-c', 'user.name=me', '-c', 'user.email=me@localhost'];
  const commitAll = (): void => {
    git('add', '--all');
    git(...identity, 'commit', '--quiet', '-m', 'mine');
  };
  beforeEach(() => {
    git('init', '--quiet');
    put('notes.py', SERVER);
    put('README.md', 'Mine.\n');
    put('requirements.txt', 'mcp\n');
    commitAll();
  });

  it('the source becomes the project, as one commit that can be taken back', async () => {
    const before = tree('.');
    const outcome = await migrate('.', '--in-place', '--no-run', '--no-install');
    expect(outcome.diagnostics).toEqual([]);
    expect(git('rev-list', '--count', 'HEAD').trim()).toBe('2');
    expect(git('status', '--porcelain')).toBe('');
    expect(read('README.md')).toBe('Mine.\n');
    expect(read('src/mcp_notes/server.py')).toContain('MCPServer');
    expect(Object.keys(tree('.')).some((path) => /\/(notes\.py|requirements\.txt)$/.test(path))).toBe(false);
    git(...identity, 'revert', '--no-edit', 'HEAD');
    const mine = (all: Record<string, string>) =>
      Object.entries(all).filter(([path]) => !path.includes('/.git/'));
    expect(mine(tree('.'))).toEqual(mine(before));
  });

  it('refuses a tree with changes, and changes nothing', async () => {
    put('notes.py', `${SERVER}# more\n`);
    const before = tree('.');
    const outcome = await migrate('.', '--in-place', '--no-run', '--no-install');
    expect(outcome.exitCode).toBe(1);
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['migrate.in-place']);
    expect(tree('.')).toEqual(before);
  });

  it('changes nothing when nothing was proven', async () => {
    const outcome = await migrate('.', '--in-place', '--no-install');
    expect(outcome.exitCode).toBe(2);
    expect(git('rev-list', '--count', 'HEAD').trim()).toBe('1');
    expect(read('notes.py')).toBe(SERVER);
  });
});

describe('HTTP calls', () => {
  const FETCHES = SERVER.replace('from mcp', 'import httpx\nfrom mcp')
    .replace('def add', 'async def add')
    .replace(
      '    return text',
      '    async with httpx.AsyncClient() as c:\n        return (await c.get(text)).text',
    );

  it('move in what is shown', async () => {
    put('notes.py', FETCHES);
    await migrate('notes.py', '--diff');
    expect(said).toContain('+    async with api_client.AsyncClient() as c:');
  });

  it('stay where nothing is run', async () => {
    put('notes.py', FETCHES);
    await migrate('notes.py', 'new', '--no-run', '--no-install');
    expect(read('new/src/mcp_notes/server.py')).toContain('httpx.AsyncClient()');
    expect(read('new/MIGRATION.md')).toContain('kept: nothing was run that would prove');
  });

  it('stay where the server was not proven to do the same with api_client.py', async () => {
    put('notes.py', FETCHES);
    const parsed = parseMigrate(['notes.py', 'new']);
    if (!parsed.ok || parsed.value === 'help') throw new Error('wrong arguments');
    const made = await makeProject(parsed.value, NO_TOOLS, world());
    if (!made.ok) throw new Error('it cannot be made');
    expect(made.value.http.libraries).toEqual(['httpx']);
    const ready = { made: made.value, flags: parsed.value, tools: NO_TOOLS, consent: true };
    const other = await withHttpKept(ready, { kind: 'failed', why: '' }, world());
    expect(other?.made.http).toMatchObject({
      kept: ['httpx: with api_client.py in its place the server was not proven to do the same'],
    });
    expect(other?.made.files.map(({ path }) => path)).not.toContain('src/mcp_notes/api_client.py');
    expect(await withHttpKept(other ?? ready, { kind: 'failed', why: '' }, world())).toBeUndefined();
  });
});
