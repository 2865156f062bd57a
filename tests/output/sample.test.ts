/**
 * The whole way, as a user goes it: bundle, sample document, project, installation, every check. Slow (half a minute), needs a
 * Python package index, and a Python from 3.11 on: it is skipped where there is none.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/check/toolchain/machine.js';
import { findPython } from '../../src/check/toolchain/python.js';
import { type Ended, MINUTE, makeProject, ROOT, run } from './made.js';

const python = await findPython(
  'auto',
  thisMachine(() => undefined),
);

interface Step {
  readonly id: string;
  readonly status: string;
  readonly detail: string;
}

/** What `--json` prints, as far as it is looked at here. */
interface Result {
  readonly checks?: { readonly results: readonly Step[] };
}

/** Command lines of processes that were started from `dir` and still run; on Linux only. */
function startedIn(dir: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(dir));
}

describe.skipIf(python === null)('the sample project, installed and checked', () => {
  let folder = '';
  let project = '';
  let ended: Ended;
  let steps: readonly Step[] = [];

  beforeAll(async () => {
    const made = await makeProject('shop', join(ROOT, 'examples', 'bookshop.yaml'));
    ({ folder, project, ended } = made);
    if (ended.stdout !== '') steps = (JSON.parse(ended.stdout) as Result).checks?.results ?? [];
  }, 5 * MINUTE);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('passes every check', () => {
    expect(ended.stderr).not.toMatch(/✗/);
    expect(ended.exitCode).toBe(0);
    expect(steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'dependencies ok',
      'install ok',
      'format ok',
      'lint ok',
      'types ok',
      'tests ok',
      'container ok',
      'secrets ok',
      'mcp-stdio ok',
      'mcp-http ok',
    ]);
  });

  it('is proven in both protocol eras over both transports, by calls', () => {
    const details = steps.filter(({ id }) => id.startsWith('mcp-')).map(({ detail }) => detail);
    expect(details).toEqual([
      '7 tools over stdio (2025-11-25 and 2026-07-28), 7 called',
      '7 tools over HTTP (2025-11-25 and 2026-07-28), 7 called',
    ]);
  });

  it('has a lock file, and its tests cover what it is made of', () => {
    const lock = readFileSync(join(project, 'uv.lock'), 'utf8');
    // One package is the project itself; each file of all others has a hash, or uv would not install it.
    expect(lock.match(/^name = /gm)?.length).toBeGreaterThan(20);
    expect(lock.match(/url = "[^"]+"(?!, hash = "sha256:)/g)).toBeNull();
    const coverage = /coverage (\d+) %/.exec(steps.find(({ id }) => id === 'tests')?.detail ?? '')?.[1];
    expect(Number(coverage)).toBeGreaterThanOrEqual(90);
  });

  it('leaves no process behind', () => {
    expect(startedIn(project)).toEqual([]);
  });

  it(
    'can be installed again with its own Makefile, whatever Python is selected',
    async () => {
      await rm(join(project, '.venv'), { recursive: true });
      const made = await run('make', ['install'], project, 3 * MINUTE);
      expect(made.exitCode, made.stderr).toBe(0);
      expect(existsSync(join(project, '.venv'))).toBe(true);
    },
    3 * MINUTE,
  );
});
