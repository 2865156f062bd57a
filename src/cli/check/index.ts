import { resolve } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { type Diagnostic, EXIT } from '../../diagnostics/types.js';
import { projectDisk } from '../../manage/apply/disk.js';
import { type Manifest, sha256 } from '../../manage/manifest.js';
import { readRecorded } from '../../manage/read.js';
import type { CheckReport, SpecDocument } from '../../stages.js';
import { exitCodeOf, installAndCheck } from '../finish.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import { remake } from '../regenerate/next.js';
import { unfinished } from '../regenerate/unfinished.js';
import { modelJson, provenLines, toolsText } from '../report.js';
import { findTools, type Tools } from '../tools.js';
import type { World } from '../world.js';
import type { CheckFlags } from './flags.js';

/**
 * `create-mcp-server check [dir]`: what creating runs at its end, on a project that exists. What the project should do comes from
 * its own document and its recorded answers. Errors: those of reading the manifest and the document (exit 1); what a check finds
 * is exit 2.
 */
export async function checkProject(flags: CheckFlags, world: World): Promise<Outcome> {
  const target = resolve(world.cwd, flags.dir);
  const storage = projectDisk(target);
  const ready = unfinished(storage, flags.dir);
  if (!ready.ok) return failure(ready.diagnostics, world, flags.verbose);
  const recorded = readRecorded(storage, flags.dir);
  if (!recorded.ok) return failure(recorded.diagnostics, world, flags.verbose);
  const made = await remake({ set: {} }, recorded.value, target, world);
  if (!made.ok) return failure(made.diagnostics, world, flags.verbose);
  const { document, options, model, composed } = made.value;
  world.screen.say(toolsText(model));
  const changed = documentChanged(recorded.value.manifest, document);
  await printDiagnostics(changed, world, true);
  const tools = await findTools(options, world);
  const wanted = { install: flags.install, check: true };
  const { toolchain } = tools;
  const request = { options: wanted, target, shown: flags.dir, model, composed, toolchain };
  const report = await installAndCheck(request, world);
  const problems = [...tools.problems, ...report.diagnostics, ...notInstalled(flags, tools, report)];
  await printDiagnostics(problems, world, flags.verbose);
  world.screen.say(`\n${provenLines(report, world.screen.paint).join('\n')}`);
  return {
    exitCode: world.signal.aborted ? EXIT.cancelled : exitCodeOf(problems),
    diagnostics: [...made.diagnostics, ...changed, ...problems],
    json: { command: 'check', path: target, ...modelJson(model), checks: report },
  };
}

/** Commands are only skipped when what they need is not there: nothing was proven then, which is no success. */
function notInstalled(flags: CheckFlags, { toolchain }: Tools, { results }: CheckReport): Diagnostic[] {
  const skipped = results.filter(({ status, command }) => status === 'skipped' && command !== undefined);
  if (flags.install || toolchain === null || skipped.length === 0) return [];
  const fix = 'Leave --no-install out, or run make install first.';
  return [problem('check.install', `${flags.dir} is not installed.`, { fix })];
}

/** A document that was edited since explains what the sessions then find. */
function documentChanged({ document }: Manifest, now: SpecDocument): Diagnostic[] {
  const text = now.files[0]?.text;
  if (text === undefined || sha256(text) === document.sha256) return [];
  const message = `${document.file ?? 'The document'} has changed since the project was generated.`;
  return [problem('manage.out-of-date', message, { severity: 'warning' })];
}
