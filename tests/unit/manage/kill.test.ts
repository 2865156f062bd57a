/** `KILLS=200 npx vitest run tests/unit/manage/kill` for the long run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDisk } from '../../../src/manage/apply/disk.js';
import { recover } from '../../../src/manage/apply/recover.js';

const KILLS = Number(process.env['KILLS'] ?? 6);
const FILES = 60;

/** Applies a new version of every file, removes some, and adds some; prints a line when it begins. */
const CHILD = `
import { applyChanges } from './src/manage/apply/apply.js';
import { projectDisk, thisRun } from './src/manage/apply/disk.js';
const bytes = (text) => new TextEncoder().encode(text);
const changes = Array.from({ length: ${FILES} }, (_, i) =>
  i % 5 === 4
    ? { path: 'f' + (i % 7) + '/' + i + '.txt', after: null }
    : { path: (i % 5 === 3 ? 'new' : 'f') + (i % 7) + '/' + i + '.txt', after: { bytes: bytes('new ' + i), mode: 0o644 } });
process.stdout.write('begin\\n');
const result = applyChanges(projectDisk(process.argv[2]), changes, thisRun, 'x');
process.stdout.write(result.ok ? 'done\\n' : JSON.stringify(result.diagnostics));
`;

const home = mkdtempSync(join(tmpdir(), 'manage-kill-'));
const script = join(home, 'child.mjs');
const original = join(home, 'original');

beforeAll(async () => {
  await build({
    stdin: { contents: CHILD, resolveDir: process.cwd(), loader: 'js' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  mkdirSync(join(original, '.create-mcp-server'), { recursive: true });
  for (let i = 0; i < FILES; i++) {
    mkdirSync(join(original, `f${i % 7}`), { recursive: true });
    writeFileSync(join(original, `f${i % 7}`, `${i}.txt`), `old ${i}`);
  }
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Paths and contents; empty folders count too. */
function picture(dir: string): string {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.create-mcp-server'))
    .map(
      (path) => `${path} ${statSync(join(dir, path)).isFile() ? readFileSync(join(dir, path), 'utf8') : '/'}`,
    )
    .sort()
    .join('\n');
}

/** Starts the child and kills it `ms` after it began; never when that is undefined. */
async function run(dir: string, ms: number | undefined): Promise<void> {
  const child = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await once(child.stdout, 'data');
  if (ms !== undefined) setTimeout(() => child.kill('SIGKILL'), ms);
  await gone;
}

describe('a run that is killed', () => {
  it(`leaves the old or the new project after the next run (${KILLS} kills)`, {
    timeout: 600_000,
  }, async () => {
    const reference = join(home, 'reference');
    cpSync(original, reference, { recursive: true });
    const begun = performance.now();
    await run(reference, undefined);
    const whole = performance.now() - begun;
    const [before, after] = [picture(original), picture(reference)];
    let midway = 0;
    for (let i = 0; i < KILLS; i++) {
      const dir = join(home, `run-${i}`);
      cpSync(original, dir, { recursive: true });
      await run(dir, (whole * (i + 0.5)) / KILLS);
      const found = picture(dir);
      if (found !== before && found !== after) midway++;
      expect(recover(projectDisk(dir), { pid: process.pid, alive: () => false }, 'x').ok).toBe(true);
      expect([before, after], `killed ${i}`).toContain(picture(dir));
      expect(readdirSync(join(dir, '.create-mcp-server')), `killed ${i}`).toEqual([]);
      rmSync(dir, { recursive: true });
    }
    // On a fast machine the window is short; the long run must have hit it.
    if (KILLS >= 100) expect(midway).toBeGreaterThan(0);
  });
});
