/** One generated project, and servers of it in the settings that a row wants. */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Stdio } from './mcp.js';
import type { Upstream } from './upstream.js';

export const TOKEN = 'planted-api-token-4f1c9a7e2b';
export const SERVER_TOKEN = 'planted-server-token-8d2e6b3f1c';
/** Seconds that a call may take. */
export const TIMEOUT = 5;
const READY_MS = 30_000;

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stderr(): string;
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }>;
}

export class Rows {
  readonly project: string;
  readonly upstream: Upstream;
  /** All that servers have written to stderr so far, of those that are ended. */
  log = '';
  #running = new Set<{ kill(signal: NodeJS.Signals): boolean }>();

  constructor(project: string, upstream: Upstream) {
    this.project = project;
    this.upstream = upstream;
  }

  get #command(): string[] {
    return [join(this.project, '.venv', 'bin', 'python'), '-m', 'mcp_rows.server'];
  }

  #env(more: Record<string, string>): Record<string, string> {
    const own = { ROWS_BASE_URL: this.upstream.url, ROWS_TIMEOUT: String(TIMEOUT), ROWS_API_TOKEN: TOKEN };
    return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...own, ...more };
  }

  stdio(more: Record<string, string> = {}): Stdio {
    const server = new Stdio(this.#command, this.#env(more));
    this.#running.add(server.child);
    void server.ended.then(() => {
      this.#running.delete(server.child);
      this.log += server.stderr;
    });
    return server;
  }

  async http(more: Record<string, string> = {}): Promise<HttpServer> {
    const port = await freePort();
    const [program = '', ...args] = [...this.#command, '--http', '--port', String(port)];
    const env = this.#env({ MCP_RATE_LIMIT: 'off', ...more });
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#running.add(child);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      this.log += text;
    });
    const ended = new Promise<{ code: number | null; signal: string | null }>((done) =>
      child.once('close', (code, signal) => done({ code, signal })),
    );
    void ended.then(() => this.#running.delete(child));
    const origin = `http://127.0.0.1:${port}`;
    for (const until = Date.now() + READY_MS; !(await isReady(origin)); ) {
      if (Date.now() > until || child.exitCode !== null) throw new Error(`no server: ${stderr}`);
      await new Promise((again) => setTimeout(again, 50));
    }
    const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    };
    return { url: `${origin}/mcp`, port, pid: child.pid ?? 0, stderr: () => stderr, stop };
  }

  stopAll(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

async function isReady(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/health`).catch(() => null);
  await answer?.text();
  return answer?.ok ?? false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until `holds`, for at most `ms`; says whether it came to hold. */
export async function within(ms: number, holds: () => boolean): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; ) {
    if (holds()) return true;
    await new Promise((again) => setTimeout(again, 20));
  }
  return holds();
}
