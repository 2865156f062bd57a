import type { JsonValue } from '../model/types.js';
import { escapeHidden, quote, withoutHidden } from './quote.js';
import { openText, type Text } from './text.js';

/** A string literal. */
export const pyString = (text: Text): string => quote(openText(text));

/**
 * A docstring of one or many lines, quotes included. One pass over the characters: backslashes are doubled first, then what
 * could end the literal, then what hides; so no later step can undo an earlier one.
 */
export function pyDocstring(text: Text, indent = 0): string {
  const pad = ' '.repeat(indent);
  const body = openText(text)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, '    ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim()
    .replace(/\\/g, '\\\\')
    .replace(/"{3,}|"+$/g, (run) => run.replace(/"/g, '\\"'));
  const safe = escapeHidden(body).replace(/\n(?!\n)/g, `\n${pad}`);
  return safe.includes('\n') ? `"""${safe}\n${pad}"""` : `"""${safe}"""`;
}

/** `# text`, a comment per line. */
export const pyComment = (text: Text): string =>
  withoutHidden(openText(text), ' ')
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');

/** A JSON value as a Python expression. */
export function pyValue(value: JsonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pyNumber(value);
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(pyValue).join(', ')}]`;
  const members = Object.entries(value).map(([key, member]) => `${quote(key)}: ${pyValue(member)}`);
  return `{${members.join(', ')}}`;
}

/** JavaScript writes 1e21 for integers that Python would then read as floats. */
const pyNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);
