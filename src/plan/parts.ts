import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { ChosenPart, Feature, Preset, ProjectOptions } from './types.js';

/** Where presets and features come from: the registry of generators. */
export interface PartSource {
  /** Ids of all features, in the order in which they take effect. */
  readonly featureIds: readonly string[];
  readonly feature: (id: string) => Promise<Feature | undefined>;
  readonly preset: (id: string) => Promise<Preset | undefined>;
}

type Choice = Pick<ProjectOptions, 'target' | 'preset' | 'features'>;

/**
 * The parts of the preset and of the features that were chosen, in the order of the registry.
 * Errors: `cli.feature` for what does not go together, all of it at once.
 */
export async function chooseParts(
  choice: Choice,
  source: PartSource,
): Promise<Staged<readonly ChosenPart[]>> {
  const preset = await source.preset(choice.preset);
  if (preset === undefined) return bug(`there is no preset called ${choice.preset}`);
  const wanted = new Set([...preset.features, ...choice.features]);
  const loaded = await Promise.all(
    source.featureIds.filter((id) => wanted.has(id)).map((id) => source.feature(id)),
  );
  const features = loaded.filter((one) => one !== undefined);
  const missing = [...wanted].find((id) => !features.some((one) => one.id === id));
  if (missing !== undefined) return bug(`there is no feature called ${missing}`);
  const wrong = [
    ...unsupported(preset, 'preset', choice.target),
    ...features.flatMap((feature) => unsupported(feature, 'feature', choice.target)),
    ...features.flatMap((feature) => contradictions(feature, wanted)),
  ];
  if (wrong.length > 0) return { ok: false, diagnostics: wrong };
  const chosen = [
    partOf(preset, 'presets', choice.target),
    ...features.map((one) => partOf(one, 'features', choice.target)),
  ];
  const shared = new Set(chosen.flatMap(({ part }) => part.uses ?? []));
  const all = [...chosen, ...[...shared].map((name) => ({ folder: `shared/${name}`, part: {} }))];
  return { ok: true, value: all, diagnostics: [] };
}

const partOf = (one: Feature | Preset, folder: string, target: string): ChosenPart => ({
  folder: `${folder}/${one.id}`,
  part: one.targets[target] ?? {},
});

function unsupported(one: Feature | Preset, kind: 'feature' | 'preset', target: string): Diagnostic[] {
  const targets = Object.keys(one.targets);
  if (targets.includes(target)) return [];
  const fix = `Leave it out, or take --target ${targets.join(' or ')}.`;
  return [problem('cli.feature', `The ${kind} ${one.id} is not there for ${target} projects.`, { fix })];
}

function contradictions({ id, requires, conflicts }: Feature, wanted: ReadonlySet<string>): Diagnostic[] {
  const needed = (requires ?? []).filter((other) => !wanted.has(other));
  const refused = (conflicts ?? []).filter((other) => wanted.has(other.with));
  return [
    ...needed.map((other) =>
      problem('cli.feature', `The feature ${id} needs the feature ${other}.`, {
        fix: `Add --feature ${other}.`,
      }),
    ),
    ...refused.map((other) =>
      problem('cli.feature', `The features ${id} and ${other.with} exclude each other: ${other.because}.`, {
        fix: 'Leave one of them out.',
      }),
    ),
  ];
}

const bug = (message: string): { ok: false; diagnostics: Diagnostic[] } => ({
  ok: false,
  diagnostics: [problem('internal.bug', `Internal error: ${message}.`)],
});
