import type { Answers } from '../options/table.js';
import { STEPS } from './steps.js';
import type { Preview, Question, Value } from './types.js';

/** What has been said so far. Plain data: going back is dropping the last answer. */
export interface Session {
  /** From flags and the answers file: never asked. */
  readonly given: Answers;
  readonly values: Readonly<Record<string, Value>>;
  /** Ids of the answered steps, in order. */
  readonly order: readonly string[];
  /** Answers that were taken back, offered again. */
  readonly before: Readonly<Record<string, Value>>;
  /** Set as soon as the document is known. */
  readonly preview?: Preview;
  /** An OpenAPI document that lies in the current folder, to be offered. */
  readonly nearby?: string;
}

export interface Step {
  readonly id: string;
  readonly applies: (session: Session) => boolean;
  readonly ask: (session: Session) => Question;
  readonly answers: (value: Value, session: Session) => Answers;
  /** The document is known after this step: load it, show what is wrong, and ask again if it cannot be used. */
  readonly settlesDocument?: boolean;
}

export const startSession = (given: Answers, nearby?: string): Session => ({
  given,
  values: {},
  order: [],
  before: {},
  ...(nearby === undefined ? {} : { nearby }),
});

/** The first step that applies and has no answer; undefined when all is said. */
export function nextStep(session: Session): Step | undefined {
  return stepsOf(session).find((step) => !(step.id in session.values) && step.applies(session));
}

/** The steps as they stand now: a service without a document has three more for each resource. */
export const stepsOf = (session: Session): readonly Step[] => STEPS.flatMap((steps) => steps(session));

export function accept(session: Session, step: Step, value: Value): Session {
  return {
    ...session,
    values: { ...session.values, [step.id]: value },
    order: [...session.order, step.id],
    before: { ...session.before, [step.id]: value },
  };
}

/** One step back; undefined at the first question. */
export function goBack(session: Session): Session | undefined {
  const last = session.order.at(-1);
  if (last === undefined) return undefined;
  const { [last]: _dropped, ...values } = session.values;
  return { ...session, values, order: session.order.slice(0, -1) };
}

/** The answers of all steps that were asked and still apply. */
export function answersOf(session: Session): Answers {
  const parts = stepsOf(session).map((step) => {
    const value = session.values[step.id];
    return value !== undefined && step.applies(session) ? step.answers(value, session) : {};
  });
  return Object.assign({}, ...parts);
}
