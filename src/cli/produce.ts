import { resolve } from 'node:path';
import { type Diagnostic, EXIT, type ExitCode } from '../diagnostics/types.js';
import type { ServiceModel } from '../model/types.js';
import { configText } from '../options/config.js';
import { DEFAULT_PYTHON } from '../options/choices.js';
import { replayCommand } from '../options/replay.js';
import type { Options } from '../options/resolve.js';
import { type Composed, composeProject } from '../pipeline.js';
import type { SpecDocument, WrittenProject } from '../stages.js';
import { writeProblem } from '../write/errors.js';
import { writeProject } from '../write/project.js';
import { answersForFile } from './answers.js';
import { writeMode } from './gather.js';
import { type Outcome, failure, printDiagnostics } from './outcome.js';
import { createdText, fileListText, projectJson, toolsText } from './report.js';
import type { World } from './world.js';

export interface Job {
  readonly options: Options & { readonly dir: string };
  readonly origin: string;
  readonly document: SpecDocument;
  readonly model: ServiceModel;
  /** Findings so far. */
  readonly found: readonly Diagnostic[];
}

/** Everything after the model: compose, write, git, install, check, report. */
export async function produce(job: Job, world: World): Promise<Outcome> {
  const { options } = job;
  const facts = {
    generatorVersion: world.version,
    languageVersion: options.python === 'auto' ? DEFAULT_PYTHON : options.python,
    origin: job.origin,
  };
  const composed = await composeProject(job.document, job.model, options, facts, await world.stages());
  const found = [...job.found, ...composed.diagnostics];
  if (!composed.ok) return failure(found, world, options.verbose);
  await printDiagnostics(found, world, options.verbose);
  world.screen.say(toolsText(job.model));
  const replay = replayCommand(options, world.version);
  if (options.dryRun) {
    world.screen.say(fileListText(composed.value.files, options.dir));
    world.screen.say(`\nNothing was written. To write it:\n  ${replay}`);
    return { exitCode: EXIT.ok, diagnostics: found, json: projectJson(job, composed.value, replay) };
  }
  return writeAndFinish(job, composed.value, found, replay, world);
}

async function writeAndFinish(
  job: Job,
  composed: Composed,
  found: readonly Diagnostic[],
  replay: string,
  world: World,
): Promise<Outcome> {
  const { options } = job;
  const target = resolve(world.cwd, options.dir);
  const step = world.screen.step(`Write ${composed.files.length} files`);
  const request = { target, shown: options.dir, mode: writeMode(options), files: composed.files };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) {
    step.end('failed');
    return failure([...found, ...written.diagnostics], world, options.verbose);
  }
  world.onWritten(options.dir);
  step.end('ok', options.dir);
  const saved = await saveAnswers(options, world);
  const { finish } = await import('./finish.js');
  const finished = await finish({ options, target, model: job.model, composed }, world);
  const diagnostics = [...found, ...saved, ...finished.diagnostics];
  await printDiagnostics([...saved, ...finished.diagnostics], world, options.verbose);
  world.screen.say(createdText(job, composed, written.value, finished, replay, world.screen.paint));
  return {
    exitCode: exitCode([...saved, ...finished.diagnostics]),
    diagnostics,
    json: { ...projectJson(job, composed, replay), ...writtenJson(written.value), ...finished.json },
  };
}

const exitCode = (diagnostics: readonly Diagnostic[]): ExitCode =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error') ? EXIT.check : EXIT.ok;

const writtenJson = (written: WrittenProject): Record<string, unknown> => ({
  path: written.dir,
  created: written.created,
  kept: written.kept,
});

/** `--save-config`: replaces the file as a whole. */
async function saveAnswers(options: Options, world: World): Promise<readonly Diagnostic[]> {
  if (options.saveConfig === undefined) return [];
  const file = resolve(world.cwd, options.saveConfig);
  const text = configText(answersForFile(options, file, world.cwd));
  const fresh = `${file}.${world.token()}`;
  try {
    await world.storage.writeFile(fresh, text, 0o644);
    world.storage.remove(file);
    world.storage.move(fresh, file);
    return [];
  } catch (error) {
    return [writeProblem(error, options.saveConfig)];
  }
}
