import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EXIT, type Staged } from '../../diagnostics/types.js';
import { visible } from '../../diagnostics/visible.js';
import { MANIFEST_PATH } from '../../manage/manifest.js';
import type { Migrated } from '../../migrate/index.js';
import { CLIENT_MODULES } from '../../migrate/client/libraries.js';
import { packageOf } from '../../migrate/project.js';
import type { Proof } from '../../migrate/report.js';
import type { WrittenProject } from '../../stages.js';
import { type WriteRequest, writeProject } from '../../write/project.js';
import { checkFolder } from '../gather.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';
import { makeProject, NO_TOOLS, type Ready, UNPROVEN, withHttpKept } from './make.js';
import { commitInPlace, inPlaceTarget } from './in-place.js';
import { prove, recordProof, withProof } from './prove.js';
import { mayRun, toolsFor } from './run.js';
import { dirOf, proofLine, proofProblems, REPORT, resultJson, shown } from './say.js';

/**
 * `create-mcp-server migrate-existing-server <source> [dir]`. Nothing of the source is run without `--run` or a yes. Exit 1 writes
 * nothing; exit 2 is a written project that is not proven to be the same, or a source that was left as it is.
 */
export async function migrateExisting(flags: MigrateFlags, world: World): Promise<Outcome> {
  const project = projectAround(resolve(world.cwd, flags.source));
  if (project !== undefined) return madeAlready(flags, project, world);
  const looks = flags.dryRun || flags.reportOnly || flags.diff;
  if (!looks && flags.dir !== '') {
    const bad = await checkFolder({ dir: flags.dir, overwrite: false, merge: false }, world);
    if (bad !== undefined) return failure(bad.diagnostics, world, flags.verbose);
  }
  const place = flags.inPlace && !looks ? await inPlaceTarget(flags, world) : undefined;
  if (place?.ok === false) return failure(place.diagnostics, world, flags.verbose);
  const found = looks ? NO_TOOLS : await toolsFor(flags, world);
  if (looks || (world.canAsk && flags.run === undefined)) {
    // What cannot be read is said before anything is asked.
    const first = await makeProject(flags, NO_TOOLS, world);
    if (!first.ok) return failure(first.diagnostics, world, flags.verbose);
    if (looks) return shown(first.value, flags, world);
  }
  const consent = await mayRun(flags, world);
  const tools = { ...found, mayBuild: consent };
  const made = await makeProject(
    flags,
    tools,
    world,
    consent && tools.toolchain !== null ? undefined : UNPROVEN,
  );
  if (!made.ok) return failure(made.diagnostics, world, flags.verbose);
  const ready = { made: made.value, flags, tools, consent };
  return place === undefined ? intoFolder(ready, world) : commitInPlace(ready, place.value, world);
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
  const { flags, tools, consent } = ready;
  const first = await writeAndProve(ready, 'new', world);
  if (!first.ok) return failure([...tools.problems, ...first.diagnostics], world, flags.verbose);
  const other = await withHttpKept(ready, first.value.proof, world);
  const last = other === undefined ? first : await writeAndProve(other, 'overwrite', world);
  if (!last.ok) return failure([...tools.problems, ...last.diagnostics], world, flags.verbose);
  const { made } = other ?? ready;
  const { proof, written } = last.value;
  const problems = [...tools.problems, ...proofProblems(proof, consent, flags)];
  await printDiagnostics(problems, world, flags.verbose);
  world.screen.say(`\n${proofLine(proof)} ${REPORT} in ${dirOf(flags, made)} says what became of each item.`);
  const failed = problems.some(({ severity }) => severity === 'error');
  return {
    exitCode: failed ? EXIT.check : EXIT.ok,
    diagnostics: problems,
    json: {
      ...resultJson(made, proof, flags),
      path: written.dir,
      created: made.files.map(({ path }) => path),
    },
  };
}

interface Written {
  readonly written: WrittenProject;
  readonly proof: Proof;
}

/** Writes a migration and, with consent, proves it there. With `overwrite` it takes the place of the one before. */
async function writeAndProve(
  ready: Ready,
  mode: 'new' | 'overwrite',
  world: World,
): Promise<Staged<Written>> {
  const { made, flags, tools, consent } = ready;
  const dir = dirOf(flags, made);
  const target = resolve(world.cwd, dir);
  const step = world.screen.step('Project');
  const request: WriteRequest = { target, shown: dir, mode, files: withProof(made, NOT_RUN, flags) };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) {
    step.end('failed');
    return written;
  }
  if (mode === 'overwrite') for (const path of clientFiles(made)) world.storage.remove(join(target, path));
  world.onWritten(dir);
  step.end('ok', `${made.files.length} files in ${dir}`);
  const proof =
    consent && tools.toolchain !== null ? await prove(ready, tools.toolchain, target, world) : NOT_RUN;
  await recordProof(made, proof, flags, target);
  return { ok: true, value: { written: written.value, proof }, diagnostics: [] };
}

/** What only a migration with `api_client.py` has. */
function clientFiles({ files, server, code }: Migrated): string[] {
  const root = `src/${packageOf(server)}`;
  const paths = new Set(files.map(({ path }) => path));
  const runtime = ['sending.py', 'waiting.py'].map((name) => `${root}/${code.runtimePackage}/${name}`);
  const modules = CLIENT_MODULES.map((name) => `${root}/${name}.py`);
  return [...modules, ...runtime].filter((path) => !paths.has(path));
}
