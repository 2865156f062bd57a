import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../scripts/build.mjs';

/** How a run in a terminal ended. */
export interface Ended {
  readonly code: number | null;
  /** All output without escape sequences. */
  readonly text: string;
  readonly raw: string;
  /** The terminal echoes keys again. */
  readonly echo: boolean;
  /** The cursor is not hidden. */
  readonly cursor: boolean;
  /** The text that was waited for in vain. */
  readonly missed: string | null;
}

export interface Key {
  /** Regular expression of Python. */
  readonly expect: string;
  readonly keys: string;
}

export interface Run {
  readonly args?: readonly string[];
  readonly steps: readonly Key[];
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly signal?: 'SIGTERM' | 'SIGHUP' | 'SIGINT';
}

export const ENTER = '\r';
export const ESC = '\u001b';
export const CTRL_C = '\u0003';
export const DOWN = '\u001b[B';
export const UP = '\u001b[A';
export const TAB = '\t';

/** True where a real terminal can be had for the tests. */
export function hasTerminal(): boolean {
  if (process.platform === 'win32') return false;
  try {
    execFileSync('python3', ['-c', 'import pty, termios'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The program, built once, and empty folders to run it in. */
export class Installed {
  readonly root = mkdtempSync(join(tmpdir(), 'create-mcp-server-cli-'));
  private count = 0;

  async install(): Promise<void> {
    await build({ outdir: join(this.root, 'pkg/dist') });
    for (const part of ['bin', 'examples', 'templates', 'package.json']) {
      cpSync(part, join(this.root, 'pkg', part), { recursive: true });
    }
    cpSync('node_modules/@astral-sh', join(this.root, 'pkg/node_modules/@astral-sh'), { recursive: true });
  }

  get bin(): string {
    return join(this.root, 'pkg/bin/create-mcp-server.js');
  }

  folder(): string {
    this.count += 1;
    const folder = join(this.root, `run-${this.count}`);
    mkdirSync(folder);
    return folder;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Runs in a new terminal and a new folder; `left` is what lies there afterwards. */
  async run(run: Run): Promise<Ended & { readonly left: readonly string[]; readonly folder: string }> {
    const folder = this.folder();
    const job = {
      argv: [process.execPath, this.bin, ...(run.args ?? [])],
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'xterm-256color', ...run.env },
      columns: run.columns ?? 100,
      steps: run.steps,
      signal: run.signal ?? null,
    };
    const text = await new Promise<string>((resolve, reject) => {
      const child = execFile('python3', ['tests/cli/drive_terminal.py'], (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(stderr)),
      );
      child.stdin?.end(JSON.stringify(job));
    });
    return { ...(JSON.parse(text) as Ended), folder, left: readdirSync(folder).toSorted() };
  }
}
