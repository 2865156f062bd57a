import { createInterface } from 'node:readline';
import type { Asker, Item, Question, Reply, Value } from './types.js';

export interface PlainWorld {
  readonly input: NodeJS.ReadableStream;
  readonly write: (text: string) => void;
  readonly during: Asker['during'];
}

/**
 * Asks line by line, without moving the cursor: for TERM=dumb, and for screen readers. `back` goes one step back, an
 * empty line takes what stands in brackets, the end of input quits.
 */
export function plainAsker(world: PlainWorld): Asker {
  const reader = createInterface({ input: world.input, terminal: false });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(question) {
      world.write(introduction(question));
      for (;;) {
        world.write('> ');
        const line = await lines.next();
        if (line.done === true) return { kind: 'quit' };
        const reply = understand(question, line.value.trim());
        if (typeof reply !== 'string') return reply;
        world.write(`${reply}\n`);
      }
    },
    tell: (line) => world.write(`${line}\n`),
    during: world.during,
    close: () => reader.close(),
  };
}

function introduction(question: Question): string {
  const start = startOf(question);
  const head = `${question.message}${start === '' ? '' : ` [${start}]`}`;
  if (question.kind === 'text') return `${head}\n`;
  if (question.kind === 'yes-no') return `${head} (yes, no)\n`;
  const items = question.items.map(
    (item, index) => `  ${index + 1}  ${item.label}${item.hint === undefined ? '' : ` (${item.hint})`}\n`,
  );
  return `${head}\n${items.join('')}${question.kind === 'several' ? severalHint(question.optional) : ''}`;
}

const severalHint = (optional: true | undefined): string =>
  `Numbers with commas between, or all${optional ? ', or none' : ''}\n`;

/** What an empty line means. */
function startOf(question: Question): string {
  switch (question.kind) {
    case 'text':
      return question.initial ?? question.fallback ?? '';
    case 'choice':
      return String(Math.max(0, indexOf(question.items, question.initial)) + 1);
    case 'several':
      return (question.initial ?? []).map((value) => indexOf(question.items, value) + 1).join(',');
    case 'yes-no':
      return question.initial ? 'yes' : 'no';
    default:
      return question satisfies never;
  }
}

const indexOf = (items: readonly Item[], value: string | undefined): number =>
  items.findIndex((item) => item.value === value);

/** A reply, or why the line is no answer. */
function understand(question: Question, line: string): Reply | string {
  if (line === 'back') return { kind: 'back' };
  const text = line === '' ? startOf(question) : line;
  switch (question.kind) {
    case 'text':
      return question.check?.(text) ?? value(text);
    case 'yes-no':
      return /^(y|yes|n|no)$/i.test(text) ? value(/^y/i.test(text)) : 'Answer yes or no.';
    case 'choice': {
      const item = picked(question.items, text);
      return item === undefined
        ? `Answer with a number from 1 to ${question.items.length}.`
        : value(item.value);
    }
    case 'several': {
      if (question.optional && (text === 'none' || text === '')) return value([]);
      if (text === 'all') return value(question.items.map((item) => item.value));
      const items = text.split(',').map((part) => picked(question.items, part.trim()));
      const known = items.filter((item) => item !== undefined);
      return known.length < items.length
        ? 'Answer with numbers, or all.'
        : value(known.map((item) => item.value));
    }
    default:
      return question satisfies never;
  }
}

const value = (answer: Value): Reply => ({ kind: 'value', value: answer });

const picked = (items: readonly Item[], text: string): Item | undefined =>
  items.find((item) => item.value === text) ?? items[Number(text) - 1];
