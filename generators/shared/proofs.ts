import type { ChecklistProof } from '../../src/plan/types.js';

/** A file whose path fits `where` has a text that fits `pattern`; both are regular expressions. */
export const text = (where: string, pattern: string): ChecklistProof => ({
  kind: 'text',
  in: where,
  pattern,
});

/** One of these files is there. */
export const file = (...anyOf: string[]): ChecklistProof => ({ kind: 'file', anyOf });

/** A step of `check` succeeds. */
export const step = (id: string): ChecklistProof => ({ kind: 'step', id });
