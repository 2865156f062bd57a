import { resolve } from 'node:path';
import { type Composed, composeProject } from '../compose.js';
import { type Diagnostic, EXIT } from '../diagnostics/types.js';
import type { ServiceModel } from '../model/types.js';
import { configText } from '../options/config.js';
import type { EffectiveOptions } from '../options/effective.js';
import { factsOf, fixedVersion } from '../options/languages.js';
import { replayCommand } from '../options/replay.js';
import type { SpecDocument } from '../stages.js';
import { writeProblem } from '../write/errors.js';
import { writeProject } from '../write/project.js';
import { answersForFile } from './answers.js';
import { exitCodeOf, finish } from './finish.js';
import { writeMode } from './gather.js';
import { failure, type Outcome, printDiagnostics } from './outcome.js';
import { createdText, fileListText, fileSizes, finishedJson, projectJson, toolsText } from './report.js';
import { findTools, NO_TOOLS, type Tools } from './tools.js';
import type { World } from './world.js';

export interface Job {
  readonly options: EffectiveOptions;
  readonly origin: string;
  readonly document: SpecDocument;
  readonly model: ServiceModel;
  /** Findings so far. */
  readonly found: readonly Diagnostic[];
}

/** Everything after the model: compose, write, install, check, git, report. */
export async function produce(job: Job, world: World): Promise<Outcome> {
  const { options } = job;
  world.screen.say(toolsText(job.model));
  const tools = options.install && !options.dryRun ? await findTools(options, world) : NO_TOOLS;
  const facts = {
    generatorVersion: world.version,
    languageVersion:
      tools.toolchain?.languageVersion ?? fixedVersion(options) ?? factsOf(options.target).defaultVersion,
    origin: job.origin,
    lint: options.check,
  };
  const composed = await composeProject(job.document, job.model, options, facts, await world.stages());
  const found = [...job.found, ...composed.diagnostics];
  if (!composed.ok) return failure(found, world, options.verbose);
  await printDiagnostics(found, world, options.verbose);
  const replay = replayCommand(options, world.version);
  if (!options.dryRun) return writeAndFinish({ ...job, found }, composed.value, tools, replay, world);
  world.screen.say(fileListText(await fileSizes(composed.value), options.dir));
  world.screen.say(`\nNothing was written. To write it:\n  ${replay}`);
  return { exitCode: EXIT.ok, diagnostics: found, json: await projectJson(job, composed.value, replay) };
}

async function writeAndFinish(
  job: Job,
  composed: Composed,
  tools: Tools,
  replay: string,
  world: World,
): Promise<Outcome> {
  const { options, model, found } = job;
  const target = resolve(world.cwd, options.dir);
  const step = world.screen.step('Project');
  const request = {
    target,
    shown: options.dir,
    mode: writeMode(options),
    files: [...composed.files, ...composed.late],
  };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) {
    step.end('failed');
    return failure([...found, ...written.diagnostics], world, options.verbose);
  }
  world.onWritten(options.dir);
  step.end('ok', `${written.value.created.length} files in ${options.dir}`);
  const saved = await saveAnswers(options, world);
  const { toolchain } = tools;
  const shown = options.dir;
  const finished = await finish({ options, target, shown, model, composed, toolchain }, world);
  const after = [...tools.problems, ...saved, ...finished.diagnostics];
  await printDiagnostics(after, world, options.verbose);
  world.screen.say(createdText(job, composed, written.value, finished, replay, world.screen.paint));
  return {
    exitCode: exitCodeOf(after),
    diagnostics: [...found, ...after],
    json: {
      ...(await projectJson(job, composed, replay)),
      path: written.value.dir,
      created: written.value.created,
      kept: written.value.kept,
      ...finishedJson(finished),
    },
  };
}

/** `--save-config`: replaces the file as a whole. */
async function saveAnswers(options: EffectiveOptions, world: World): Promise<readonly Diagnostic[]> {
  if (options.saveConfig === undefined) return [];
  const file = resolve(world.cwd, options.saveConfig);
  const fresh = `${file}.${world.token()}`;
  try {
    await world.storage.writeFile(fresh, configText(answersForFile(options, file, world.cwd)), 0o644);
    world.storage.remove(file);
    world.storage.move(fresh, file);
    return [];
  } catch (error) {
    return [writeProblem(error, options.saveConfig)];
  }
}
