import type { Feature } from '../../../src/plan/types.js';
import { everyLanguage } from '../../shared/neutral.js';

/** What the base project's container file does not do by itself: run locked down, say what is inside. */
export const hardening: Feature = { id: 'hardening', targets: everyLanguage({}) };
