import { visible } from '../../diagnostics/visible.js';
import { contractMarkdown } from '../../manage/contract/markdown.js';
import { isQuiet } from '../../manage/decide/types.js';
import { actionLines, actionsJson, decisionDiff } from '../../manage/report.js';
import type { Screen } from '../screen.js';
import type { RegenerateFlags } from './flags.js';
import type { Plan } from './index.js';
import { planMarkdown } from './summary.js';

/** What changes, or would; nothing about files that are left alone. */
export function sayPlan(flags: RegenerateFlags, plan: Plan, writes: boolean, screen: Screen): void {
  const { decision, facts, contract } = plan;
  if (flags.diff) {
    for (const line of decisionDiff(decision, facts.disk)) screen.say(coloured(line, screen));
    return;
  }
  const concerned = decision.actions.filter((action) => !isQuiet(action)).length;
  if (concerned === 0) {
    screen.say(`${flags.dir}: current, ${decision.actions.length} files`);
    return;
  }
  const rest = decision.actions.length - concerned;
  const verb = writes ? 'changed' : 'would change';
  screen.say(
    `${flags.dir}: ${concerned} ${concerned === 1 ? 'file' : 'files'} ${verb}, ${rest} stay as they are`,
  );
  screen.say(actionLines(decision, visible).join('\n'));
  screen.say(
    `\nFor callers of the tools\n${contractMarkdown(contract).trimEnd().split('\n').map(visible).join('\n')}`,
  );
  if (!writes) screen.say('\nNothing was written.');
}

/** A line of a diff, its control characters made visible. */
export function coloured(line: string, { paint }: Screen): string {
  const shown = line.split('\t').map(visible).join('\t');
  if (/^(---|\+\+\+) /.test(line)) return paint.bold(shown);
  if (line.startsWith('@@')) return paint.cyan(shown);
  if (line.startsWith('+')) return paint.green(shown);
  return line.startsWith('-') ? paint.red(shown) : shown;
}

/** The result of `--json`. */
export function planJson(flags: RegenerateFlags, plan: Plan, writes: boolean): Record<string, unknown> {
  const { decision, contract, facts } = plan;
  const concerned = decision.actions.filter((action) => !isQuiet(action));
  const conflicts = concerned.filter((action) => action.kind === 'conflict').length;
  return {
    command: 'regenerate',
    path: flags.dir,
    current: concerned.length === 0,
    written: writes && plan.changes.length > 0,
    conflicts,
    files: actionsJson(decision),
    contract: { ...contract, markdown: contractMarkdown(contract) },
    summary: planMarkdown(plan),
    ...(flags.diff ? { diff: decisionDiff(decision, facts.disk).join('\n') } : {}),
  };
}
