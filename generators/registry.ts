import type { Target, TargetFacts } from '../src/plan/types.js';
import { pythonFacts } from './targets/python/facts.js';

/** What can be chosen, by language. The first is the default. */
export const targetFacts: readonly TargetFacts[] = [pythonFacts];

/** The output languages by id. Each is loaded when it is asked for, so a language costs nothing until it is used. */
export const targets: Readonly<Record<string, () => Promise<Target>>> = {
  python: async () => (await import('./targets/python/target.js')).pythonTarget,
};

/** The target with this id, or undefined where there is none. */
export async function findTarget(id: string): Promise<Target | undefined> {
  return Object.hasOwn(targets, id) ? targets[id]?.() : undefined;
}
