import { delimiter, isAbsolute, join, relative, sep } from 'node:path';
import type { CheckStep, Finding, StepReport } from '../plan/types.js';
import { plainLine } from './capture.js';
import { cleanEnv, installEnv } from './env.js';
import type { Run, RunResult } from './run.js';
import type { Toolchain } from './toolchain/types.js';
import type { Step, StepOutcome } from './types.js';

export interface CommandWorld {
  readonly run: Run;
  readonly env: NodeJS.ProcessEnv;
}

/** A target's command as a step in the project at `dir` (absolute). */
export function commandStep(step: CheckStep, dir: string, toolchain: Toolchain, world: CommandWorld): Step {
  const command = fillCommand(step.command, dir, toolchain);
  const base = step.installs === true ? installEnv(world.env) : cleanEnv(world.env);
  return {
    id: step.id,
    title: step.title,
    after: step.after,
    installs: step.installs === true,
    command,
    run: async ({ onLine, signal }) => {
      // Tools that do not see a terminal cut their lines at 80 columns, and with them what they have to say.
      const env = { ...projectEnv(base, dir, toolchain), COLUMNS: '240' };
      const result = await world.run(command, { cwd: dir, env, timeoutMs: step.timeoutMs, signal, onLine });
      const outcome = outcomeOf(step, command, result);
      return { ...outcome, findings: outcome.findings.map((finding) => inProject(finding, dir)) };
    },
  };
}

/** Fills in `{name}`; a program given by a relative path is one of the project's. */
export function fillCommand(command: readonly string[], dir: string, toolchain: Toolchain): string[] {
  const filled = command.map((part) =>
    part.replace(/\{(\w+)\}/g, (whole, name: string) => toolchain.values[name] ?? whole),
  );
  const [program = '', ...args] = filled;
  return [/[\\/]/.test(program) && !isAbsolute(program) ? join(dir, program) : program, ...args];
}

/** `base`, with the project's own programs first on PATH and the toolchain's settings. */
export function projectEnv(
  base: Readonly<Record<string, string>>,
  dir: string,
  toolchain: Toolchain,
): Record<string, string> {
  const name = Object.keys(base).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = toolchain.bin.map((folder) => join(dir, folder));
  const path = [...folders, base[name] ?? ''].filter(Boolean).join(delimiter);
  return { ...base, ...toolchain.env, [name]: path };
}

function outcomeOf(step: CheckStep, command: readonly string[], result: RunResult): StepOutcome {
  if (result.stopped !== undefined || result.exitCode === null) {
    return { status: 'failed', detail: whyStopped(step, command, result), findings: lastLines(result) };
  }
  const { exitCode, stdout, stderr } = result;
  const ok = exitCode === 0;
  const report = step.report?.({ exitCode, stdout, stderr }) ?? plainReport(result);
  // A tool that fails before it has looked at anything says so in its own words only.
  const mute = !ok && report.findings.length === 0;
  return { status: ok ? 'ok' : 'failed', ...report, ...(mute ? { findings: lastLines(result) } : {}) };
}

function whyStopped(step: CheckStep, command: readonly string[], result: RunResult): string {
  if (result.stopped === 'timeout') return `stopped after ${Math.round(step.timeoutMs / 1000)} s`;
  if (result.stopped === 'ENOENT') return `${command[0]} does not exist`;
  return result.stopped ?? 'ended by a signal';
}

const plainReport = (result: RunResult): StepReport => ({
  detail: result.exitCode === 0 ? (lines(result).at(-1) ?? '') : `exit code ${result.exitCode}`,
  findings: [],
});

const LAST = 12;
const lastLines = (result: RunResult) =>
  lines(result)
    .slice(-LAST)
    .map((message) => ({ message }));

const lines = ({ stdout, stderr }: RunResult): string[] =>
  `${stdout}\n${stderr}`
    .split('\n')
    .map(plainLine)
    .filter((line) => line !== '');

function inProject(finding: Finding, dir: string): Finding {
  if (finding.file === undefined) return finding;
  const file = isAbsolute(finding.file) ? relative(dir, finding.file) : finding.file;
  return { ...finding, file: file.split(sep).join('/') };
}
