import type { CheckResult } from '../stages.js';
import type { CheckUi, Step, StepOutcome } from './types.js';

interface Schedule {
  readonly ui: CheckUi;
  readonly signal: AbortSignal;
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number;
  /** How many steps run side by side. */
  readonly width: number;
}

/**
 * Runs steps, each as soon as those it names in `after` have succeeded, the first in the list first. A step is skipped when one
 * of those failed, was skipped or is not in the list. Results are in the order of the list.
 */
export async function runSteps(steps: readonly Step[], schedule: Schedule): Promise<CheckResult[]> {
  const results = new Map<string, CheckResult>();
  const running = new Map<string, Promise<void>>();
  const end = (step: Step, outcome: StepOutcome, ms: number) => {
    const result = resultOf(step, outcome, ms);
    results.set(step.id, result);
    running.delete(step.id);
    schedule.ui.onEnd(result);
  };
  const begin = async (step: Step) => {
    schedule.ui.onStart(step);
    const begun = schedule.now();
    const onLine = (line: string) => schedule.ui.onLine(step.id, line);
    const outcome = await step.run({ onLine, signal: schedule.signal });
    end(step, schedule.signal.aborted ? CANCELLED : outcome, schedule.now() - begun);
  };
  for (;;) {
    const waiting = steps.filter(({ id }) => !results.has(id) && !running.has(id));
    if (waiting.length === 0 && running.size === 0) break;
    const settled = results.size;
    for (const step of waiting) {
      const blocked = schedule.signal.aborted ? CANCELLED : blockedBy(step, steps, results);
      if (blocked !== null) end(step, blocked, 0);
      else if (running.size < schedule.width && isReady(step, results)) running.set(step.id, begin(step));
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (results.size === settled) throw new Error('steps wait for each other');
  }
  return steps.flatMap(({ id }) => results.get(id) ?? []);
}

const CANCELLED: StepOutcome = { status: 'skipped', detail: 'cancelled', findings: [] };

const isReady = (step: Step, results: ReadonlyMap<string, CheckResult>): boolean =>
  step.after.every((id) => results.get(id)?.status === 'ok');

function blockedBy(
  step: Step,
  steps: readonly Step[],
  results: ReadonlyMap<string, CheckResult>,
): StepOutcome | null {
  for (const id of step.after) {
    const result = results.get(id);
    const known = steps.some((other) => other.id === id);
    if (known && (result === undefined || result.status === 'ok')) continue;
    return { status: 'skipped', detail: `needs ${result?.title ?? id}`, findings: [] };
  }
  return null;
}

function resultOf(step: Step, outcome: StepOutcome, ms: number): CheckResult {
  const { status, detail, findings } = outcome;
  const command = step.command === undefined ? {} : { command: step.command };
  return { id: step.id, title: step.title, status, ms: Math.round(ms), ...command, detail, findings };
}
