import type { Diagnostic, ExitCode } from '../../../diagnostics/types.js';
import { EXIT } from '../../../diagnostics/types.js';

/** What is kept of one project's run; the plan itself is let go, so that a thousand projects take no more room than two. */
export interface ProjectResult {
  readonly path: string;
  readonly exitCode: ExitCode;
  readonly current: boolean;
  readonly written: boolean;
  /** Files that change, or would. */
  readonly files: number;
  readonly conflicts: number;
  readonly breaking: boolean;
  /** What changes for callers, as Markdown. Empty when no tool changes. */
  readonly contract: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `--json` of one project prints, as far as the summary needs it. */
interface Printed {
  readonly exitCode?: ExitCode;
  readonly current?: boolean;
  readonly written?: boolean;
  readonly files?: readonly unknown[];
  readonly conflicts?: number;
  readonly contract?: {
    readonly tools: readonly unknown[];
    readonly breaking: boolean;
    readonly markdown: string;
  };
  readonly diff?: string;
  readonly diagnostics?: readonly Diagnostic[];
}

/** A pull request takes 65,536 characters in all. */
const MAX_CONTRACT = 20_000;
const MAX_FINDINGS = 20;

/** Reads what a project's run printed; its diff is apart, for it is shown and not kept. */
export function readResult(path: string, text: string): { result: ProjectResult; diff: string } {
  const printed = parsed(text);
  const markdown = printed.contract?.tools.length === 0 ? '' : (printed.contract?.markdown ?? '');
  const errors = (printed.diagnostics ?? []).filter(({ severity }) => severity === 'error');
  const result: ProjectResult = {
    path,
    exitCode: printed.exitCode ?? EXIT.bug,
    current: printed.current ?? false,
    written: printed.written ?? false,
    files: printed.files?.length ?? 0,
    conflicts: printed.conflicts ?? 0,
    breaking: printed.contract?.breaking ?? false,
    contract: markdown.length > MAX_CONTRACT ? `${markdown.slice(0, MAX_CONTRACT)}\n…\n` : markdown,
    diagnostics: printed.exitCode === undefined ? [ended(path)] : errors.slice(0, MAX_FINDINGS),
  };
  return { result, diff: printed.diff ?? '' };
}

function parsed(text: string): Printed {
  try {
    return JSON.parse(text) as Printed;
  } catch {
    return {};
  }
}

const ended = (path: string): Diagnostic => ({
  code: 'manage.run-ended',
  severity: 'error',
  message: `The run of ${path} ended without a result.`,
});
