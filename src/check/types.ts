import type { StepReport } from '../plan/types.js';
import type { CheckResult } from '../stages.js';

/** One thing to do in a project. `installs` steps run when installing is wanted, all others when checking is. */
export interface Step {
  readonly id: string;
  readonly title: string;
  /** Ids of steps that must have succeeded before. */
  readonly after: readonly string[];
  readonly installs: boolean;
  readonly command?: readonly string[];
  /** Rejects only on a mistake of ours. `skipped` says why there was nothing to check. */
  readonly run: (context: StepContext) => Promise<StepOutcome>;
}

export interface StepContext {
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface StepOutcome extends StepReport {
  readonly status: 'ok' | 'failed' | 'skipped';
}

/** What a person sees of a run. The CLI shows a spinner per step on a terminal, and plain lines elsewhere. */
export interface CheckUi {
  readonly onStart: (step: { readonly id: string; readonly title: string }) => void;
  /** The latest line of a step's output, fit for a screen. */
  readonly onLine: (id: string, line: string) => void;
  readonly onEnd: (result: CheckResult) => void;
  /** Something that is about to happen outside of the project: what is fetched, and where to. */
  readonly onNote: (line: string) => void;
}
