import { goString } from '../../../src/escape/go.js';
import type { Text } from '../../../src/escape/text.js';

/** A Go expression, type or statement that is safe to print: made of our words, claimed names and escaped literals only. */
export interface GoCode {
  readonly go: string;
}

/** Our own words: a fixed expression, or a name that was claimed. */
export const code = (go: string): GoCode => ({ go });

/** A string literal. */
export const str = (text: Text): GoCode => code(goString(text));

export const call = (name: string, args: readonly GoCode[]): GoCode =>
  code(`${name}(${args.map(({ go }) => go).join(', ')})`);

/** `[]string{"a", "b"}`; inside another literal the type may be left out. */
export const listOf = (type: string, items: readonly GoCode[]): GoCode =>
  code(`${type}{${items.map(({ go }) => go).join(', ')}}`);
