import type { Dockerfile, Instruction } from 'dockerfile-ast';

/** What a rule says about one line (from 1). */
export interface Remark {
  readonly line: number;
  readonly message: string;
}
export type Rule = (dockerfile: Dockerfile) => Remark[];

/** The line of an instruction, from 1; 1 where there is none. */
export const lineOf = (instruction: Instruction | undefined): number =>
  instruction === undefined ? 1 : instruction.getRange().start.line + 1;
