import { problem } from '../../diagnostics/catalogue.js';
import { type Diagnostic, EXIT } from '../../diagnostics/types.js';
import { visible } from '../../diagnostics/visible.js';
import { unifiedDiff } from '../../manage/merge/result.js';
import { splitText } from '../../manage/merge/text.js';
import type { Migrated } from '../../migrate/index.js';
import { isEqual, itemsOf, migrationText, type Proof } from '../../migrate/report.js';
import type { Outcome } from '../outcome.js';
import { fileListText, sizesOf } from '../report.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';

export const REPORT = 'MIGRATION.md';

export const dirOf = (flags: MigrateFlags, made: Migrated): string => flags.dir || `mcp-${made.server.slug}`;

/** `--report-only`, `--diff` and `--dry-run`: what would be, and nothing else. */
export function shown(made: Migrated, flags: MigrateFlags, world: World): Outcome {
  const none: Proof = { kind: 'not-run' };
  const text = flags.reportOnly
    ? migrationText(made, none)
    : flags.diff
      ? diffText(made)
      : fileListText(sizesOf(made.files), flags.inPlace ? flags.source : dirOf(flags, made));
  world.screen.say(text.split('\n').map(visible).join('\n'));
  if (!flags.reportOnly) world.screen.say('\nNothing was written.');
  return { exitCode: EXIT.ok, diagnostics: [], json: resultJson(made, none, flags) };
}

/** Each module of the program as it is and as it will be; files that are new as a whole are named. */
function diffText({ server, code, files }: Migrated): string {
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const parts = server.layout.modules.flatMap(({ facts, to }) => {
    const now = contents.get(to);
    if (typeof now !== 'string') return [];
    const body = unifiedDiff(splitText(facts.text).lines, splitText(now).lines);
    const moved = facts.path === to ? [] : [`rename from ${facts.path}`, `rename to ${to}`];
    return [...moved, ...(body.length === 0 ? [] : [`--- ${facts.path}`, `+++ ${to}`, ...body]), ''];
  });
  const carried = new Set(server.layout.modules.map(({ to }) => to));
  const fresh = files.map(({ path }) => path).filter((path) => !carried.has(path) || !code.files.has(path));
  return [...parts, 'New files:', ...fresh.sort().map((path) => `  ${path}`)].join('\n');
}

/** What failed and the last thing that was said; MIGRATION.md has more. */
function firstAndLast(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return visible(others.length === 0 ? first : `${first} ${others.at(-1)?.trim()}`);
}

/** An explicit `--no-run` is a choice; anything else that leaves the parity open is exit 2. */
export function proofProblems(proof: Proof, consent: boolean, flags: MigrateFlags): Diagnostic[] {
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

export function proofLine(proof: Proof): string {
  if (proof.kind === 'not-run') return 'Nothing was compared.';
  if (proof.kind === 'failed') return 'The comparison did not come about.';
  const { items, calls } = proof;
  const kept = items.filter(({ status }) => status === 'kept').length;
  const called =
    calls.calls === 0
      ? ' No call was compared.'
      : ` ${calls.equal} of ${calls.calls} calls came to the same.`;
  return `${kept} of ${items.length} items are listed as before.${called}`;
}

export function resultJson(made: Migrated, proof: Proof, flags: MigrateFlags): Record<string, unknown> {
  const name = `mcp-${made.server.slug}`;
  return {
    command: 'migrate-existing-server',
    dir: flags.inPlace ? flags.source : dirOf(flags, made),
    slug: made.server.slug,
    run: { stdio: [name], http: [name, '--http'], path: '/mcp', health: '/health' },
    proof: proofJson(proof),
    changes: Object.fromEntries(made.code.changes),
    findings: made.findings,
    dependencies: made.dependencies,
    http: {
      libraries: [...made.http.libraries, ...(made.http.vendor?.libraries ?? [])],
      awaited: made.http.awaited,
      kept: made.http.kept,
    },
    files: made.files.map(({ path }) => path),
    left: made.left,
  };
}

function proofJson(proof: Proof): Record<string, unknown> {
  if (proof.kind !== 'compared') return { ...proof, equal: false };
  const { calls, equal, volatile, left } = proof.calls;
  return {
    kind: proof.kind,
    equal: isEqual(proof),
    items: itemsOf(proof),
    calls: { made: calls, equal, volatile, left },
    libraries: proof.libraries,
    made: Object.keys(proof.made),
  };
}
