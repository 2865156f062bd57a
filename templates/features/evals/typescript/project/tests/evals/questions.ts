/** The questions, and what counts as an answer. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** A call of a tool, with all of its arguments. */
export interface Call {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a person asks, and the calls that answer it, in any order. */
export interface Question {
  /** A name that is used once. */
  readonly id: string;
  readonly question: string;
  /** Every one of them has to be made; others may be made as well. */
  readonly calls: readonly Call[];
}

export const loadQuestions = (file: string): readonly Question[] =>
  JSON.parse(readFileSync(file, 'utf8')) as readonly Question[];

/** One that goes through `call_operation` is that of the operation behind it. */
export function realCall(call: Call): Call {
  const { name, arguments: inner = {} } = call.arguments;
  if (call.tool !== 'call_operation') return call;
  return { tool: String(name), arguments: inner as Call['arguments'] };
}

/** Whether every call that the question wants was made, with just its arguments. */
export const isAnswered = ({ calls }: Question, made: readonly Call[]): boolean =>
  calls.every((wanted) => made.some((one) => isDeepStrictEqual(realCall(one), wanted)));
