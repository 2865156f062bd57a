import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import { type Migrated, migrate, readSource } from '../../migrate/index.js';
import { slugOf } from '../../migrate/name.js';
import { isEqual, type Proof } from '../../migrate/report.js';
import { DEFAULT_VERSION, TARGET } from '../../migrate/target.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';
import type { Tools } from './run.js';
import { settler } from './types.js';

/** A migration that is ready to be written. */
export interface Ready {
  readonly made: Migrated;
  readonly flags: MigrateFlags;
  readonly tools: Tools;
  /** The original may be run. */
  readonly consent: boolean;
}

export const NO_TOOLS: Tools = { toolchain: null, problems: [] };
export const UNPROVEN = 'nothing was run that would prove that they do the same in another way';

/** `keepHttp` says why HTTP calls stay as they are; without it they move to `api_client.py` where they can. */
export async function makeProject(
  flags: MigrateFlags,
  tools: Tools,
  world: World,
  keepHttp?: string,
): Promise<Staged<Migrated>> {
  const source = await readSource(flags.source, world.cwd);
  if (!source.ok) return source;
  const stages = await world.stages();
  const target = await stages.target(TARGET);
  if (target === undefined)
    return { ok: false, diagnostics: [problem('internal.bug', 'There is no generator.')] };
  const slug = flags.name === undefined ? '' : slugOf(flags.name);
  const wish = {
    ...(slug === '' ? {} : { slug }),
    languageVersion: tools.toolchain?.languageVersion ?? DEFAULT_VERSION,
    generatorVersion: world.version,
    args: flags.args,
    env: Object.keys(flags.env),
    ...(keepHttp === undefined ? {} : { keepHttp }),
  };
  return migrate(
    source.value,
    wish,
    stages.renderPlan,
    target,
    settler(tools.toolchain, tools.mayBuild ?? false, world),
  );
}

/** The same migration with HTTP calls as they were, where it was not proven with `api_client.py` in their place. */
export async function withHttpKept(ready: Ready, proof: Proof, world: World): Promise<Ready | undefined> {
  const { libraries, vendor } = ready.made.http;
  const moved = [...libraries, ...(vendor?.libraries ?? [])];
  if (moved.length === 0 || isEqual(proof)) return undefined;
  const why = `${moved.join(', ')}: with api_client.py in its place the server was not proven to do the same`;
  const made = await makeProject(ready.flags, ready.tools, world, why);
  return made.ok ? { ...ready, made: made.value } : undefined;
}
