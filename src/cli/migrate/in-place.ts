import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { EXIT, type Staged } from '../../diagnostics/types.js';
import type { Migrated } from '../../migrate/index.js';
import type { Proof } from '../../migrate/report.js';
import { type OutputFile, writeProject } from '../../write/project.js';
import { commitChanges, gitIn, type RunGit } from '../git.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';
import { type Ready, withHttpKept } from './make.js';
import { prove, withProof } from './prove.js';
import { proofLine, proofProblems, REPORT, resultJson } from './say.js';

/** Absolute; a folder of a git tree without any change. */
export async function inPlaceTarget(flags: MigrateFlags, world: World): Promise<Staged<string>> {
  const path = resolve(world.cwd, flags.source);
  const kind = await world.storage.kind(path);
  const folder = kind === 'folder' ? path : dirname(path);
  const refused = (message: string, fix?: string): Staged<string> => ({
    ok: false,
    diagnostics: [problem('migrate.in-place', message, fix === undefined ? {} : { fix })],
  });
  if (kind === 'file' && (await world.storage.kind(join(folder, '__init__.py'))) === 'file')
    return refused(`${flags.source} is part of a package.`, 'Name the folder of the whole project.');
  const git = gitIn(folder, world);
  const status = await git(['status', '--porcelain']);
  if (status.exitCode !== 0) return refused(`${flags.source} is in no git repository.`);
  if (status.stdout.trim() !== '') return refused('The git tree has changes that are not committed.');
  return { ok: true, value: folder, diagnostics: [] };
}

/** Written by people for people: what they have stays. */
const THEIRS = /^(README\.md|\.gitignore|LICENSE[^/]*)$/;

/**
 * Proves the new project in a folder of its own, and only then changes the source: the modules move, the project's files come, and
 * all of it is one commit. What is not proven to be the same is not done, unless `--no-run` says that this is meant.
 */
export async function commitInPlace(first: Ready, folder: string, world: World): Promise<Outcome> {
  const proven = (one: Ready): Promise<Proof> | Proof =>
    one.consent && one.tools.toolchain !== null ? proveAside(one, world) : NOT_RUN;
  const before = await proven(first);
  const other = await withHttpKept(first, before, world);
  const { made, flags, tools, consent } = other ?? first;
  const proof = other === undefined ? before : await proven(other);
  const problems = [...tools.problems, ...proofProblems(proof, consent, flags)];
  await printDiagnostics(problems, world, flags.verbose);
  const json = resultJson(made, proof, flags);
  if (problems.some(({ severity }) => severity === 'error')) {
    world.screen.say(
      `\n${proofLine(proof)} Nothing was changed: name a folder instead of --in-place to look at the new project.`,
    );
    return { exitCode: EXIT.check, diagnostics: problems, json };
  }
  const done = await changeTree(made, proof, flags, folder, world);
  if (!done.ok) return failure(done.diagnostics, world, flags.verbose, json);
  world.onWritten(flags.source);
  world.screen.say(
    `\n${proofLine(proof)} One commit; ${REPORT} says what became of each item. git revert HEAD undoes it.`,
  );
  return { exitCode: EXIT.ok, diagnostics: problems, json: { ...json, path: folder, commit: done.value } };
}

const NOT_RUN: Proof = { kind: 'not-run' };

async function proveAside(ready: Ready, world: World): Promise<Proof> {
  const aside = await mkdtemp(join(tmpdir(), 'create-mcp-server-new-'));
  try {
    const target = join(aside, 'project');
    const files = withProof(ready.made, NOT_RUN, ready.flags);
    const written = await writeProject(
      { target, shown: target, mode: 'new', files },
      { ...world, token: world.token() },
    );
    if (!written.ok)
      return { kind: 'failed', why: written.diagnostics.map(({ message }) => message).join('\n') };
    const { toolchain } = ready.tools;
    return toolchain === null ? NOT_RUN : await prove(ready, toolchain, target, world);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** The hash of the commit. What fails in the middle is taken back: the tree was clean. */
async function changeTree(
  made: Migrated,
  proof: Proof,
  flags: MigrateFlags,
  folder: string,
  world: World,
): Promise<Staged<string>> {
  const git = gitIn(folder, world);
  const files: OutputFile[] = [];
  for (const file of withProof(made, proof, flags)) {
    const theirs = THEIRS.test(file.path) && (await world.storage.kind(join(folder, file.path))) !== 'none';
    if (!theirs) files.push(file);
  }
  const request = { target: folder, shown: flags.source, mode: 'overwrite' as const, files };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) return written;
  const kept = new Set(files.map(({ path }) => path));
  for (const path of movedFiles(made)) if (!kept.has(path)) world.storage.remove(join(folder, path));
  const committed = await commitChanges(git, 'Make the MCP server a project of create-mcp-server');
  if (committed.ok) return committed;
  await takeBack(git);
  return committed;
}

/** Files of the source that live on in the project under another name, or in its pyproject.toml. */
function movedFiles({ server }: Migrated): string[] {
  const { layout, declared } = server;
  const modules = layout.modules.map(({ facts }) => facts.path);
  const lists = declared.files.filter((path) => /requirements[^/]*\.txt$/.test(path));
  return [...modules, ...layout.data.keys(), ...lists];
}

async function takeBack(git: RunGit): Promise<void> {
  await git(['reset', '--hard', '--quiet', 'HEAD']);
  await git(['clean', '-fdq', '.']);
}
