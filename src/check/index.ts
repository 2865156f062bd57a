/** What happens after the files are written: finding the tools, installing, checking. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckReport } from '../stages.js';
import { reportOf } from './report.js';
import { run } from './run.js';
import { runSteps } from './runner.js';
import { chooseSteps, type Project, stepsFor } from './steps.js';
import type { Toolchain } from './toolchain/types.js';
import type { CheckUi } from './types.js';

export { prepareToolchain } from './toolchain/prepare.js';
export type { Toolchain, Wish } from './toolchain/types.js';
export type { Project } from './steps.js';
export type { CheckUi } from './types.js';

export interface CheckRequest extends Project {
  /** Null when there is none: then only what needs no installed program is checked. */
  readonly toolchain: Toolchain | null;
  readonly install: boolean;
  readonly check: boolean;
  readonly ui: CheckUi;
  /** Aborting ends every process that was started; the results so far are in the report. */
  readonly signal: AbortSignal;
}

/** More do not end sooner on the two cores that most machines give to this. */
const SIDE_BY_SIDE = 2;

/** Installs and checks a written project. A failure is a result with a diagnostic (`check.install`, `check.failed`), never an exception. */
export async function runChecks(request: CheckRequest): Promise<CheckReport> {
  const { toolchain, dir, ui, signal } = request;
  const all = stepsFor(request, toolchain, { run, env: process.env });
  const isInstalled = toolchain?.bin.some((folder) => existsSync(join(dir, folder))) ?? false;
  const steps = chooseSteps(all, request, isInstalled);
  const results = await runSteps(steps, {
    ui,
    signal,
    now: () => performance.now(),
    width: SIDE_BY_SIDE,
  });
  return reportOf(results, new Set(all.filter(({ installs }) => installs).map(({ id }) => id)));
}
