/** Reads what go, vet and staticcheck print. What cannot be read gives no findings; the runner then shows the tool's last lines. */
import type { Finding, StepReport, ToolOutput } from '../../../src/plan/types.js';

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** `file.go:12:3: message`, as go build, vet and staticcheck say it; vet puts its own name in front. */
export function readFindings({ stdout, stderr, exitCode }: ToolOutput): StepReport {
  if (exitCode === 0) return { detail: 'nothing found', findings: [] };
  const lines = `${stdout}\n${stderr}`.matchAll(
    /^(?:vet: )?(?:\.[\\/])?([^\s:]+\.go):(\d+)(?::\d+)?: (.+)$/gm,
  );
  const findings = [...lines].map(
    ([, file = '', line, message = '']): Finding => ({ file, line: Number(line), message }),
  );
  return {
    detail: findings.length > 0 ? count(findings.length, 'finding') : `exit code ${exitCode}`,
    findings,
  };
}

/** `gofmt -d`: a diff per file that is not formatted. */
export function readFormat({ stdout }: ToolOutput): StepReport {
  const findings = [...stdout.matchAll(/^diff (?:-u )?(\S+?)(?:\.orig)? \S+$/gm)].map(
    ([, file = '']): Finding => ({ file, message: 'is not formatted; run gofmt' }),
  );
  return {
    detail: findings.length === 0 ? 'formatted' : `${count(findings.length, 'file')} not formatted`,
    findings,
  };
}

/** `go test`: `ok  package  0.1s` per package; `--- FAIL: TestName` and `    file_test.go:12: message` for what failed. */
export function readTests({ stdout, exitCode }: ToolOutput): StepReport {
  const failed = [...stdout.matchAll(/^\s*--- FAIL: (\S+)/gm)].map(([, name = '']) => name);
  const places = [...stdout.matchAll(/^\s+([^\s:]+_test\.go):(\d+): (.+)$/gm)];
  const findings = places.map(
    ([, file = '', line, message = '']): Finding => ({ file, line: Number(line), message }),
  );
  if (exitCode === 0) {
    return { detail: count([...stdout.matchAll(/^ok\s/gm)].length, 'package'), findings: [] };
  }
  const detail = failed.length === 0 ? 'go test failed' : `${count(failed.length, 'test')} failed`;
  return { detail, findings };
}
