import { start } from '../../../check/start.js';
import type { World } from '../../world.js';

/** Runs this program with the arguments given, to its end; gives what it printed on stdout. */
export type RunProject = (args: readonly string[]) => Promise<string>;

/** Each project in a process of its own: its memory is given back, and what goes wrong in it harms no other. */
export const processRunner =
  (program: string, { cwd, env, signal }: Pick<World, 'cwd' | 'env' | 'signal'>): RunProject =>
  async (args) => {
    const parts: string[] = [];
    const given = Object.entries(env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const child = await start([process.execPath, program, ...args], {
      cwd,
      env: Object.fromEntries(given),
      signal,
      stdio: 'capture',
      onText: (text, stream) => void (stream === 'stdout' && parts.push(text)),
    });
    await child.ended;
    return parts.join('');
  };
