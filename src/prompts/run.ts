import type { Answers } from '../options/table.js';
import { type Session, type Step, accept, answersOf, goBack, nextStep } from './session.js';
import type { Asker, Preview, Reply, Value } from './types.js';

export interface RunWorld {
  readonly asker: Asker;
  /** Why the folder cannot be used, for the screen; undefined when it can. */
  readonly folderProblem: (dir: string) => Promise<string | undefined>;
  /** What the document says, or why it cannot be used. */
  readonly preview: (answers: Answers) => Promise<Preview | string>;
  /** The summary that is shown before the last question. */
  readonly summary: (answers: Answers) => string;
}

/** Asks until all is said and confirmed. Nothing is written. A document that flags name must be in `start.preview` already. */
export async function runQuestions(start: Session, world: RunWorld): Promise<Answers | 'cancelled'> {
  let session: Session | 'cancelled' | undefined = start;
  while (session !== undefined && session !== 'cancelled') {
    const step = nextStep(session);
    if (step === undefined) {
      if (session.order.length === 0) return answersOf(session);
      const confirmed = await confirm(session, world);
      if (confirmed === 'yes') return answersOf(session);
      session = confirmed === 'back' ? goBack(session) : 'cancelled';
    } else {
      session = await oneStep(session, step, world);
    }
  }
  return 'cancelled';
}

async function oneStep(session: Session, step: Step, world: RunWorld): Promise<Session | 'cancelled'> {
  const reply = await world.asker.ask(step.ask(session));
  if (reply.kind === 'quit') return 'cancelled';
  // There is nothing before the first question: it is asked again.
  if (reply.kind === 'back') return goBack(session) ?? session;
  const next = accept(session, step, reply.value);
  if (step.id === 'dir')
    return (await folderIsFine(reply.value, world)) ? next : again(session, step, reply.value);
  return step.settlesDocument === true ? settle(session, next, world) : next;
}

/** The same question again, with what was typed. */
const again = (session: Session, step: Step, value: Value): Session => ({
  ...session,
  before: { ...session.before, [step.id]: value },
});

async function folderIsFine(value: Value, world: RunWorld): Promise<boolean> {
  const problem = await world.folderProblem(String(value));
  if (problem !== undefined) world.asker.tell(problem);
  return problem === undefined;
}

/** Loads the document as soon as the answers name one; on a problem, the question stands again. */
async function settle(from: Session, next: Session, world: RunWorld): Promise<Session> {
  const answers = { ...next.given, ...answersOf(next) };
  const named = answers.spec !== undefined || answers.sample === true || answers.resource !== undefined;
  if (!named) return next;
  const preview = await world.asker.during('Read the document', () => world.preview(answers));
  if (typeof preview !== 'string') return { ...next, preview };
  world.asker.tell(preview);
  return { ...from, before: next.before };
}

async function confirm(session: Session, world: RunWorld): Promise<'yes' | 'back' | 'cancelled'> {
  world.asker.tell(world.summary(answersOf(session)));
  const reply: Reply = await world.asker.ask({
    kind: 'choice',
    message: 'Create the project?',
    items: [
      { value: 'yes', label: 'Yes' },
      { value: 'back', label: 'Change an answer', hint: 'Esc goes one question back' },
      { value: 'no', label: 'No', hint: 'write nothing' },
    ],
  });
  if (reply.kind === 'back') return 'back';
  if (reply.kind === 'quit' || reply.value === 'no') return 'cancelled';
  return reply.value === 'yes' ? 'yes' : 'back';
}
