import { Capture, lineSplitter } from './capture.js';
import { type StartOptions, start } from './start.js';

export interface RunOptions extends Omit<StartOptions, 'stdio' | 'onText'> {
  readonly timeoutMs: number;
  /** Each line of either stream, fit for a screen. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** Null when the command did not start or was ended by a signal. */
  readonly exitCode: number | null;
  /** The last 2 million characters of each stream. */
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code of the command's own: `timeout`, `aborted`, or Node's code (`ENOENT`). */
  readonly stopped?: string;
  readonly ms: number;
}

export type Run = (command: readonly string[], options: RunOptions) => Promise<RunResult>;

const KEPT_CHARACTERS = 2_000_000;
const KILL_GRACE_MS = 2_000;

/**
 * Runs a command to its end. Never rejects: a program that is missing, too slow or stopped is a value.
 * Whatever the command started is ended with it.
 */
export const run: Run = async (command, options) => {
  const begun = performance.now();
  const kept = { stdout: new Capture(KEPT_CHARACTERS), stderr: new Capture(KEPT_CHARACTERS) };
  const onLine = options.onLine ?? (() => undefined);
  const split = { stdout: lineSplitter(onLine), stderr: lineSplitter(onLine) };
  const running = await start(command, {
    ...options,
    stdio: 'capture',
    onText: (text, stream) => {
      kept[stream].add(text);
      split[stream](text);
    },
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void running.stop('SIGTERM', KILL_GRACE_MS);
  }, options.timeoutMs);
  const ended = await running.ended.finally(() => clearTimeout(timer));
  const stopped = options.signal?.aborted ? 'aborted' : late ? 'timeout' : ended.problem;
  return {
    exitCode: ended.exitCode,
    stdout: kept.stdout.text(),
    stderr: kept.stderr.text(),
    ...(stopped === undefined ? {} : { stopped }),
    ms: performance.now() - begun,
  };
};
