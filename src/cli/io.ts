import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SpecWorld } from '../stages.js';
import { createScreen, type Screen } from './screen.js';

/** True where cursor codes are understood. */
const drawsOn = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  stream.isTTY === true && env['TERM'] !== 'dumb';

/** Colour codes: on a terminal that is not dumb, unless NO_COLOR is set (to anything but an empty text). */
const coloursOn = (stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean =>
  drawsOn(stream, env) && !env['NO_COLOR'];

/** The real screen; with `json`, everything but the result goes to stderr. */
export function realScreen(json: boolean, env: NodeJS.ProcessEnv): Screen {
  const stream = json ? process.stderr : process.stdout;
  return createScreen({
    write: (text) => void stream.write(text),
    complain: (text) => void process.stderr.write(text),
    live: drawsOn(stream, env),
    colour: coloursOn(stream, env),
    columns: stream.columns ?? 80,
    ...(process.stderr.isTTY ? { complaintColumns: process.stderr.columns } : {}),
    // Not `performance`, which takes 3 ms to load.
    now: () => Number(process.hrtime.bigint()) / 1e6,
    every: (ms, tick) => {
      const timer = setInterval(tick, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  });
}

/** A prompt hides the cursor; a signal ends it without a chance to show it again. */
export function showCursor(env: NodeJS.ProcessEnv): void {
  if (process.stdin.isTTY === true && drawsOn(process.stdout, env)) process.stdout.write('\u001b[?25h');
}

/** Why nobody can be asked; empty when somebody can. */
export function whyNotAsk(env: NodeJS.ProcessEnv): string {
  if (process.stdin.isTTY !== true) return 'stdin is not a terminal';
  if (process.stdout.isTTY !== true) return 'stdout is not a terminal';
  const ci = env['CI'];
  return ci === undefined || ci === '' || ci === '0' || ci === 'false' ? '' : 'CI is set';
}

/** The disk as seen from a folder, and the network. Loaded when something is read. */
export const specWorld = (cwd: string): SpecWorld => {
  const world = async () => (await import('../spec/world.js')).diskWorld();
  return {
    readFile: async (path, maxBytes) => (await world()).readFile(resolve(cwd, path), maxBytes),
    realPath: async (path) => (await world()).realPath(resolve(cwd, path)),
    fetch: async (...request) => (await world()).fetch(...request),
    lookup: async (host) => (await world()).lookup(host),
  };
};

/** All of stdin; in whatever encoding it is. */
export async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The first of the usual names that lies in a folder. */
export async function nearbyDocument(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names.toSorted().find((name) => /^(openapi|swagger)\.(json|ya?ml)$/.test(name));
}
