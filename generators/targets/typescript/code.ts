import type { Text } from '../../../src/escape/text.js';
import { tsKey, tsString, tsValue } from '../../../src/escape/typescript.js';
import type { JsonValue } from '../../../src/model/types.js';

/** TypeScript that is safe to print: made of our words, claimed names and escaped literals only. */
export interface TsCode {
  readonly ts: string;
}

/** Our own words: a fixed expression, or a name that was claimed. */
export const code = (ts: string): TsCode => ({ ts });

export const str = (text: Text): TsCode => code(tsString(text));

/** A literal of any JSON value. */
export const literal = (value: JsonValue): TsCode => code(tsValue(value));

export const listOf = (items: readonly TsCode[]): TsCode => code(`[${items.map(({ ts }) => ts).join(', ')}]`);

/** An object; entries without a value are left out. */
export const objectOf = (entries: readonly (readonly [Text, TsCode | undefined])[]): TsCode => {
  const members = entries.flatMap(([key, value]) =>
    value === undefined ? [] : [`${tsKey(key)}: ${value.ts}`],
  );
  return code(members.length === 0 ? '{}' : `{ ${members.join(', ')} }`);
};

/** A call; trailing arguments that are undefined are left out. */
export function call(name: string, ...args: readonly (TsCode | undefined)[]): TsCode {
  const last = args.findLastIndex((arg) => arg !== undefined);
  const given = args.slice(0, last + 1).map((arg) => arg?.ts ?? 'undefined');
  return code(`${name}(${given.join(', ')})`);
}

/** An object of options, undefined where none is said. */
export function optionsOf(entries: Readonly<Record<string, TsCode | undefined>>): TsCode | undefined {
  const said = Object.entries(entries).filter(([, value]) => value !== undefined);
  return said.length === 0 ? undefined : objectOf(said);
}
