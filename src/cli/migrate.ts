import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Toolchain } from '../check/index.js';
import { problem } from '../diagnostics/catalogue.js';
import { type Diagnostic, EXIT } from '../diagnostics/types.js';
import { jsonFile } from '../escape/data.js';
import { visible } from '../diagnostics/visible.js';
import { MANIFEST_PATH } from '../manage/manifest.js';
import { type Migrated, migrate, readSource } from '../migrate/index.js';
import { isEqual, migrationText, type Proof } from '../migrate/report.js';
import { slugOf } from '../migrate/name.js';
import { ENVIRONMENT_PATH, OFFERS_PATH } from '../migrate/project.js';
import { testValue } from '../migrate/settings.js';
import { DEFAULT_VERSION, TARGET } from '../migrate/target.js';
import { type OutputFile, writeProject } from '../write/project.js';
import type { MigrateFlags } from './migrate-flags.js';
import { failure, type Outcome, printDiagnostics } from './outcome.js';
import { fileListText } from './report.js';
import type { World } from './world.js';

const REPORT = 'MIGRATION.md';

/**
 * `create-mcp-server migrate-existing-server <source> [dir]`. Nothing of the source is run without `--run` or a yes. Exit 1 writes
 * nothing; exit 2 is a written project that is not proven to be the same.
 */
export async function migrateExisting(flags: MigrateFlags, world: World): Promise<Outcome> {
  const project = projectAround(resolve(world.cwd, flags.source));
  if (project !== undefined) return madeAlready(flags, project, world);
  const source = await readSource(flags.source, world.cwd);
  if (!source.ok) return failure(source.diagnostics, world, flags.verbose);
  const tools = await toolsFor(flags, world);
  const stages = await world.stages();
  const target = await stages.target(TARGET);
  if (target === undefined) return failure([problem('internal.bug', 'There is no generator.')], world, true);
  const slug = flags.name === undefined ? undefined : slugOf(flags.name);
  const wish = {
    ...(slug === undefined || slug === '' ? {} : { slug }),
    languageVersion: tools.toolchain?.languageVersion ?? DEFAULT_VERSION,
    generatorVersion: world.version,
    args: flags.args,
    env: Object.keys(flags.env),
  };
  const made = await migrate(source.value, wish, stages.renderPlan, target);
  if (!made.ok) return failure(made.diagnostics, world, flags.verbose);
  const consent = await mayRun(flags, world);
  if (flags.reportOnly || flags.dryRun) return shown(made.value, flags, world);
  return writeAndProve(made.value, consent ? tools.toolchain : null, consent, flags, world, tools.problems);
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

interface Tools {
  readonly toolchain: Toolchain | null;
  readonly problems: readonly Diagnostic[];
}

/** Only what is to be run needs Python. */
async function toolsFor(flags: MigrateFlags, world: World): Promise<Tools> {
  const none: Tools = { toolchain: null, problems: [] };
  if (flags.run === false || !flags.install || flags.dryRun || flags.reportOnly) return none;
  const { prepareToolchain } = await import('../check/index.js');
  const step = world.screen.step('Tools');
  const ui = { onNote: (line: string) => world.screen.say(line) };
  const prepared = await prepareToolchain(TARGET, { version: flags.python }, ui, world.signal);
  if (prepared.ok) step.end('ok', prepared.value.summary);
  else step.end('failed');
  return { toolchain: prepared.ok ? prepared.value : null, problems: prepared.diagnostics };
}

/** The user's yes. Where nobody can be asked, silence is a no. */
async function mayRun(flags: MigrateFlags, world: World): Promise<boolean> {
  if (flags.run !== undefined) return flags.run && flags.install;
  if (!world.canAsk || flags.dryRun || flags.reportOnly || !flags.install) return false;
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const question =
      'Run the original once, in an environment of its own, to compare what both servers list? [y/N] ';
    return /^y(es)?$/i.test((await lines.question(question, { signal: world.signal })).trim());
  } finally {
    lines.close();
  }
}

function shown(made: Migrated, flags: MigrateFlags, world: World): Outcome {
  const text = migrationText(made, { kind: 'not-run' });
  world.screen.say(
    flags.reportOnly
      ? text.split('\n').map(visible).join('\n')
      : fileListText(made.files, dirOf(flags, made)),
  );
  return { exitCode: EXIT.ok, diagnostics: [], json: resultJson(made, { kind: 'not-run' }, flags) };
}

const dirOf = (flags: MigrateFlags, made: Migrated): string => flags.dir || `mcp-${made.server.slug}`;

const reportFile = (made: Migrated, proof: Proof): OutputFile => ({
  path: REPORT,
  content: migrationText(made, proof),
  mode: 0o644,
});

