/** `check` as far as no installed program is needed: on the disk, in a temporary folder. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckFlags, parseCheck } from '../../../src/cli/check/flags.js';
import { checkProject } from '../../../src/cli/check/index.js';
import { create } from '../../../src/cli/create.js';
import { specWorld } from '../../../src/cli/io.js';
import { parseArguments } from '../../../src/cli/parse.js';
import { disk } from '../../../src/write/disk.js';
import { setup } from './setup.js';

const home = mkdtempSync(join(tmpdir(), 'check-'));
const FLAGS: CheckFlags = {
  dir: 'shop',
  install: false,
  checklist: false,
  json: false,
  verbose: false,
};
const inHome = () => setup({}, { cwd: home, storage: disk, spec: specWorld(home) });

beforeAll(async () => {
  const quiet = { install: false, check: false, git: false };
  await create({ ...quiet, dir: 'shop', sample: true, yes: true }, inHome().world);
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('check', () => {
  it('is a command with a folder and three switches', () => {
    expect(parseArguments(['check', 'a', '--json'], {})).toEqual({ kind: 'check', argv: ['a', '--json'] });
    expect(parseCheck(['a', '--no-install'])).toMatchObject({ value: { dir: 'a', install: false } });
    expect(parseCheck([])).toMatchObject({ value: { dir: '.', install: true, json: false } });
    expect(parseCheck(['--jsno'])).toMatchObject({ ok: false, diagnostics: [{ code: 'cli.usage' }] });
  });

  it('needs a project', async () => {
    const { world, out } = inHome();
    expect(await checkProject({ ...FLAGS, dir: 'nothing' }, world)).toMatchObject({ exitCode: 1 });
    expect(out.errors).toContain('manage.no-project');
  });

  it('leaves alone what an interrupted run left half-done', async () => {
    const journal = join(home, 'shop', '.create-mcp-server', 'journal');
    mkdirSync(journal);
    expect(await checkProject(FLAGS, inHome().world)).toMatchObject({ exitCode: 1 });
    rmSync(journal, { recursive: true });
  });

  it('is no success where nothing is installed', async () => {
    const outcome = await checkProject(FLAGS, inHome().world);
    const found = outcome.diagnostics.map(({ code }) => code);
    expect(outcome.exitCode).toBe(2);
    // Machines without Python say that first.
    expect(found.some((code) => code === 'check.install' || code.startsWith('toolchain.'))).toBe(true);
  }, 60_000);
});

describe('check --checklist', () => {
  const checked = async (
    change: (read: (path: string) => string, put: (path: string, text: string) => void) => void,
  ) => {
    const dir = mkdtempSync(join(home, 'list-'));
    cpSync(join(home, 'shop'), dir, { recursive: true });
    change(
      (path) => readFileSync(join(dir, path), 'utf8'),
      (path, text) => writeFileSync(join(dir, path), text),
    );
    const outcome = await checkProject({ ...FLAGS, dir, checklist: true }, inHome().world);
    return outcome.json['checklist'] as { says: string; status: string; proof: string }[];
  };

  it('goes through the 17 points of the seed; what needs no installed program holds', async () => {
    const lines = await checked(() => undefined);
    expect(lines).toHaveLength(17);
    expect(lines.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(
      lines.filter(({ status }) => status === 'open').every(({ proof }) => /was not run$/.test(proof)),
    ).toBe(true);
    expect(lines.filter(({ status }) => status === 'ok').length).toBeGreaterThan(8);
  });

  it.each([
    [
      'All tools have docstrings',
      'src/mcp_bookshop/server.py',
      (text: string) => text.replace('    Returns:\n', '    Gives:\n'),
    ],
    [
      'The context is injected',
      'src/mcp_bookshop/server.py',
      (text: string) => text.replace('ctx: Context[Any, Any],', 'ctx: Any,'),
    ],
    [
      'All functions have type hints',
      'src/mcp_bookshop/api_client.py',
      (text: string) => `${text}\n\ndef f(a):\n    return a\n`,
    ],
    ['The ASGI app', 'src/mcp_bookshop/server.py', (text: string) => text.replace(/^app = .*$/m, '')],
    ['.gitignore', '.gitignore', (text: string) => text.replaceAll('.venv', 'x')],
    ['A Dockerfile', 'Dockerfile', (text: string) => text.replace(/^USER .*$/gm, '')],
  ])('says which point does not hold: %s', async (says, path, change) => {
    const lines = await checked((read, put) => put(path, change(read(path))));
    const failing = lines.filter(({ status }) => status === 'failed').map((line) => line.says);
    expect(failing.filter((line) => line.startsWith(says))).toHaveLength(1);
  });
});
