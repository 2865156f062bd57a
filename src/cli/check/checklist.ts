import type { ChecklistLine } from '../../check/checklist/evaluate.js';
import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic } from '../../diagnostics/types.js';
import { visible } from '../../diagnostics/visible.js';
import type { ProjectOptions } from '../../plan/types.js';
import type { CheckReport } from '../../stages.js';
import type { Paint } from '../screen.js';
import type { World } from '../world.js';

/** The lines of the checklist that belongs to the shape of this project. */
export async function checklistOf(
  dir: string,
  options: ProjectOptions,
  { results }: CheckReport,
  world: World,
): Promise<ChecklistLine[]> {
  const { evaluateChecklist } = await import('../../check/checklist/evaluate.js');
  const { projectTexts } = await import('../../check/checklist/files.js');
  const parts = await (await world.stages()).parts(options);
  const points = parts.ok ? parts.value.flatMap(({ part }) => part.checklist ?? []) : [];
  const evidence = {
    files: await projectTexts(dir),
    package: `mcp_${options.slug.replaceAll('-', '_')}`,
    results,
  };
  return evaluateChecklist(points, evidence);
}

export function checklistProblems(lines: readonly ChecklistLine[]): Diagnostic[] {
  const wrong = lines.filter(({ status }) => status !== 'ok');
  if (wrong.length === 0) return [];
  return [
    problem('check.checklist', `${wrong.length} of ${lines.length} lines of the checklist do not hold.`),
  ];
}

const MARKS = { ok: '✓', failed: '✗', open: '–' } as const;

/** Each line with its proof. */
export function checklistText(lines: readonly ChecklistLine[], paint: Paint): string {
  if (lines.length === 0) return '\nThe preset has no checklist.';
  const shown = lines.map(({ says, status, proof }, i) => {
    const mark =
      status === 'ok' ? paint.green(MARKS.ok) : status === 'failed' ? paint.red(MARKS.failed) : MARKS.open;
    return `${mark} ${String(i + 1).padStart(2)}  ${visible(says)}\n        ${visible(proof)}`;
  });
  const held = lines.filter(({ status }) => status === 'ok').length;
  return `\nChecklist: ${held} of ${lines.length}\n${shown.join('\n')}`;
}
