import { resolve } from 'node:path';
import { problem } from '../../diagnostics/catalogue.js';
import { type Diagnostic, EXIT, type Staged } from '../../diagnostics/types.js';
import { textTools } from '../../format/one.js';
import { applyChanges, type Change } from '../../manage/apply/apply.js';
import { projectDisk, thisRun } from '../../manage/apply/disk.js';
import { recover } from '../../manage/apply/recover.js';
import type { ProjectStorage } from '../../manage/apply/storage.js';
import { changesOf } from '../../manage/changes.js';
import { type ContractDiff, compareContracts, readTools } from '../../manage/contract/index.js';
import { contractFile } from '../../manage/contract/file.js';
import { bytesOf, textOf } from '../../manage/decide/content.js';
import { decide } from '../../manage/decide/index.js';
import { moduleRenames } from '../../manage/decide/module-renames.js';
import { type Decision, type Facts, isQuiet } from '../../manage/decide/types.js';
import { type Recorded, readRecorded } from '../../manage/read.js';
import { TOOLS_FILE } from '../../model/edits/starting.js';
import { scanProject } from '../../manage/scan.js';
import { failure, type Outcome, printDiagnostics } from '../outcome.js';
import type { World } from '../world.js';
import { changedAnswers } from './change/answers.js';
import type { RegenerateFlags } from './flags.js';
import { type Next, renderNext } from './next.js';
import { planJson, sayPlan } from './say.js';
import { readingProject } from '../../manage/unreadable.js';
import { unfinished } from './unfinished.js';
import { rightVersion } from './version.js';

/** A regeneration that is decided, and not yet written. */
export interface Plan {
  readonly facts: Facts;
  readonly decision: Decision;
  readonly changes: readonly Change[];
  readonly contract: ContractDiff;
}

/** `create-mcp-server regenerate [dir]`: render again, merge, and apply it whole or not at all. */
export async function regenerate(flags: RegenerateFlags, world: World): Promise<Outcome> {
  const right = rightVersion(flags, world);
  if (!right.ok) return failure(right.diagnostics, world, flags.verbose);
  const dir = resolve(world.cwd, flags.dir);
  const storage = projectDisk(dir);
  const recovered = await readingProject(dir, flags.dir, async () =>
    onlyLooks(flags) ? unfinished(storage, flags.dir) : recover(storage, thisRun, flags.dir),
  );
  if (!recovered.ok) return failure(recovered.diagnostics, world, flags.verbose);
  const planned = await readingProject(dir, flags.dir, () => planRegeneration(flags, storage, dir, world));
  const found = [...recovered.diagnostics, ...planned.diagnostics];
  if (!planned.ok) return failure(found, world, flags.verbose);
  await printDiagnostics(found, world, flags.verbose);
  return settle(flags, planned.value, storage, found, world);
}

async function planRegeneration(
  given: RegenerateFlags,
  storage: ProjectStorage,
  dir: string,
  world: World,
): Promise<Staged<Plan>> {
  const recorded = readRecorded(storage, given.dir);
  if (!recorded.ok) return recorded;
  const changed = changedAnswers(given.change, recorded.value);
  if (!changed.ok) return changed;
  const flags = refreshed({ ...given, set: { ...changed.value, ...given.set } }, recorded.value);
  const next = await renderNext(flags, recorded.value, dir, world);
  if (!next.ok) return next;
  const facts = factsOf(flags, recorded.value, next.value, storage);
  const tools = textTools((path) => {
    const file = facts.disk.get(path);
    return file?.kind === 'file' ? (textOf(file.bytes) ?? '') : '';
  });
  const decision = decide(facts, { ...tools, conflict: flags.conflict });
  if (decision.unsettled.length > 0) return { ok: false, diagnostics: decision.unsettled.map(unsettled) };
  const changes = changesOf(decision, facts, next.value.manifest, recorded.value, storage);
  const contract = contractOf(recorded.value, next.value);
  return { ok: true, value: { facts, decision, changes, contract }, diagnostics: next.diagnostics };
}

