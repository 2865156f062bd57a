import type { Toolchain } from '../check/index.js';
import type { Composed } from '../compose.js';
import type { Diagnostic } from '../diagnostics/types.js';
import { EXIT, type ExitCode } from '../diagnostics/types.js';
import type { ServiceModel } from '../model/types.js';
import type { Options } from '../options/resolve.js';
import type { CheckReport } from '../stages.js';
import { checkUi } from './check-ui.js';
import { gitIn, type GitOutcome, initRepository } from './git.js';
import type { World } from './world.js';

export interface FinishRequest {
  readonly options: Options;
  /** Absolute path of the written project. */
  readonly target: string;
  /** The same as the user names it. */
  readonly shown: string;
  readonly model: ServiceModel;
  readonly composed: Composed;
  /** Null when there is none, or none is wanted. */
  readonly toolchain: Toolchain | null;
}

/** A project as checking sees it; there is no model where it was not made of a document. */
export interface CheckWish extends Pick<FinishRequest, 'target' | 'shown' | 'toolchain'> {
  readonly model?: ServiceModel;
  readonly composed: Pick<Composed, 'project' | 'run' | 'steps' | 'documents' | 'openWith'>;
  readonly options: Pick<Options, 'install' | 'check'>;
}

/** What came after writing. */
export interface Finished {
  readonly installed: boolean;
  /** Undefined when neither installing nor checking was wanted. */
  readonly report?: CheckReport;
  readonly git?: GitOutcome['status'];
  readonly diagnostics: readonly Diagnostic[];
}

/** Install, checks and git, as far as the answers want them. The project is kept whatever happens here. */
export async function finish(request: FinishRequest, world: World): Promise<Finished> {
  const { options } = request;
  const report = options.install || options.check ? await installAndCheck(request, world) : undefined;
  // Last, so that the first commit holds the lock file.
  const git = options.git ? await repository(request, world) : undefined;
  const problems = git?.status === 'failed' ? [git.problem] : [];
  return {
    installed: report?.results.some(({ id, status }) => id === 'install' && status === 'ok') ?? false,
    ...(report === undefined ? {} : { report }),
    ...(git === undefined ? {} : { git: git.status }),
    diagnostics: [...(report?.diagnostics ?? []), ...problems],
  };
}

/** Runs the steps, with their progress on the screen. `options` say which of them are wanted. */
export async function installAndCheck(request: CheckWish, world: World): Promise<CheckReport> {
  const { runChecks } = await import('../check/index.js');
  const { options, composed } = request;
  const report = await runChecks({
    dir: request.target,
    ...(request.model === undefined ? {} : { model: request.model }),
    options: composed.project,
    contract: composed.run,
    targetSteps: composed.steps,
    ...(composed.openWith === undefined ? {} : { openWith: composed.openWith }),
    documents: composed.documents,
    toolchain: request.toolchain,
    install: options.install && request.toolchain !== null,
    check: options.check,
    ui: checkUi(world.screen),
    signal: world.signal,
  });
  const diagnostics = report.diagnostics.map((diagnostic) => fromHere(diagnostic, request.shown));
  return { ...report, diagnostics };
}

/** Tools name files as the project sees them; whoever reads stands outside of it. */
function fromHere(diagnostic: Diagnostic, shown: string): Diagnostic {
  const { place } = diagnostic;
  if (place === undefined || shown === '.') return diagnostic;
  return { ...diagnostic, place: { ...place, file: `${shown.replace(/\/$/, '')}/${place.file}` } };
}

async function repository(request: FinishRequest, world: World): Promise<GitOutcome> {
  const step = world.screen.step('git repository');
  const outcome = await initRepository(gitIn(request.target, world));
  if (outcome.status === 'failed') step.end('failed');
  else if (outcome.status === 'inside') step.end('skipped', 'the folder lies in a repository already');
  else step.end('ok', 'one commit');
  return outcome;
}

/** 2 as soon as something after the writing went wrong. */
export const exitCodeOf = (diagnostics: readonly Diagnostic[]): ExitCode =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error') ? EXIT.check : EXIT.ok;
