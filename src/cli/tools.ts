import type { Toolchain } from '../check/index.js';
import type { Diagnostic } from '../diagnostics/types.js';
import { wantedVersion } from '../options/languages.js';
import type { Options } from '../options/resolve.js';
import type { World } from './world.js';

/** The programs of a language, as far as they were found. */
export interface Tools {
  readonly toolchain: Toolchain | null;
  readonly problems: readonly Diagnostic[];
}

/** The answers that say which programs are wanted; see `wantedVersion`. */
export type ToolWish = Pick<Options, 'target' | 'packageManager'> & Parameters<typeof wantedVersion>[0];

export const NO_TOOLS: Tools = { toolchain: null, problems: [] };

/** Finds, or fetches, what a project is installed and checked with. Shows it as a step. */
export async function findTools(options: ToolWish, world: World): Promise<Tools> {
  const { prepareToolchain } = await import('../check/index.js');
  const step = world.screen.step('Tools');
  const wish = { version: wantedVersion(options), packageManager: options.packageManager };
  const ui = { onNote: (line: string) => world.screen.say(line) };
  const prepared = await prepareToolchain(options.target, wish, ui, world.signal);
  if (prepared.ok) step.end('ok', prepared.value.summary);
  else step.end('failed');
  return { toolchain: prepared.ok ? prepared.value : null, problems: prepared.diagnostics };
}
