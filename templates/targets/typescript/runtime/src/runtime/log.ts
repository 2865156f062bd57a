/** Structured logs on stderr: one line of JSON each, redacted, without texts of exceptions. */
import { randomBytes } from 'node:crypto';
import { redact } from './redaction.js';

export const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

let least: Level = 'info';

/** Leaves out what is less than `level`. */
export function configureLog(level: Level): void {
  least = level;
}

type Fields = Readonly<Record<string, unknown>>;
let context: () => Fields = () => ({});

/** Adds to each line what the running call is about. */
export function configureContext(describe: () => Fields): void {
  context = describe;
}

/** Writes one structured line. */
export function log(level: Level, event: string, fields: Fields = {}): void {
  if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  process.stderr.write(
    `${redact(JSON.stringify({ time, level, event, ...fields, ...context() }))}\n`,
  );
}

/** A short id that stands both in an answer and in the log. */
export const newReference = (): string => randomBytes(5).toString('hex');

/** Type and place of an exception. Its text may hold other people's values and is left out. */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { exception: typeof error };
  const at = /\(?((?:file:|\/|[A-Za-z]:\\)[^\s()]*?)([^/\\\s()]+:\d+):\d+\)?$/m.exec(
    error.stack ?? '',
  )?.[2];
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { exception: error.name, ...code, ...(at === undefined ? {} : { at }) };
}
