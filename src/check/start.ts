/**
 * The one place that starts processes. No shell, so that nothing in a path or an argument is ever a command.
 *
 * execa costs 87 ms to load and is therefore imported when the first process starts. It finds `.cmd` shims on Windows and
 * turns a missing program into a value; groups and their end are ours (`processes.ts`), since it signals only the child.
 */
import type { Readable, Writable } from 'node:stream';
import { Capture } from './capture.js';
import { forget, ownGroup, remember, signalGroup } from './processes.js';

export interface StartOptions {
  readonly cwd?: string;
  /** The child's whole environment; nothing is inherited. See `env.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Aborting ends the child and its group. */
  readonly signal?: AbortSignal;
  /** `pipe` hands stdin and stdout to the caller (an MCP server over stdio); `capture` has no stdin. */
  readonly stdio: 'pipe' | 'capture';
  readonly onText?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** How a process ended. */
export interface Ended {
  /** Null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it never started: `ENOENT`, `EACCES`, … */
  readonly problem?: string;
}

export interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** The end of what it has printed so far; with `pipe`, on standard error only. */
  said(): string;
  readonly ended: Promise<Ended>;
  /** Sends `SIGTERM`, or closes standard input for `eof`; what still runs after `graceMs` is killed with its group. */
  stop(how: 'SIGTERM' | 'eof', graceMs: number): Promise<Ended>;
}

const SAID_CHARACTERS = 64_000;
const ABORT_GRACE_MS = 2_000;

function spawn(execa: typeof import('execa').execa, command: readonly string[], options: StartOptions) {
  const [file = '', ...args] = command;
  return execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...options.env },
    extendEnv: false,
    detached: ownGroup,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    windowsHide: true,
  });
}
type Child = ReturnType<typeof spawn>;

/** Starts a process and hands it over. It ends, with its group, when `signal` aborts or this program ends. */
export async function start(command: readonly string[], options: StartOptions): Promise<Running> {
  const { execa } = await import('execa');
  const child = spawn(execa, command, options);
  const { pid } = child;
  if (pid !== undefined) {
    remember(pid);
    child.once('exit', () => forget(pid));
  }
  // A server that dies early closes its end; what it said and its exit code tell more than EPIPE.
  child.stdin.on('error', () => undefined);
  if (options.stdio === 'capture') child.stdin.end();
  const said = listen(child, options);
  const ended = endOf(child);
  const stop: Running['stop'] = (how, graceMs) => {
    if (how === 'eof') child.stdin.end();
    else if (pid !== undefined) signalGroup(pid, how);
    const timer = setTimeout(() => pid !== undefined && signalGroup(pid, 'SIGKILL'), graceMs);
    return ended.finally(() => clearTimeout(timer));
  };
  stopOnAbort(options.signal, ended, () => void stop('SIGTERM', ABORT_GRACE_MS));
  return { stdin: child.stdin, stdout: child.stdout, said: () => said.text(), ended, stop };
}

function listen(child: Child, options: StartOptions): Capture {
  const said = new Capture(SAID_CHARACTERS);
  const hear = (name: 'stdout' | 'stderr') =>
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said.add(text);
      options.onText?.(text, name);
    });
  hear('stderr');
  if (options.stdio === 'capture') hear('stdout');
  return said;
}

async function endOf(child: Child): Promise<Ended> {
  const result = await child;
  const problem = child.pid === undefined ? { problem: result.code ?? 'it could not be started' } : {};
  return { exitCode: result.exitCode ?? null, signal: result.signal ?? null, ...problem };
}

function stopOnAbort(signal: AbortSignal | undefined, ended: Promise<Ended>, stop: () => void): void {
  if (signal === undefined) return;
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  void ended.finally(() => signal.removeEventListener('abort', stop));
}
