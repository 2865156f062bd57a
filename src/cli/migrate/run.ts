import type { Toolchain } from '../../check/index.js';
import type { Diagnostic } from '../../diagnostics/types.js';
import { TARGET } from '../../migrate/target.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';

export interface Tools {
  readonly toolchain: Toolchain | null;
  /** The user said yes to running things: dependencies may be built. */
  readonly mayBuild?: boolean;
  readonly problems: readonly Diagnostic[];
}

/** Only what is to be installed needs Python: to be checked, and with a yes to be run. */
export async function toolsFor(flags: MigrateFlags, world: World): Promise<Tools> {
  if (!flags.install) return { toolchain: null, problems: [] };
  const { prepareToolchain } = await import('../../check/index.js');
  const step = world.screen.step('Tools');
  const ui = { onNote: (line: string) => world.screen.say(line) };
  const prepared = await prepareToolchain(TARGET, { version: flags.python }, ui, world.signal);
  if (prepared.ok) step.end('ok', prepared.value.summary);
  else step.end('failed');
  return { toolchain: prepared.ok ? prepared.value : null, problems: prepared.diagnostics };
}

const WHAT_RUNS = `To prove that nothing is lost, the original and the new server are run: installed in environments of their own, started in
empty folders, with made-up settings and every connection led to a stub on this machine. Their tools are called.
What you name with --env and --arg is given to both. Your files are not hidden from them.`;

/** The user's yes. Where nobody can be asked, silence is a no. */
export async function mayRun(flags: MigrateFlags, world: World): Promise<boolean> {
  if (flags.run !== undefined) return flags.run && flags.install;
  if (!world.canAsk || !flags.install) return false;
  world.screen.say(`\n${WHAT_RUNS}\n`);
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question('Run them? [y/N] ', { signal: world.signal })).trim());
  } finally {
    lines.close();
  }
}
