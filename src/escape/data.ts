import type { JsonValue } from '../model/types.js';
import { hideInJson, quote, quoteJson, withoutHidden } from './quote.js';
import { oneLine, openText, type Text } from './text.js';

/** A TOML basic string. */
export const tomlString = (text: Text): string => quote(openText(text));

/** A double-quoted YAML scalar. */
export const yamlString = (text: Text): string => quote(openText(text));

/** A JSON string. */
export const jsonString = (text: Text): string => quoteJson(openText(text));

/** A JSON file: indented by two, hidden characters as escapes, newline at the end. */
export const jsonFile = (value: JsonValue): string => `${hideInJson(JSON.stringify(value, null, 2))}\n`;

/** The same with one line per element of the top-level list: half the size, and still a diff per element. */
export const jsonLines = (values: readonly JsonValue[]): string =>
  values.length === 0
    ? '[]\n'
    : `[\n${values.map((value) => hideInJson(JSON.stringify(value))).join(',\n')}\n]\n`;

/** A comment in an env, ini, TOML or YAML file: one line, no line break of any kind. */
export const hashComment = (text: Text): string =>
  `# ${withoutHidden(oneLine(text).spec, '').replace(/\n/g, ' ')}`.trimEnd();

/** The text where it is safe as an unquoted value in an env file that a shell may source; empty otherwise. */
export const envValue = (text: Text): string => {
  const value = openText(text);
  return /^[A-Za-z0-9:/._~%@+,-]*$/.test(value) ? value : '';
};
