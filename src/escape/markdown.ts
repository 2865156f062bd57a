import type { JsonValue } from '../model/types.js';
import { jsonFile } from './data.js';
import { withoutHidden } from './quote.js';
import { openText, type Text } from './text.js';

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** Text within a line: everything that Markdown or HTML would read as markup is escaped. Never breaks the line. */
export function mdText(text: Text): string {
  const line = withoutHidden(openText(text), '').replace(/\s+/g, ' ').trim();
  return line
    .replace(/[<>&]/g, (char) => ENTITIES[char] ?? char)
    .replace(/[\\`*[\]{}|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&')
    .replace(/^([#+=-]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** Paragraphs: blank lines stay, each line is escaped by itself. */
export const mdBlock = (text: Text): string =>
  withoutHidden(openText(text), '')
    .trim()
    .split('\n')
    .map(mdText)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');

/** A fenced block of JSON. Its strings cannot end the fence: a line of JSON never starts with a backtick. */
export const mdJson = (value: JsonValue): string =>
  `\`\`\`json\n${jsonFile(value).replace(/</g, '\\u003c')}\`\`\``;

/** A code span, also right within a table cell. */
export function mdCode(text: Text): string {
  const line = withoutHidden(openText(text), '').replace(/\s+/g, ' ').trim();
  if (line === '') return '';
  // Some viewers read tags even inside code spans; and a code span cannot say both a backslash and a bar: of `\\|` some
  // viewers take the backslashes as a pair and end the table cell at the bar.
  if (line.includes('<') || line.includes('\\|')) return mdText(line);
  const runs = line.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  // Inside a table GitHub splits cells before it reads code spans, so a bar is escaped even here.
  return `${fence}${pad}${line.replace(/\|/g, '\\|')}${pad}${fence}`;
}
