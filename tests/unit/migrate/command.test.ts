/** The command on real folders, without running anything of the source. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parseMigrate } from '../../../src/cli/migrate-flags.js';
import { migrateExisting } from '../../../src/cli/migrate.js';
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
    expect((await migrate('notes.py', 'new', '--no-run')).exitCode).toBe(0);
    const before = tree('new');
    expect((await again('new', '--check')).exitCode).toBe(0);
    expect((await again('new')).exitCode).toBe(0);
    expect(tree('new')).toEqual(before);
  });

  it('keeps its own code when it is made again, and gets the other files back as they are made now', async () => {
    await migrate('notes.py', 'new', '--no-run');
    const code = `${read('new/src/mcp_notes/server.py')}\nMINE = 1\n`;
    put('new/src/mcp_notes/server.py', code);
    put('new/Makefile', read('new/Makefile').replace('.PHONY', '# mine\n.PHONY'));
    expect((await again('new', '--check')).exitCode).toBe(0);
    await again('new');
    expect(read('new/src/mcp_notes/server.py')).toBe(code);
    expect(read('new/Makefile')).toContain('# mine');
  });

  it('is not made of a document', async () => {
    await migrate('notes.py', 'new', '--no-run');
    const outcome = await again('new', '--spec', 'openapi.json');
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['manage.no-document']);
  });

  it('is refused when its manifest was damaged, and nothing leads out of it', async () => {
    await migrate('notes.py', 'new', '--no-run');
    const manifest = read('new/.create-mcp-server/manifest.json');
    put('new/.create-mcp-server/manifest.json', manifest.replace('"slug": "notes"', '"slug": "../../notes"'));
    const outcome = await again('new');
    expect(outcome.diagnostics.map(({ code }) => code)).toEqual(['manage.manifest-broken']);
  });

  it.each(['new', 'new/src/mcp_notes/server.py'])('is not migrated once more: %s', async (path) => {
    await migrate('notes.py', 'new', '--no-run');
    const before = tree('.');
    const outcome = await migrate(path, 'twice', '--no-run');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.json).toMatchObject({ unchanged: true });
    expect(tree('.')).toEqual(before);
  });
});
