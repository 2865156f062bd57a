import { EXIT } from '../../../diagnostics/types.js';
import type { ProjectResult } from './result.js';

const files = (count: number): string => `${count} ${count === 1 ? 'file' : 'files'}`;

/** `3 files changed, 1 conflict`. */
export function projectLine(result: ProjectResult): string {
  if (result.current) return 'current';
  if (result.files === 0) return 'failed';
  const parts = [
    `${files(result.files)} ${result.written ? 'changed' : 'would change'}`,
    ...(result.conflicts > 0 ? [`${result.conflicts} with a conflict`] : []),
    ...(result.breaking ? ['breaks callers'] : []),
  ];
  return parts.join(', ');
}

/** `40 projects: 36 current, 3 changed, 1 failed`. Each project counts once. */
export function summaryLine(results: readonly ProjectResult[]): string {
  const kinds = new Map<string, number>();
  for (const result of results) {
    const kind = kindOf(result);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const order = ['current', 'changed', 'would change', 'with conflicts', 'would break callers', 'failed'];
  const counts = order.flatMap((kind) => (kinds.has(kind) ? [`${kinds.get(kind)} ${kind}`] : []));
  return `${results.length} ${results.length === 1 ? 'project' : 'projects'}: ${counts.join(', ')}`;
}

function kindOf(result: ProjectResult): string {
  if (result.current && result.exitCode === EXIT.ok) return 'current';
  if (result.conflicts > 0) return 'with conflicts';
  if (result.written) return 'changed';
  if (result.diagnostics.some(({ code }) => code === 'manage.breaking')) return 'would break callers';
  return result.files > 0 ? 'would change' : 'failed';
}

/** The body of a pull request over all projects that change. */
export function fleetMarkdown(results: readonly ProjectResult[]): string {
  const changed = results.filter((result) => !result.current);
  const sections = changed.flatMap((result) => [
    `## \`${result.path.replaceAll('`', '')}\`: ${projectLine(result)}`,
    '',
    ...(result.contract === '' ? [] : [result.contract.trimEnd(), '']),
  ]);
  return [`${summaryLine(results)}.`, '', ...sections].join('\n');
}
