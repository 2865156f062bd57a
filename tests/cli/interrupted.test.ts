/** Creating is stopped at many instants, or nobody reads what is said. Every other command: bad-input/upset.test.ts. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Installed } from './terminal.js';

const QUIET = ['--sample', '--yes', '--no-install', '--no-check', '--no-git'];
const installed = new Installed();
const folders: string[] = [];
let whole: readonly string[] = [];

const listed = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .toSorted((a, b) => (a < b ? -1 : 1));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'create-mcp-server-stop-'));
  folders.push(made);
  return made;
}

beforeAll(async () => {
  await installed.install();
  const cwd = folder();
  execFileSync(process.execPath, [installed.bin, 'out', ...QUIET], { cwd, stdio: 'ignore' });
  whole = listed(join(cwd, 'out'));
}, 120_000);
afterAll(() => {
  installed.remove();
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

const start = (cwd: string): ChildProcess =>
  spawn(process.execPath, [installed.bin, 'out', ...QUIET], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });

const ended = (child: ChildProcess): Promise<{ code: number | null; said: string }> =>
  new Promise((done) => {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
    });
    child.on('close', (code) => done({ code, said }));
  });

/** Nothing, or the whole project and nothing beside it. */
function nothingOrAll(cwd: string): 'nothing' | 'all' {
  const found = readdirSync(cwd);
  if (found.length === 0) return 'nothing';
  expect(found).toEqual(['out']);
  expect(listed(join(cwd, 'out'))).toEqual(whole);
  return 'all';
}

describe.skipIf(process.platform === 'win32')('a run that gets a signal', () => {
  const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  const instants = [0, 60, 120, 180, 240, 300, 360, 450, 600];

  it.each(Object.keys(CODES) as (keyof typeof CODES)[])(
    '%s: leaves nothing, or the whole project',
    async (signal) => {
      for (const ms of instants) {
        const cwd = folder();
        const child = start(cwd);
        const timer = setTimeout(() => child.kill(signal), ms);
        const { code, said } = await ended(child);
        clearTimeout(timer);
        const left = nothingOrAll(cwd);
        // Before the program has taken over, the system ends it: then there is no code.
        expect([0, CODES[signal], null]).toContain(code);
        if (code === 0) expect(left).toBe('all');
        expect(said).not.toMatch(/^\s+at /m);
      }
    },
    120_000,
  );
});

describe.skipIf(process.platform === 'win32')('output that nobody reads any more', () => {
  it.each([
    ['create', 'out --sample --yes --no-install --no-check --no-git --dump-model'],
    ['inspect', 'inspect DOCUMENT'],
    ['help', '--help'],
  ])('%s ends without a word about it', (_, words) => {
    const args = words.replace('DOCUMENT', join(installed.root, 'pkg/examples/bookshop.yaml'));
    const command = `'${process.execPath}' '${installed.bin}' ${args} | true`;
    const { stderr, status } = spawnSync('sh', ['-c', command], { cwd: folder(), encoding: 'utf8' });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });
});
