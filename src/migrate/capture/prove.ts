import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanEnv, installEnv } from '../../check/env.js';
import { run } from '../../check/run.js';
import type { Proof } from '../report.js';
import { compareLists } from './compare.js';
import { captureLists, type ServerCommand } from './lists.js';
import { type CaptureWish, captureOriginal, lookedAtEnv, type MadeUp } from './original.js';

export interface ProveWish extends CaptureWish {
  /** The new project, absolute. */
  readonly target: string;
}

const INSTALL_MS = 600_000;

/** Runs the original and the new server, each in its own environment, and compares what they list. */
export async function proveParity(wish: ProveWish): Promise<Proof> {
  const original = await captureOriginal(wish);
  if ('problem' in original)
    return { kind: 'failed', why: `The original did not start:\n${original.problem}` };
  const installed = await installNew(wish);
  if (installed !== undefined)
    return { kind: 'failed', why: `The new project could not be installed:\n${installed}` };
  const found = await captureLists(await newServer(wish, original.made), wish.signal);
  if ('said' in found) return { kind: 'failed', why: `The new server did not start:\n${found.said}` };
  const items = compareLists(original.lists, found.lists);
  return {
    kind: 'compared',
    items,
    libraries: original.libraries,
    original: original.lists,
    made: original.made,
  };
}

/** What went wrong; undefined when the project is installed. */
async function installNew({ target, toolchain, signal, onLine }: ProveWish): Promise<string | undefined> {
  const uv = toolchain.values['uv'];
  const python = join(target, toolchain.values['bin'] ?? '.venv/bin', 'python');
  const commands =
    uv === undefined
      ? [
          [toolchain.values['python'] ?? 'python3', '-m', 'venv', join(target, '.venv')],
          [python, '-m', 'pip', 'install', '-q', '--editable', target],
        ]
      : [[uv, 'sync', '--quiet', '--all-groups']];
  const env = { ...installEnv(process.env), ...toolchain.env };
  for (const command of commands) {
    const result = await run(command, { cwd: target, env, timeoutMs: INSTALL_MS, signal, onLine });
    if (result.exitCode !== 0)
      return (result.stderr || result.stdout).trim().split('\n').slice(-8).join('\n');
  }
  return undefined;
}

async function newServer(
  { server, target, toolchain, env, args, folder }: ProveWish,
  made: MadeUp,
): Promise<ServerCommand> {
  const python = join(target, toolchain.values['bin'] ?? '.venv/bin', 'python');
  const cwd = join(folder, 'new');
  await mkdir(cwd, { recursive: true });
  const name = `mcp_${server.slug.replaceAll('-', '_')}`;
  return {
    command: [python, '-m', `${name}.server`, ...args],
    cwd,
    env: { ...cleanEnv(process.env), ...lookedAtEnv(made, env), HOME: cwd },
  };
}
