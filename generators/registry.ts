import type { Feature, Preset, Target, TargetFacts } from '../src/plan/types.js';
import { goFacts } from './targets/go/facts.js';
import { pythonFacts } from './targets/python/facts.js';
import { typescriptFacts } from './targets/typescript/facts.js';

type Registry<T> = Readonly<Record<string, () => Promise<T>>>;

/** What can be chosen, by language. The first is the default. */
export const targetFacts: readonly TargetFacts[] = [pythonFacts, typescriptFacts, goFacts];

/** The output languages by id. Each is loaded when it is asked for, so a language costs nothing until it is used. */
export const targets: Registry<Target> = {
  python: async () => (await import('./targets/python/target.js')).pythonTarget,
  typescript: async () => (await import('./targets/typescript/target.js')).typescriptTarget,
  go: async () => (await import('./targets/go/target.js')).goTarget,
};

/** The features by id, in the order in which they take effect: what comes first stands around what comes later. */
export const features: Registry<Feature> = {
  observability: async () => (await import('./features/observability/feature.js')).observability,
  auth: async () => (await import('./features/auth/feature.js')).auth,
  'rate-limit': async () => (await import('./features/rate-limit/feature.js')).rateLimit,
  health: async () => (await import('./features/health/feature.js')).health,
  shutdown: async () => (await import('./features/shutdown/feature.js')).shutdown,
  'long-operations': async () => (await import('./features/long-operations/feature.js')).longOperations,
  rest: async () => (await import('./features/rest/feature.js')).rest,
  cache: async () => (await import('./features/cache/feature.js')).cache,
  resilience: async () => (await import('./features/resilience/feature.js')).resilience,
  compose: async () => (await import('./features/compose/feature.js')).compose,
  kubernetes: async () => (await import('./features/kubernetes/feature.js')).kubernetes,
  gitlab: async () => (await import('./features/gitlab/feature.js')).gitlab,
  devcontainer: async () => (await import('./features/devcontainer/feature.js')).devcontainer,
  'pre-commit': async () => (await import('./features/pre-commit/feature.js')).preCommit,
  hardening: async () => (await import('./features/hardening/feature.js')).hardening,
  mcpb: async () => (await import('./features/mcpb/feature.js')).mcpb,
  evals: async () => (await import('./features/evals/feature.js')).evals,
  'docs-site': async () => (await import('./features/docs-site/feature.js')).docsSite,
  helm: async () => (await import('./features/helm/feature.js')).helm,
};

/** The shapes of a project by id. */
export const presets: Registry<Preset> = {
  's-tier': async () => (await import('./presets/s-tier/preset.js')).sTier,
  patterns: async () => (await import('./presets/patterns/preset.js')).patterns,
  v2: async () => (await import('./presets/v2/preset.js')).v2,
  minimal: async () => (await import('./presets/minimal/preset.js')).minimal,
  'three-tier': async () => (await import('./presets/three-tier/preset.js')).threeTier,
  enterprise: async () => (await import('./presets/enterprise/preset.js')).enterprise,
};

const find = async <T>(registry: Registry<T>, id: string): Promise<T | undefined> =>
  Object.hasOwn(registry, id) ? registry[id]?.() : undefined;

/** The target with this id, or undefined where there is none. */
export const findTarget = (id: string): Promise<Target | undefined> => find(targets, id);
/** The feature with this id, or undefined where there is none. */
export const findFeature = (id: string): Promise<Feature | undefined> => find(features, id);
/** The preset with this id, or undefined where there is none. */
export const findPreset = (id: string): Promise<Preset | undefined> => find(presets, id);

export const featureIds: readonly string[] = Object.keys(features);
