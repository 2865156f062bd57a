/** `regenerate` as it is installed: colours of a real terminal, and each project of `--all` in a process of its own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ESC, hasTerminal, Installed } from './terminal.js';

const installed = new Installed();
const made = join(installed.root, 'made');
const QUIET = ['--yes', '--tools', 'all', '--no-install', '--no-check', '--no-git'];

beforeAll(async () => {
  await installed.install();
  execFileSync(process.execPath, [installed.bin, made, '--sample', ...QUIET], { stdio: 'ignore' });
  const path = join(made, 'openapi.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^( {2}title: ).*$/m, '$1Corner shop'));
}, 60_000);
afterAll(() => installed.remove());

describe.skipIf(!hasTerminal())('regenerate --diff in a terminal', () => {
  const diff = (env: Readonly<Record<string, string>>) =>
    installed.run({ args: ['regenerate', made, '--diff'], steps: [], env });

  it('paints headings, places, new and old lines', async () => {
    const { code, raw } = await diff({});
    expect(code).toBe(0);
    const shown = raw.replaceAll(ESC, '^');
    expect(shown).toContain('^[1m--- a/README.md^[22m');
    expect(shown).toMatch(/\^\[36m@@ [^\n]*\^\[39m/);
    expect(shown).toMatch(/\^\[32m\+[^\n]*Corner shop[^\n]*\^\[39m/);
    expect(shown).toMatch(/\^\[31m-[^\n]*\^\[39m/);
  });

  it.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('has no escape sequence with %j', async (env) => {
    const { code, raw } = await diff(env);
    expect(code).toBe(0);
    expect(raw).toContain('+++ b/README.md');
    expect(raw).not.toContain(ESC);
  });
});

describe('regenerate --all', () => {
  it('runs each project in a process of its own, and prints one result', () => {
    for (const name of ['a', 'b', 'c']) cpSync(made, join(installed.root, 'all', name), { recursive: true });
    writeFileSync(join(installed.root, 'all/b/.create-mcp-server/manifest.json'), '{');
    const ended = spawnSync(
      process.execPath,
      [installed.bin, 'regenerate', '--all', 'all', '--json', '--summary', 's.md'],
      {
        cwd: installed.root,
        encoding: 'utf8',
      },
    );
    expect(ended.status).toBe(1);
    const result = JSON.parse(ended.stdout);
    expect(
      result.projects.map(({ path, written }: { path: string; written: boolean }) => [path, written]),
    ).toEqual([
      ['all/a', true],
      ['all/b', false],
      ['all/c', true],
    ]);
    expect(ended.stderr).toContain('3 projects: 2 changed, 1 failed');
    expect(readFileSync(join(installed.root, 's.md'), 'utf8')).toBe(result.summary);
    expect(readFileSync(join(installed.root, 'all/a/README.md'), 'utf8')).toContain('Corner shop');
  }, 60_000);
});
