import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Installed } from '../terminal.js';
import { type Job, PROJECT, SERVER } from './commands.js';
import type { Change, Spot } from './situations.js';

const NOBODY = 65_534;
const NAMES = { document: 'openapi.yaml', project: 'shop', source: 'server.py' };
/** A line of a stack trace. */
export const STACK = /^\s+at .*:\d+:\d+\)?$/m;

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}
/** What is done to a run from outside. */
export interface Upset {
  /** Nobody reads what it says. */
  readonly unread?: boolean;
  readonly signal?: NodeJS.Signals;
  readonly afterMs?: number;
}

const mayBecomeNobody = (): boolean => process.getuid?.() === 0;
const open = (folder: string): void => void execFileSync('chmod', ['-R', 'a+rwX', folder]);

/** The program as it is installed, and what its commands read: made once, copied for every run. */
export class Ground {
  private readonly installed = new Installed();
  private readonly made: string[] = [];

  async install(): Promise<void> {
    const { root, bin } = this.installed;
    await this.installed.install();
    cpSync(join(root, 'pkg/examples/bookshop.yaml'), join(root, 'document'));
    writeFileSync(join(root, 'source'), SERVER);
    for (const args of PROJECT(join(root, 'document'), root))
      execFileSync(process.execPath, [bin, ...args], { stdio: 'pipe' });
    mkdirSync(join(root, 'cache'));
    open(root);
  }

  remove(): void {
    this.installed.remove();
    for (const root of this.made) {
      open(root);
      rmSync(root, { recursive: true, force: true });
    }
  }

  /** A folder with nothing in it but what the command reads; `temp` is beside it. */
  spot({ reads }: Job): Spot & { readonly temp: string } {
    const root = mkdtempSync(join(tmpdir(), 'create-mcp-server-cell-'));
    this.made.push(root);
    const [cwd, temp] = [join(root, 'cwd'), join(root, 'tmp')];
    for (const folder of [cwd, temp]) mkdirSync(folder);
    const subject = join(cwd, NAMES[reads]);
    this.put(reads, subject);
    open(root);
    return { cwd, temp, subject, out: join(cwd, 'out') };
  }

  put(reads: Job['reads'], path: string): void {
    const from = join(this.installed.root, reads === 'project' ? 'made' : reads);
    cpSync(from, path, { recursive: true });
  }

  run(
    args: readonly string[],
    { cwd, temp }: { readonly cwd: string; readonly temp: string },
    { env, unprivileged }: Pick<Change, 'env' | 'unprivileged'> = {},
    upset: Upset = {},
  ): Promise<Ended> {
    const { PATH } = process.env;
    const cache = join(this.installed.root, 'cache');
    const child = spawn(process.execPath, [this.installed.bin, ...args], {
      cwd,
      env: { PATH, HOME: temp, TMPDIR: temp, NO_COLOR: '1', CI: 'true', XDG_CACHE_HOME: cache, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
      ...(unprivileged === true && mayBecomeNobody() ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk);
      });
    if (upset.unread === true) child.stdout.destroy();
    const timer = upset.signal && setTimeout(() => child.kill(upset.signal), upset.afterMs);
    return new Promise((done) =>
      child.on('close', (code) => {
        clearTimeout(timer);
        done({ code, said });
      }),
    );
  }
}

/** Paths below a folder, with a digest of what files hold. */
export function tree(folder: string): Record<string, string> {
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12);
  const found = readdirSync(folder, { recursive: true }).map(String).toSorted();
  return Object.fromEntries(
    found.map((path) => [path, lstatSync(join(folder, path)).isFile() ? digest(join(folder, path)) : '/']),
  );
}

/** What the program forgot in its temporary folder. */
export const forgotten = (temp: string): string[] =>
  readdirSync(temp).filter((name) => name.startsWith('create-mcp-server'));
