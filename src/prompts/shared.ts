import type { OptionKey } from '../options/table.js';
import { valueProblem } from '../options/values.js';
import type { Session } from './session.js';
import type { Value } from './types.js';

/** The problem with a value as one text for the screen. */
export function complaint(key: OptionKey, value: string): string | undefined {
  const problem = valueProblem(key, value);
  return problem === undefined ? undefined : `${problem.message} ${problem.fix}`;
}

export const textOf = (value: Value): string => (typeof value === 'string' ? value : '');

/** What was answered before going back, to start from. */
export function beforeText(session: Session, id: string): { readonly initial?: string } {
  const old = session.before[id];
  return typeof old === 'string' ? { initial: old } : {};
}
