import { targetFacts } from '../../generators/registry.js';

/** The language that is meant when nothing is said: the first of the registry. */
export const DEFAULT_TARGET: string = targetFacts[0]?.id ?? '';
