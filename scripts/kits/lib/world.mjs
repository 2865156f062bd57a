// What the kit runners share: folders, and processes that always end.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const SHARED = resolve(process.env.SHARED_DIR ?? join(ROOT, '..', 'shared'));
/** Copies of the kits, the Python environment, generated projects and reports. May be deleted at any time. */
export const CACHE = resolve(process.env.KITS_CACHE ?? join(tmpdir(), 'create-mcp-server-kits'));
export const CLI = join(ROOT, 'bin', 'create-mcp-server.js');

const running = new Set();
const KILL_GRACE_MS = 3_000;

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => process.exit(code));
}

/**
 * Runs a command in a process group of its own, without stdin. Never rejects: a missing program has code 127, one that
 * outlives `timeoutMs` is ended with all it started and has code 124. `onText` sees output as it comes.
 */
export function run(command, { cwd = ROOT, env = {}, timeoutMs = 120_000, onText = () => undefined } = {}) {
  const started = Date.now();
  return new Promise((done) => {
    const child = spawn(command[0], command.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const out = { stdout: '', stderr: '' };
    let late = false;
    if (child.pid) running.add(child.pid);
    const timer = setTimeout(() => {
      late = true;
      signalGroup(child.pid, 'SIGTERM');
      setTimeout(() => signalGroup(child.pid, 'SIGKILL'), KILL_GRACE_MS).unref();
    }, timeoutMs);
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        out[name] += text;
        onText(text);
      });
    }
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child.pid);
      done({ code: late ? 124 : code, ...out, ms: Date.now() - started });
    };
    child.on('error', (error) => {
      out.stderr += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** The first that exists, or `undefined`. */
export const firstExisting = (...paths) => paths.find((path) => existsSync(path));

/** A copy of a kit with its packages installed, made again when the kit has changed; `undefined` when there is no kit. */
export async function kitCopy(name) {
  const source = join(SHARED, name);
  if (!existsSync(source)) return undefined;
  const target = join(CACHE, 'kits', name);
  const stamp = join(target, '.copied');
  const isFresh = existsSync(stamp) && statSync(stamp).mtimeMs > statSync(source).mtimeMs;
  if (isFresh) return target;
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target, { recursive: true, force: true, dereference: true });
  await run(['chmod', '-R', 'u+w', target]);
  if (existsSync(join(target, 'package.json'))) {
    const { code, stderr } = await run(['npm', 'install', '--no-audit', '--no-fund'], {
      cwd: target,
      timeoutMs: 300_000,
    });
    if (code !== 0)
      throw new Error(`npm install in the copy of ${name} ended with ${code}: ${stderr.slice(-500)}`);
  }
  writeFileSync(stamp, '');
  return target;
}

/** Says that a kit is not there and ends well: the repository is complete without it. */
export function absent(name) {
  console.log(`The ${name} kit is not at ${join(SHARED, name)} (SHARED_DIR): skipped.`);
  console.log('0 passed, 0 failed');
}

/** Calls `work` for each item, at most `jobs` at a time; results in the order of the items. */
export async function eachOf(items, jobs, work) {
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, worker));
  return results;
}

/** Rows of cells as aligned text; the first row is the head. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => String(cell ?? '').padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
