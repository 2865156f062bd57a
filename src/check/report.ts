import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Place } from '../diagnostics/types.js';
import type { CheckReport, CheckResult, Finding } from '../stages.js';

/** The report of a run: fine when no step failed and none was skipped because of another. */
export function reportOf(results: readonly CheckResult[], installs: ReadonlySet<string>): CheckReport {
  const failed = results.filter(({ status }) => status === 'failed');
  const diagnostics = failed.map((result) => diagnosticOf(result, installs.has(result.id)));
  return { ok: failed.length === 0, results, diagnostics };
}

/** Tools that say many lines name the cause in one with this word; hints and traces stand around it. */
const saysError = ({ message }: Finding): boolean => /error\b/i.test(message);

/** One per failed step, with the first thing that its tool found; the rest stands in the result. */
function diagnosticOf({ title, detail, findings }: CheckResult, installing: boolean): Diagnostic {
  const first =
    findings.find(({ file }) => file !== undefined) ?? findings.findLast(saysError) ?? findings.at(-1);
  const place: Place | undefined =
    first?.file === undefined
      ? undefined
      : { file: first.file, ...(first.line === undefined ? {} : { line: first.line }) };
  const said = [detail, first?.message.trim()].filter(Boolean).join(': ');
  return problem(installing ? 'check.install' : 'check.failed', `${title}: ${said}`, place ? { place } : {});
}
