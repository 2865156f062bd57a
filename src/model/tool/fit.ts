import type { SchemaSet } from '../schema/convert.js';
import type { JsonSchema } from '../types.js';
import { cutAtSentence } from '../words/plain-text.js';
import type { ArgumentPlan } from './arguments.js';
import { inputSchema } from './input-schema.js';
import { shallow } from './shallow.js';

/** A tool larger than this tells nothing about the members of its arguments, when nobody sets a budget. Bytes of JSON. */
const MAX_SCHEMA = 6_000;
/** Names, hints and punctuation of a tool. */
export const FRAME = 160;

/** The texts and the schema of one tool, in the size that it may have. */
export interface Fitted {
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** What was left out, in words; empty when the tool is whole. */
  readonly cut: readonly string[];
  /** False when even the shortest form is larger than the budget. */
  readonly fits: boolean;
}

interface Level {
  readonly inside: 'brief' | 'bare';
  readonly argument: number;
  readonly text: number;
  /** Levels of arguments that are told; all when left out. */
  readonly depth?: number;
  readonly cut?: string;
}

/** From whole to short: texts first, from the inside out, then what is deep inside arguments. */
const LEVELS: readonly Level[] = [
  { inside: 'brief', argument: 200, text: 700 },
  { inside: 'bare', argument: 200, text: 700, cut: 'descriptions inside arguments' },
  { inside: 'bare', argument: 80, text: 700, cut: 'descriptions of arguments beyond 80 characters' },
  { inside: 'bare', argument: 80, text: 300, cut: 'the description beyond 300 characters' },
  { inside: 'bare', argument: 0, text: 300, cut: 'descriptions of arguments' },
  { inside: 'bare', argument: 0, text: 120, cut: 'the description beyond 120 characters' },
  { inside: 'bare', argument: 0, text: 120, depth: 2, cut: 'what is more than two levels inside arguments' },
  { inside: 'bare', argument: 0, text: 120, depth: 1, cut: 'what is more than one level inside arguments' },
  { inside: 'bare', argument: 0, text: 120, depth: 0, cut: 'what is inside arguments' },
];

/** What is to be fitted. */
export interface Whole {
  readonly plan: ArgumentPlan;
  readonly description: string;
  /** Somebody chose these words: they stay. */
  readonly isReviewed: boolean;
  /** Bytes of name and titles. */
  readonly names: number;
}

/** The longest form of a tool that is not larger than `tokens`; without a budget only texts inside arguments are ever cut. */
export function fitTool(whole: Whole, schemas: SchemaSet, tokens: number | undefined): Fitted {
  const levels = tokens === undefined ? LEVELS.slice(0, 2) : LEVELS;
  const cut: string[] = [];
  let made: Fitted | undefined;
  for (const level of levels) {
    const full = inputSchema(whole.plan, schemas, level.inside, level.argument);
    const schema = level.depth === undefined ? full : shallow(full, level.depth, schemas);
    const description = whole.isReviewed ? whole.description : cutAtSentence(whole.description, level.text);
    const bytes = JSON.stringify(schema).length;
    const size = bytes + description.length + whole.names + FRAME;
    const fits = tokens === undefined ? bytes <= MAX_SCHEMA : size <= tokens * 4;
    if (level.cut !== undefined && !same(made, description, schema)) cut.push(level.cut);
    made = { description, inputSchema: schema, cut: [...cut], fits };
    if (fits) break;
  }
  if (made === undefined) throw new Error('there is at least one level');
  return made;
}

const same = (before: Fitted | undefined, description: string, schema: JsonSchema): boolean =>
  before !== undefined &&
  before.description === description &&
  JSON.stringify(before.inputSchema) === JSON.stringify(schema);
