import { goString } from '../../../src/escape/go.js';
import type { Text } from '../../../src/escape/text.js';
import type { JsonValue } from '../../../src/model/types.js';

/** A Go expression, type or statement that is safe to print: made of our words, claimed names and escaped literals only. */
export interface GoCode {
  readonly go: string;
}

/** Our own words: a fixed expression, or a name that was claimed. */
export const code = (go: string): GoCode => ({ go });

/** A string literal. */
export const str = (text: Text): GoCode => code(goString(text));

const INT32 = 2 ** 31;

/** Go's `int` has 32 bits on some machines, and a whole number that is longer than 64 bits is none of its own. */
function numberLiteral(value: number): string {
  if (!Number.isInteger(value)) return String(value);
  if (!Number.isSafeInteger(value)) return `float64(${value})`;
  return Math.abs(value) < INT32 ? String(value) : `int64(${value})`;
}

/** A JSON value that encoding/json writes as it came; the order of members does not matter to it. */
export function literal(value: JsonValue): GoCode {
  if (value === null) return code('nil');
  if (typeof value === 'string') return str(value);
  if (Array.isArray(value)) return listOf('[]any', value.map(literal));
  if (typeof value === 'number') return code(numberLiteral(value));
  if (typeof value === 'boolean') return code(String(value));
  const members = Object.entries(value).map(([name, member]) => `${str(name).go}: ${literal(member).go}`);
  return code(`map[string]any{${members.join(', ')}}`);
}

export const call = (name: string, args: readonly GoCode[]): GoCode =>
  code(`${name}(${args.map(({ go }) => go).join(', ')})`);

/** `[]string{"a", "b"}`; inside another literal the type may be left out. */
export const listOf = (type: string, items: readonly GoCode[]): GoCode =>
  code(`${type}{${items.map(({ go }) => go).join(', ')}}`);
