import { resolve } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { type Diagnostic, EXIT } from '../../diagnostics/types.js';
import { projectDisk } from '../../manage/apply/disk.js';
import { readRecorded } from '../../manage/read.js';
import { readingProject } from '../../manage/unreadable.js';
import type { CheckReport } from '../../stages.js';
import { exitCodeOf, installAndCheck } from '../finish.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import { unfinished } from '../regenerate/unfinished.js';
import { provenLines, toolsText } from '../report.js';
import { findTools, type Tools } from '../tools.js';
import type { World } from '../world.js';
import { checklistOf, checklistProblems, checklistText } from './checklist.js';
import type { CheckFlags } from './flags.js';
import { subjectOf } from './subject.js';

/**
 * `create-mcp-server check [dir]`: what creating runs at its end, on a project that exists. What the project should do comes from
 * its own document and its recorded answers. Errors: those of reading the manifest and the document (exit 1); what a check finds
 * is exit 2.
 */
export async function checkProject(flags: CheckFlags, world: World): Promise<Outcome> {
  const target = resolve(world.cwd, flags.dir);
  const storage = projectDisk(target);
  const made = await readingProject(target, flags.dir, async () => {
    const ready = unfinished(storage, flags.dir);
    if (!ready.ok) return ready;
    const recorded = readRecorded(storage, flags.dir);
    return recorded.ok ? subjectOf(recorded.value, target, world) : recorded;
  });
  if (!made.ok) return failure(made.diagnostics, world, flags.verbose);
  const { composed, model, wish, json } = made.value;
  if (model !== undefined) world.screen.say(toolsText(model));
  const changed = made.value.changed;
  await printDiagnostics(changed, world, true);
  const tools = await findTools(wish, world);
  const wanted = { install: flags.install, check: true };
  const request = { options: wanted, target, shown: flags.dir, composed, toolchain: tools.toolchain };
  const report = await installAndCheck({ ...request, ...(model === undefined ? {} : { model }) }, world);
  const lines = flags.checklist ? await checklistOf(target, composed.project, report, world) : [];
  const problems = [
    ...tools.problems,
    ...report.diagnostics,
    ...notInstalled(flags, tools, report),
    ...checklistProblems(lines),
  ];
  await printDiagnostics(problems, world, flags.verbose);
  if (flags.checklist) world.screen.say(checklistText(lines, world.screen.paint));
  world.screen.say(`\n${provenLines(report, world.screen.paint).join('\n')}`);
  return {
    exitCode: world.signal.aborted ? EXIT.cancelled : exitCodeOf(problems),
    diagnostics: [...made.diagnostics, ...changed, ...problems],
    json: {
      command: 'check',
      path: target,
      ...json,
      checks: report,
      ...(flags.checklist ? { checklist: lines } : {}),
    },
  };
}

/** Commands are only skipped when what they need is not there: nothing was proven then, which is no success. */
function notInstalled(flags: CheckFlags, { toolchain }: Tools, { results }: CheckReport): Diagnostic[] {
  const skipped = results.filter(({ status, command }) => status === 'skipped' && command !== undefined);
  if (flags.install || toolchain === null || skipped.length === 0) return [];
  const fix = 'Leave --no-install out, or run make install first.';
  return [problem('check.install', `${flags.dir} is not installed.`, { fix })];
}
