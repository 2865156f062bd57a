/** Reads what npm, biome, tsc and vitest print. What cannot be read gives no findings; the runner then shows the last lines. */
import type { Finding, StepReport, ToolOutput } from '../../../src/plan/types.js';

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** `npm install`: `added 104 packages in 5s`; `pnpm install`: `Packages: +104`. */
export function readInstall({ stdout, exitCode }: ToolOutput): StepReport {
  if (exitCode !== 0) return { detail: `exit code ${exitCode}`, findings: [] };
  const added = /^(?:added |Packages: \+)(\d+)/m.exec(stdout)?.[1];
  return { detail: added === undefined ? 'nothing to do' : count(Number(added), 'package'), findings: [] };
}

/** `biome … --reporter=github`: `::error title=rule,file=a.ts,line=1,…::message` per finding, then a summary on stderr. */
export function readBiome({ stdout, stderr, exitCode }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^::(?:error|warning) (.*?)::(.*)$/gm)].map(
    ([, fields = '', text = '']): Finding => {
      const field = (name: string): string | undefined =>
        new RegExp(`(?:^|,)${name}=([^,]*)`).exec(fields)?.[1];
      const [file, line, title] = [field('file'), field('line'), field('title')];
      return {
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line: Number(line) }),
        message: [title, text].filter(Boolean).join(': '),
      };
    },
  );
  const files = /Checked (\d+) files?/.exec(`${stdout}\n${stderr}`)?.[1];
  if (exitCode === 0)
    return { detail: files === undefined ? '' : count(Number(files), 'file'), findings: [] };
  return { detail: count(findings.length, 'finding'), findings };
}

/** `tsc --pretty false`: `file(line,column): error TS2322: message`. */
export function readTypes({ stdout, exitCode }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^(\S[^(\n]*)\((\d+),\d+\): error (.+)$/gm)].map(
    ([, file = '', line, message = '']): Finding => ({ file, line: Number(line), message }),
  );
  if (exitCode === 0) return { detail: 'strict', findings: [] };
  return { detail: findings.length > 0 ? count(findings.length, 'error') : 'tsc failed', findings };
}

/** `vitest run --coverage`: ` FAIL  file > test`, `Tests  3 failed | 12 passed (15)`, and the table's `All files`. */
export function readTests({ stdout, stderr, exitCode }: ToolOutput): StepReport {
  const said = `${stdout}\n${stderr}`;
  const findings = [...said.matchAll(/^ *FAIL +(\S+)(?: > (.*))?$/gm)].map(
    ([, file = '', test]): Finding => ({ file, message: test ?? 'failed' }),
  );
  const summary = /^ *Tests +(.+?)(?: \(\d+\))?$/m.exec(said)?.[1];
  const coverage = /^All files *\|(?:[^|\n]*\|){3} *([\d.]+)/m.exec(said)?.[1];
  const failed = exitCode === 0 ? '' : 'vitest failed';
  const parts = [summary ?? failed, ...(coverage === undefined ? [] : [`coverage ${coverage} %`])];
  return { detail: parts.filter(Boolean).join(', '), findings: exitCode === 0 ? [] : findings };
}