/** `--refresh` is `--spec` with the address on record; a document that came from elsewhere is the project's own copy. */
function refreshed(flags: RegenerateFlags, { manifest }: Recorded): RegenerateFlags {
  const { origin } = manifest.document;
  const again = flags.refresh && flags.spec === undefined && /^https?:/.test(origin);
  return again ? { ...flags, spec: origin } : flags;
}

const unsettled = ({ path, line }: { path: string; line: number }): Diagnostic =>
  problem('manage.unsettled', `${path} still has the markers of a conflict.`, {
    place: { file: path, line },
  });

function factsOf(flags: RegenerateFlags, recorded: Recorded, next: Next, storage: ProjectStorage): Facts {
  const { files } = recorded.manifest;
  const documents = new Set([...next.documents, recorded.manifest.document.file]);
  const { before, after } = toolLists(recorded, next);
  return {
    recorded: files,
    base: new Map(Object.entries(recorded.base).map(([path, text]) => [path, bytesOf(text)])),
    disk: scanProject(storage, files, next.files.keys()),
    next: next.files,
    renamed: moduleRenames(
      before,
      after,
      files.map(({ path }) => path),
      new Set(next.files.keys()),
    ),
    replaced: (path) =>
      (flags.spec !== undefined && documents.has(path)) ||
      (flags.set.overlay !== undefined && next.overlays.includes(path)) ||
      (flags.set.toolsFile !== undefined && path === TOOLS_FILE),
  };
}

/** What callers saw when the project was last generated, against what they will see. */
function contractOf(recorded: Recorded, next: Next): ContractDiff {
  const { before, after } = toolLists(recorded, next);
  return compareContracts(readTools(before), readTools(after));
}

/** The two lists of tools; an empty one where a project has none. */
function toolLists(recorded: Recorded, next: Next): { before: string; after: string } {
  const [was, is] = [contractFile(Object.keys(recorded.base)), contractFile(next.files.keys())];
  const now = is === undefined ? undefined : next.files.get(is);
  return {
    before: (was === undefined ? undefined : recorded.base[was]) ?? '{}',
    after: (now === undefined ? undefined : textOf(now.bytes)) ?? '{}',
  };
}

async function settle(
  flags: RegenerateFlags,
  plan: Plan,
  storage: ProjectStorage,
  found: readonly Diagnostic[],
  world: World,
): Promise<Outcome> {
  const looks = onlyLooks(flags);
  const breaks = !looks && plan.contract.breaking && !flags.allowBreaking && inCi(world);
  const writes = !looks && !breaks;
  const json = planJson(flags, plan, writes);
  if (writes) {
    const applied = applyChanges(storage, plan.changes, thisRun, flags.dir);
    const failed = { ...json, written: false };
    if (!applied.ok) return failure([...found, ...applied.diagnostics], world, flags.verbose, failed);
  }
  sayPlan(flags, plan, writes, world.screen);
  const failing = breaks ? [breaking()] : flags.check ? driftOf(flags, plan) : conflictsOf(plan);
  await printDiagnostics(failing, world, flags.verbose);
  const diagnostics = [...found, ...failing];
  return { exitCode: failing.length > 0 ? EXIT.check : EXIT.ok, diagnostics, json };
}

const onlyLooks = (flags: RegenerateFlags): boolean => flags.check || flags.dryRun || flags.diff;

const breaking = (): Diagnostic =>
  problem('manage.breaking', 'The new tools refuse calls that were right before.');

function driftOf(flags: RegenerateFlags, { decision }: Plan): Diagnostic[] {
  if (decision.actions.every(isQuiet)) return [];
  return [problem('manage.out-of-date', `${flags.dir} is out of date.`)];
}

const inCi = ({ env }: World): boolean => !['', '0', 'false'].includes(env['CI'] ?? '');

function conflictsOf({ decision }: Plan): Diagnostic[] {
  return decision.actions
    .filter((action) => action.kind === 'conflict')
    .map(({ path, conflicts, notes }) => {
      const line = conflicts?.[0]?.line;
      const place = { file: path, ...(line === undefined ? {} : { line }) };
      const message = notes[0] ?? `${path}: you and the generator changed the same lines.`;
      return problem('manage.conflict', message, { place });
    });
}
