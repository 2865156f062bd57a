import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../../diagnostics/types.js';
import { type Manifest, sha256 } from '../../manage/manifest.js';
import type { Recorded } from '../../manage/read.js';
import { isMigrated, migratedContract, recordedFacts } from '../../migrate/record.js';
import { DEFAULT_PRESET, DEFAULT_VERSION, TARGET } from '../../migrate/target.js';
import type { ServiceModel } from '../../model/types.js';
import type { ProjectOptions } from '../../plan/types.js';
import type { SpecDocument } from '../../stages.js';
import type { CheckWish } from '../finish.js';
import { remake } from '../regenerate/next.js';
import { modelJson } from '../report.js';
import type { ToolWish } from '../tools.js';
import type { World } from '../world.js';

/** A project that is to be checked, and what it should do. */
export interface Subject {
  readonly composed: CheckWish['composed'];
  /** Undefined where the project was not made of a document. */
  readonly model?: ServiceModel;
  readonly wish: ToolWish;
  /** What has changed since it was made. */
  readonly changed: readonly Diagnostic[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** What a project records of itself, as what it can be held to. */
export async function subjectOf(recorded: Recorded, dir: string, world: World): Promise<Staged<Subject>> {
  if (isMigrated(recorded.manifest.options)) return migratedSubject(recorded, world);
  const made = await remake({ set: {} }, recorded, dir, world);
  if (!made.ok) return made;
  const { document, options, model, composed } = made.value;
  const changed = documentChanged(recorded.manifest, document);
  const value = { composed, model, wish: options, changed, json: modelJson(model) };
  return { ok: true, value, diagnostics: made.diagnostics };
}

async function migratedSubject({ manifest }: Recorded, world: World): Promise<Staged<Subject>> {
  const facts = recordedFacts(manifest.options);
  const target = await (await world.stages()).target(TARGET);
  if (facts === undefined || target === undefined) {
    const message = 'The manifest does not say what the project was made of.';
    return { ok: false, diagnostics: [problem('manage.manifest-broken', message)] };
  }
  const project: ProjectOptions = {
    slug: facts.slug,
    target: TARGET,
    preset: DEFAULT_PRESET,
    features: [],
    languageVersion: manifest.languageVersion ?? DEFAULT_VERSION,
    transports: ['stdio', 'http'],
    generatorVersion: world.version,
    packageManager: 'uv',
  };
  const steps = target.checks(project);
  const composed = { project, run: migratedContract(facts), steps, documents: [] };
  const wish = { target: TARGET, python: 'auto', packageManager: 'uv' };
  const names = facts.offers.flatMap(({ kind, name }) => (kind === 'tool' ? [name] : []));
  return { ok: true, value: { composed, wish, changed: [], json: { tools: names } }, diagnostics: [] };
}

/** A document that was edited since explains what the sessions then find. */
function documentChanged({ document }: Manifest, now: SpecDocument): Diagnostic[] {
  const text = now.files[0]?.text;
  if (text === undefined || sha256(text) === document.sha256) return [];
  const message = `${document.file ?? 'The document'} has changed since the project was generated.`;
  return [problem('manage.out-of-date', message, { severity: 'warning' })];
}
