import { autocompleteMultiselect, confirm, isCancel, select, text } from '@clack/prompts';
import type { Asker, Question, Reply, Value } from './types.js';

export interface ClackWorld {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly during: Asker['during'];
}

/** Asks on a terminal that can draw. Esc goes back, Ctrl-C quits: clack tells them apart no further than "cancelled". */
export function clackAsker(world: ClackWorld): Asker {
  let lastKey = '';
  const remember = (_text: string, key: { name?: string; ctrl?: boolean } | undefined): void => {
    lastKey = key?.ctrl === true ? `ctrl-${key.name}` : (key?.name ?? '');
  };
  world.input.on('keypress', remember);
  return {
    async ask(question) {
      lastKey = '';
      const answer = await draw(question, world);
      if (answer !== undefined) return { kind: 'value', value: answer };
      return { kind: lastKey === 'escape' ? 'back' : 'quit' } satisfies Reply;
    },
    tell: (line) => void world.output.write(`${line}\n`),
    during: world.during,
    close: () => {
      world.input.off('keypress', remember);
      world.input.pause();
    },
  };
}

/** The value, or undefined when the prompt was left. */
async function draw(question: Question, world: ClackWorld): Promise<Value | undefined> {
  const common = { message: question.message, input: world.input, output: world.output };
  switch (question.kind) {
    case 'text':
      return drawText(question, common);
    case 'choice': {
      const options = question.items.map((item) => ({ ...item }));
      const initial = question.initial === undefined ? {} : { initialValue: question.initial };
      return settled(await select<string>({ ...common, options, ...initial }));
    }
    case 'several': {
      const options = question.items.map((item) => ({ ...item }));
      const initialValues = [...(question.initial ?? [])];
      return settled(
        await autocompleteMultiselect<string>({
          ...common,
          options,
          initialValues,
          required: question.optional !== true,
          maxItems: 10,
        }),
      );
    }
    case 'yes-no':
      return settled(await confirm({ ...common, initialValue: question.initial }));
    default:
      return question satisfies never;
  }
}

const settled = <T extends Value>(answer: T | symbol): T | undefined =>
  isCancel(answer) ? undefined : (answer as T);

interface Common {
  readonly message: string;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

async function drawText(
  question: Extract<Question, { kind: 'text' }>,
  common: Common,
): Promise<string | undefined> {
  const { check, fallback, initial } = question;
  const answer = await text({
    ...common,
    ...(fallback === undefined ? {} : { placeholder: fallback, defaultValue: fallback }),
    ...(initial === undefined || initial === fallback ? {} : { initialValue: initial }),
    ...(check === undefined
      ? {}
      : {
          validate: (typed) => check(typed === undefined || typed === '' ? (fallback ?? '') : typed.trim()),
        }),
  });
  return settled<string>(answer)?.trim();
}
