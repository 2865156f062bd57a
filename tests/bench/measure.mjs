// Wall time, CPU time and peak memory of Node programs, from process start to process end.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('preload.cjs', import.meta.url));
const TIMEOUT_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'create-mcp-server-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
const usageFile = () => join(folder, `usage-${runs++}.json`);
const usageIn = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** An empty folder that goes away with the bench. */
export function emptyFolder() {
  const path = join(folder, `work-${runs++}`);
  mkdirSync(path);
  return path;
}

function start(command, file, options) {
  const env = { ...process.env, BENCH_USAGE_FILE: file, NO_COLOR: '1' };
  delete env.CI;
  const child = spawn(command[0], command.slice(1), { ...options, env });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const ended = new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      clearTimeout(timer);
      done(code);
    });
  });
  return { child, ended };
}

/** Runs `node <args>` to its end: `{ wallMs, cpuMs, maxRssMb }`. Throws when it fails. */
export async function toTheEnd(args, cwd) {
  const file = usageFile();
  const began = performance.now();
  const { child, ended } = start([process.execPath, '-r', PRELOAD, ...args], file, {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const code = await ended;
  const wallMs = performance.now() - began;
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}: ${stderr.slice(-500)}`);
  return { wallMs, ...usageIn(file) };
}

const shellWord = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs `node <args>` in a pseudo-terminal (the command `script`) until its output matches `prompt`. */
export async function toThePrompt(args, cwd, prompt) {
  const file = usageFile();
  const line = [process.execPath, '-r', PRELOAD, ...args].map(shellWord).join(' ');
  const began = performance.now();
  const { child, ended } = start(['script', '-qfec', line, '/dev/null'], file, {
    cwd,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let screen = '';
  let wallMs;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    screen += text;
    if (wallMs !== undefined || !prompt.test(screen)) return;
    wallMs = performance.now() - began;
    process.kill(Number(readFileSync(`${file}.pid`, 'utf8')), 'SIGUSR2');
  });
  await ended;
  if (wallMs === undefined) throw new Error(`No prompt like ${prompt} appeared: ${screen.slice(-300)}`);
  return { wallMs, ...usageIn(file) };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Measures two programs in turns, so that both see the same machine: medians of each, and the ratio first : second. */
export async function sideBySide(times, ours, theirs) {
  const results = [[], []];
  await ours();
  await theirs();
  for (let turn = 0; turn < times; turn++) {
    results[0].push(await ours());
    results[1].push(await theirs());
  }
  const [first, second] = results.map((list) => ({
    wallMs: median(list.map((run) => run.wallMs)),
    cpuMs: median(list.map((run) => run.cpuMs)),
    maxRssMb: Math.max(...list.map((run) => run.maxRssMb)),
  }));
  return { first, second };
}
