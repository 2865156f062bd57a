import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { EXIT, type Staged } from '../../diagnostics/types.js';
import { visible } from '../../diagnostics/visible.js';
import { MANIFEST_PATH } from '../../manage/manifest.js';
import { type Migrated, migrate, readSource } from '../../migrate/index.js';
import { slugOf } from '../../migrate/name.js';
import type { Proof } from '../../migrate/report.js';
import { DEFAULT_VERSION, TARGET } from '../../migrate/target.js';
import { type WriteRequest, writeProject } from '../../write/project.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';
import { commitInPlace, inPlaceTarget } from './in-place.js';
import { prove, recordProof, withProof } from './prove.js';
import { mayRun, type Tools, toolsFor } from './run.js';
import { dirOf, proofLine, proofProblems, REPORT, resultJson, shown } from './say.js';
import { settler } from './types.js';

/** A migration that is ready to be written. */
export interface Ready {
  readonly made: Migrated;
  readonly flags: MigrateFlags;
  readonly tools: Tools;
  /** The original may be run. */
  readonly consent: boolean;
}

/**
 * `create-mcp-server migrate-existing-server <source> [dir]`. Nothing of the source is run without `--run` or a yes. Exit 1 writes
 * nothing; exit 2 is a written project that is not proven to be the same, or a source that was left as it is.
 */
export async function migrateExisting(flags: MigrateFlags, world: World): Promise<Outcome> {
  const project = projectAround(resolve(world.cwd, flags.source));
  if (project !== undefined) return madeAlready(flags, project, world);
  const looks = flags.dryRun || flags.reportOnly || flags.diff;
  const place = flags.inPlace && !looks ? await inPlaceTarget(flags, world) : undefined;
  if (place?.ok === false) return failure(place.diagnostics, world, flags.verbose);
  const tools = looks ? { toolchain: null, problems: [] } : await toolsFor(flags, world);
  const made = await makeProject(flags, tools, world);
  if (!made.ok) return failure(made.diagnostics, world, flags.verbose);
  if (looks) return shown(made.value, flags, world);
  const consent = await mayRun(flags, world);
  const ready = { made: made.value, flags, tools, consent };
  return place === undefined ? intoFolder(ready, world) : commitInPlace(ready, place.value, world);
}

async function makeProject(flags: MigrateFlags, tools: Tools, world: World): Promise<Staged<Migrated>> {
  const source = await readSource(flags.source, world.cwd);
  if (!source.ok) return source;
  const stages = await world.stages();
  const target = await stages.target(TARGET);
  if (target === undefined)
    return { ok: false, diagnostics: [problem('internal.bug', 'There is no generator.')] };
  const slug = flags.name === undefined ? '' : slugOf(flags.name);
  const wish = {
    ...(slug === '' ? {} : { slug }),
    languageVersion: tools.toolchain?.languageVersion ?? DEFAULT_VERSION,
    generatorVersion: world.version,
    args: flags.args,
    env: Object.keys(flags.env),
  };
  return migrate(source.value, wish, stages.renderPlan, target, settler(tools.toolchain, world));
}

/** The folder of a project of ours that a path belongs to, however deep it lies in it. */
function projectAround(path: string): string | undefined {
  const isProject = existsSync(join(path, MANIFEST_PATH));
  if (isProject || dirname(path) === path) return isProject ? path : undefined;
  return projectAround(dirname(path));
}

function madeAlready(flags: MigrateFlags, path: string, world: World): Outcome {
  world.screen.say(
    `${visible(flags.source)} belongs to a project of create-mcp-server already: nothing was changed. create-mcp-server regenerate brings it up to date.`,
  );
  const json = { command: 'migrate-existing-server', unchanged: true, path };
  return { exitCode: EXIT.ok, diagnostics: [], json };
}

const NOT_RUN: Proof = { kind: 'not-run' };

async function intoFolder(ready: Ready, world: World): Promise<Outcome> {
  const { made, flags, tools, consent } = ready;
  const dir = dirOf(flags, made);
  const target = resolve(world.cwd, dir);
  const step = world.screen.step('Project');
  const request: WriteRequest = { target, shown: dir, mode: 'new', files: withProof(made, NOT_RUN, flags) };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) {
    step.end('failed');
    return failure([...tools.problems, ...written.diagnostics], world, flags.verbose);
  }
  world.onWritten(dir);
  step.end('ok', `${written.value.created.length} files in ${dir}`);
  const proof =
    consent && tools.toolchain !== null ? await prove(ready, tools.toolchain, target, world) : NOT_RUN;
  await recordProof(made, proof, flags, target);
  const problems = [...tools.problems, ...proofProblems(proof, consent, flags)];
  await printDiagnostics(problems, world, flags.verbose);
  world.screen.say(`\n${proofLine(proof)} ${REPORT} in ${dir} says what became of each item.`);
  const failed = problems.some(({ severity }) => severity === 'error');
  return {
    exitCode: failed ? EXIT.check : EXIT.ok,
    diagnostics: problems,
    json: { ...resultJson(made, proof, flags), path: written.value.dir, created: written.value.created },
  };
}
