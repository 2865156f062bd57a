import type { JsonValue } from '../../model/types.js';
import type { Report } from '../report.js';
import { show } from '../show.js';
import type { ParsedFile } from './file.js';
import { indexMembers, skipSpace, skipString } from './json-position.js';
import { lineIndex } from './lines.js';

/**
 * Reports keys that are written twice in one object; `JSON.parse` keeps the last and says nothing. First it only counts
 * the keys in the text and in the value: nearly always they are equally many.
 */
export function reportTwice(file: ParsedFile, report: Report): void {
  if (countKeys(file.text) === countMembers(file.value)) return;
  const lineAt = lineIndex(file.text);
  const open = [skipSpace(file.text, 0)];
  for (let start = open.pop(); start !== undefined; start = open.pop()) {
    const members = indexMembers(file.text, start, (key, at) => {
      const message = `The key ${show(key)} is written twice; the duplicate before this one is ignored`;
      report.warning('spec.duplicate-key', message, { file: file.name, ...lineAt(at) });
    });
    for (const { value } of members.values()) open.push(value);
  }
}

const COLON = 58;

function countKeys(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    at = skipString(text, at);
    const next = text.charCodeAt(at);
    if (next === COLON || (next <= 32 && text.charCodeAt(skipSpace(text, at)) === COLON)) count += 1;
  }
  return count;
}

function countMembers(root: JsonValue): number {
  let count = 0;
  const open: JsonValue[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    for (const key in value) {
      if (!isList) count += 1;
      const child = (value as Record<string, JsonValue>)[key];
      if (typeof child === 'object' && child !== null) open.push(child);
    }
  }
  return count;
}
