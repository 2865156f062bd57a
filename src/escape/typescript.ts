import type { JsonValue } from '../model/types.js';
import { hideInJson, quoteJson, withoutHidden } from './quote.js';
import { openText, type Text } from './text.js';

/** A string literal. */
export const tsString = (text: Text): string => quoteJson(openText(text));

/** The name of a property: as it is where it is an identifier. `__proto__` would set the prototype and is computed. */
export function tsKey(text: Text): string {
  const name = openText(text);
  if (name === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : tsString(text);
}

/** A JSON value as an expression; strings hold no hidden characters. */
export function tsValue(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return hideInJson(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(tsValue).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${tsKey(key)}: ${tsValue(member)}`);
  return `{ ${members.join(', ')} }`;
}

/**
 * A comment of documentation, of one or many lines. Nothing in it ends the comment, and nothing at a line's start is read as a
 * tag: `@internal` of a document would take a name out of the types.
 */
export function tsDoc(text: Text, indent = 0): string {
  const pad = ' '.repeat(indent);
  const lines = withoutHidden(openText(text), '')
    .replace(/\t/g, '    ')
    .replace(/\*\//g, '*\\/')
    .replace(/^(\s*)@/gm, '$1\\@')
    .split('\n')
    .map((line) => line.trimEnd());
  const [only = '', ...more] = lines.join('\n').trim().split('\n');
  if (more.length === 0) return `/** ${only} */`;
  return ['/**', ...[only, ...more].map((line) => `${pad} * ${line}`.trimEnd()), `${pad} */`].join('\n');
}
