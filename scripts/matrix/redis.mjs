// A real Redis for what projects share: the one of the system's packages, started for as long as it is needed.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../kits/lib/world.mjs';

/** A free port of the loopback interface. */
export const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Waits until `look` gives something true. Throws after `seconds`. */
export async function until(look, seconds, what) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** Calls `work` with the address of an empty Redis, or with `undefined` where none is installed, and says so. */
export async function withRedis(work) {
  if ((await run(['redis-server', '--version'])).code !== 0) {
    console.error('There is no redis-server: what is shared is tested in memory only.');
    return work(undefined);
  }
  const folder = mkdtempSync(join(tmpdir(), 'matrix-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  try {
    const ping = async () => (await run(['redis-cli', '-p', String(port), 'ping'])).stdout.trim() === 'PONG';
    await until(ping, 10, 'redis-server answers');
    return await work(`redis://127.0.0.1:${port}/0`);
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}
