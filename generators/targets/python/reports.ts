/** Reads what ruff, mypy and pytest print. What cannot be read gives no findings; the runner then shows the tool's last lines. */
import type { Finding, StepReport, ToolOutput } from '../../../src/plan/types.js';

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** `uv sync`: `Installed 56 packages in 32ms`; `pip install`: `Successfully installed a-1 b-2`. */
export function readInstall({ stdout, stderr, exitCode }: ToolOutput): StepReport {
  if (exitCode !== 0) return { detail: `exit code ${exitCode}`, findings: [] };
  const said = `${stdout}\n${stderr}`;
  const uv = /^Installed (\d+) packages?/m.exec(said)?.[1];
  const pip = /^Successfully installed (.+)$/m.exec(said)?.[1];
  const packages = uv === undefined ? (pip?.trim().split(/\s+/).length ?? 0) : Number(uv);
  return { detail: packages === 0 ? 'nothing to do' : count(packages, 'package'), findings: [] };
}

/** `ruff format --check`: `Would reformat: path` per file, then a summary. */
export function readFormat({ stdout }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^Would reformat: (.+)$/gm)].map(
    ([, file = '']): Finding => ({ file, message: 'is not formatted; run ruff format' }),
  );
  const formatted = /(\d+) files? already formatted/.exec(stdout)?.[1];
  if (findings.length === 0) return { detail: formatted ? count(Number(formatted), 'file') : '', findings };
  return { detail: `${count(findings.length, 'file')} not formatted`, findings };
}

/** `ruff check --output-format json`: an array of {filename, location: {row}, code, message}. */
export function readLint({ stdout }: ToolOutput): StepReport {
  const found = parsed(stdout);
  if (!Array.isArray(found)) return { detail: 'ruff check failed', findings: [] };
  const findings = found.map(lintFinding);
  return { detail: findings.length === 0 ? 'nothing found' : count(findings.length, 'finding'), findings };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lintFinding(
  each: { filename?: unknown; location?: { row?: unknown } | null } & Record<string, unknown>,
): Finding {
  const row = each.location?.row;
  return {
    ...(typeof each.filename === 'string' ? { file: each.filename } : {}),
    ...(typeof row === 'number' ? { line: row } : {}),
    message: [each['code'], each['message']].filter((part) => typeof part === 'string').join(' '),
  };
}

/** `mypy`: `file:line: error: message  [code]`, then a summary. Notes belong to the error before them and are left out. */
export function readTypes({ stdout, exitCode }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^(.+?):(\d+)(?::\d+)?: error: (.+)$/gm)].map(
    ([, file = '', line, message = '']): Finding => ({ file, line: Number(line), message }),
  );
  const files = /no issues found in (\d+) source files?/.exec(stdout)?.[1];
  if (exitCode === 0)
    return { detail: files ? `${count(Number(files), 'file')}, strict` : 'strict', findings: [] };
  return { detail: findings.length > 0 ? count(findings.length, 'error') : 'mypy failed', findings };
}

/** `pytest -q --tb=short --cov`: `FAILED file::test - message` lines, a summary line, and the coverage table's `TOTAL`. */
export function readTests({ stdout, exitCode }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^(?:FAILED|ERROR) ([^\s:]+)(?:::(.+?))?(?: - (.*))?$/gm)].map(
    ([, file = '', test, message]) => testFinding(stdout, file, test, message),
  );
  const summary = /^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s/m.exec(stdout)?.[1];
  const coverage = /^TOTAL\s.*?(\d+(?:\.\d+)?)%$/m.exec(stdout)?.[1];
  const failed = exitCode === 0 ? '' : 'pytest failed';
  const parts = [summary ?? failed, ...(coverage === undefined ? [] : [`coverage ${coverage} %`])];
  return { detail: parts.filter(Boolean).join(', '), findings };
}

/** The line is that of the last `file:line:` in the traceback of the test's own section. */
function testFinding(
  stdout: string,
  file: string,
  test: string | undefined,
  message: string | undefined,
): Finding {
  const name = test?.split('::').join('.') ?? '';
  const section = stdout.split(/^_{3,} (.+?) _{3,}$/m);
  const body = section[section.indexOf(name) + 1] ?? '';
  const line = [...body.matchAll(/^(\S+?):(\d+): in /gm)].filter((match) => match[1] === file).at(-1)?.[2];
  return {
    file,
    ...(line === undefined ? {} : { line: Number(line) }),
    message: [name, message].filter(Boolean).join(': ') || 'failed',
  };
}
