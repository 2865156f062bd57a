import { pyString, pyValue } from '../../../src/escape/python.js';
import type { Text } from '../../../src/escape/text.js';
import type { JsonValue } from '../../../src/model/types.js';

/** A Python expression that is safe to print: made of our words, claimed names and escaped literals only. */
export interface PyCode {
  readonly python: string;
  /** The members, where it is a union: unions of unions are flattened without parsing text. */
  readonly members?: readonly string[];
}

/** Our own words: a fixed expression, or a name that was claimed. */
export const code = (python: string): PyCode => ({ python });

/** A string literal. */
export const str = (text: Text): PyCode => code(pyString(text));

/** A literal of any JSON value. */
export const literal = (value: JsonValue): PyCode => code(pyValue(value));

export const listOf = (items: readonly PyCode[]): PyCode =>
  code(`[${items.map((item) => item.python).join(', ')}]`);

export const tupleOf = (items: readonly PyCode[]): PyCode =>
  code(items.length === 1 ? `(${items[0]?.python},)` : `(${items.map((item) => item.python).join(', ')})`);

export const dictOf = (entries: readonly (readonly [Text, PyCode])[]): PyCode =>
  code(`{${entries.map(([key, value]) => `${pyString(key)}: ${value.python}`).join(', ')}}`);

export const subscript = (name: string, args: readonly PyCode[]): PyCode =>
  code(`${name}[${args.map((arg) => arg.python).join(', ')}]`);

/** `name=value` of a call; left out when the value is undefined. */
export type Keywords = Readonly<Record<string, PyCode | undefined>>;

export function call(name: string, args: readonly PyCode[], keywords: Keywords = {}): PyCode {
  const named = Object.entries(keywords).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${value.python}`],
  );
  return code(`${name}(${[...args.map((arg) => arg.python), ...named].join(', ')})`);
}
