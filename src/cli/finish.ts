import type { Diagnostic } from '../diagnostics/types.js';
import type { ServiceModel } from '../model/types.js';
import type { Options } from '../options/resolve.js';
import type { Composed } from '../pipeline.js';
import { initRepository } from './git.js';
import type { World } from './world.js';

export interface FinishRequest {
  readonly options: Options;
  /** Absolute path of the written project. */
  readonly target: string;
  readonly model: ServiceModel;
  readonly composed: Composed;
}

/** What came after writing. */
export interface Finished {
  readonly installed: boolean;
  /** Sentences about what was proven. */
  readonly proven: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** git, install and checks, as far as the answers want them. The project is kept whatever happens here. */
export async function finish(request: FinishRequest, world: World): Promise<Finished> {
  const git = request.options.git ? await repository(request, world) : [];
  return { installed: false, proven: [], diagnostics: git, json: {} };
}

async function repository(request: FinishRequest, world: World): Promise<readonly Diagnostic[]> {
  const { run } = await import('../check/run.js');
  const step = world.screen.step('Make a git repository');
  const outcome = await initRepository((args) =>
    run(['git', ...args], {
      cwd: request.target,
      env: plainEnv(world.env),
      timeoutMs: 30_000,
      signal: world.signal,
    }),
  );
  if (outcome.status === 'failed') {
    step.end('failed');
    return [outcome.problem];
  }
  if (outcome.status === 'inside') step.end('skipped', 'the folder lies in a repository already');
  else step.end('ok');
  return [];
}

function plainEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