async function writeAndProve(
  made: Migrated,
  toolchain: Toolchain | null,
  consent: boolean,
  flags: MigrateFlags,
  world: World,
  found: readonly Diagnostic[],
): Promise<Outcome> {
  const dir = dirOf(flags, made);
  const target = resolve(world.cwd, dir);
  const step = world.screen.step('Project');
  const files = [...made.files, reportFile(made, { kind: 'not-run' })];
  const request = { target, shown: dir, mode: 'new' as const, files };
  const written = await writeProject(request, { ...world, token: world.token() });
  if (!written.ok) {
    step.end('failed');
    return failure([...found, ...written.diagnostics], world, flags.verbose);
  }
  world.onWritten(dir);
  step.end('ok', `${written.value.created.length} files in ${dir}`);
  const proof = toolchain === null ? NOT_RUN : await prove(made, target, toolchain, flags, world);
  await record(target, made, proof, flags);
  const problems = [...found, ...proofProblems(proof, consent, flags)];
  await printDiagnostics(problems, world, flags.verbose);
  world.screen.say(`\n${proofLine(proof)} ${REPORT} in ${dir} says what became of each item.`);
  const failed = problems.some(({ severity }) => severity === 'error');
  return {
    exitCode: failed ? EXIT.check : EXIT.ok,
    diagnostics: problems,
    json: { ...resultJson(made, proof, flags), path: written.value.dir, created: written.value.created },
  };
}

/** The report, and the recorded lists as what the project's own tests expect. */
async function record(target: string, made: Migrated, proof: Proof, flags: MigrateFlags): Promise<void> {
  await writeFile(join(target, REPORT), migrationText(made, proof));
  if (proof.kind !== 'compared') return;
  const { offersOfLists } = await import('../migrate/capture/lists.js');
  await writeFile(join(target, OFFERS_PATH), jsonFile(offersOfLists(proof.original)));
  // Given values may be secrets: only their names go into the project.
  const given = Object.keys(flags.env).map((name) => [name, testValue(name)]);
  const environment = { ...proof.made, ...Object.fromEntries(given) };
  await writeFile(join(target, ENVIRONMENT_PATH), jsonFile(environment));
}

const NOT_RUN: Proof = { kind: 'not-run' };

async function prove(
  made: Migrated,
  target: string,
  toolchain: Toolchain,
  flags: MigrateFlags,
  world: World,
): Promise<Proof> {
  const { proveParity } = await import('../migrate/capture/prove.js');
  const folder = await mkdtemp(join(tmpdir(), 'create-mcp-server-'));
  const step = world.screen.step('Original and new server');
  try {
    const { server, dependencies } = made;
    const { env, args } = flags;
    const onLine = (line: string): void => step.note(visible(line));
    const proof = await proveParity({
      server,
      dependencies,
      env,
      args,
      toolchain,
      folder,
      target,
      signal: world.signal,
      onLine,
    });
    step.end(isEqual(proof) ? 'ok' : 'failed', proofLine(proof));
    return proof;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What failed and the last thing that was said; MIGRATION.md has more. */
function firstAndLast(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return visible(others.length === 0 ? first : `${first} ${others.at(-1)?.trim()}`);
}

/** An explicit `--no-run` is a choice; anything else that leaves the parity open is exit 2. */
function proofProblems(proof: Proof, consent: boolean, flags: MigrateFlags): Diagnostic[] {
  if (proof.kind === 'failed') return [problem('migrate.capture', firstAndLast(proof.why))];
  if (proof.kind === 'compared') return isEqual(proof) ? [] : [problem('migrate.parity', proofLine(proof))];
  if (flags.run === false) return [];
  const why = consent
    ? 'There is no Python to run the servers with.'
    : 'The original was not run, so nothing was compared.';
  return [
    problem('migrate.parity', why, { fix: 'Migrate with --run to compare, or with --no-run to leave it.' }),
  ];
}

function proofLine(proof: Proof): string {
  if (proof.kind === 'not-run') return 'Nothing was compared.';
  if (proof.kind === 'failed') return 'The comparison did not come about.';
  const kept = proof.items.filter(({ status }) => status === 'kept').length;
  return `${kept} of ${proof.items.length} items are listed as before.`;
}

function resultJson(made: Migrated, proof: Proof, flags: MigrateFlags): Record<string, unknown> {
  const name = `mcp-${made.server.slug}`;
  return {
    command: 'migrate-existing-server',
    dir: dirOf(flags, made),
    slug: made.server.slug,
    run: { stdio: [name], http: [name, '--http'], path: '/mcp', health: '/health' },
    proof: proof.kind === 'compared' ? { ...proof, equal: isEqual(proof) } : proof,
    changes: Object.fromEntries(made.code.changes),
    findings: made.findings,
    dependencies: made.dependencies,
    files: made.files.map(({ path }) => path),
    left: made.left,
  };
}
