import { problem } from './diagnostics/catalogue.js';
import type { Staged } from './diagnostics/types.js';
import type { ServiceModel } from './model/types.js';
import { overrideDocument } from './options/override.js';
import type { Options } from './options/resolve.js';
import type { PartSource } from './plan/index.js';
import type { ChosenPart, ProjectOptions, Target } from './plan/types.js';
import type {
  BuildModel,
  KnownName,
  LoadPolicy,
  LoadSpec,
  PlanProject,
  RenderPlan,
  SpecDocument,
} from './stages.js';

/** The stages between a document and the files, as the composition needs them. */
export interface Stages {
  readonly loadSpec: LoadSpec;
  /** What loading may take when nobody says otherwise. */
  readonly loadPolicy: LoadPolicy;
  readonly buildModel: BuildModel;
  readonly planProject: PlanProject;
  readonly renderPlan: RenderPlan;
  readonly target: (id: string) => Promise<Target | undefined>;
  /** The preset and the features of a project; errors: `cli.feature`. */
  readonly parts: (
    choice: Pick<ProjectOptions, 'target' | 'preset' | 'features'>,
  ) => Promise<Staged<readonly ChosenPart[]>>;
}

async function registry(): Promise<PartSource & { target: Stages['target'] }> {
  const found = await import('../generators/registry.js');
  const { featureIds, findFeature: feature, findPreset: preset, findTarget: target } = found;
  return { featureIds, feature, preset, target };
}

/** The real ones, in chunks of their own; those that render are loaded only when something is rendered. */
export async function loadStages(): Promise<Stages> {
  const [spec, model, plan] = await Promise.all([
    import('./spec/index.js'),
    import('./model/index.js'),
    import('./plan/index.js'),
  ]);
  return {
    loadSpec: spec.loadSpec,
    loadPolicy: spec.DEFAULT_LOAD_POLICY,
    buildModel: model.buildModel,
    planProject: plan.planProject,
    renderPlan: async (...wanted) => (await import('./render/index.js')).renderPlan(...wanted),
    target: async (id) => (await registry()).target(id),
    parts: async (choice) => plan.chooseParts(choice, await registry()),
  };
}

/**
 * Builds the model that the answers ask for; `known` operations keep their names. Errors: those of the model stage, and
 * `cli.empty`.
 */
export function modelOf(
  document: SpecDocument,
  options: Options,
  stages: Stages,
  known: readonly KnownName[] = [],
): Staged<ServiceModel> {
  const built = stages.buildModel(overrideDocument(document, options), {
    tools: options.tools,
    strictText: options.strictText,
    outputSchemas: options.outputSchemas,
    ...(options.toolBudget === undefined ? {} : { toolBudget: Number(options.toolBudget) }),
    ...(options.packageName === undefined ? {} : { slug: options.packageName }),
    ...(options.pin === undefined ? {} : { pinned: options.pin }),
    known,
  });
  if (!built.ok || built.value.tools.length > 0) return built;
  const message =
    built.value.operations.length === 0
      ? `${document.name} has no operations.`
      : `None of the ${built.value.operations.length} operations of ${document.name} is chosen by --tools ${options.tools}.`;
  return { ok: false, diagnostics: [...built.diagnostics, problem('cli.empty', message)] };
}
