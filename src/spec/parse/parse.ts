import type { JsonValue } from '../../model/types.js';
import { toPointer } from '../pointer.js';
import type { Report } from '../report.js';
import type { ParsedFile } from './file.js';
import { findJsonError } from './json-error.js';
import { jsonLocator } from './json-position.js';
import { reportTwice } from './json-twice.js';
import { lineIndex } from './lines.js';
import { sanitise } from './sanitise.js';

/**
 * Parses JSON or YAML, whichever the text is. JSON is tried first wherever the text can be JSON: it is thirty times
 * faster, and its errors are clearer. Undefined when the report says why not.
 */
export async function parseText(name: string, text: string, report: Report): Promise<ParsedFile | undefined> {
  if (isMarkup(text))
    return { name, text, format: 'yaml', value: '', place: () => ({ file: name, line: 1, column: 1 }) };
  const file = startsLikeJson(text) ? parseJson(name, text, report) : undefined;
  if (file === 'refused') return undefined;
  const parsed = file ?? (await parseAsYaml(name, text, report));
  if (parsed === undefined) return undefined;
  if (parsed.format === 'json') reportTwice(parsed, report);
  sanitise(parsed, report);
  return report.failed ? undefined : parsed;
}

async function parseAsYaml(name: string, text: string, report: Report): Promise<ParsedFile | undefined> {
  const { parsePlainYaml } = await import('./yaml-events.js');
  const plain = parsePlainYaml(name, text);
  if (plain !== undefined) return plain;
  const { parseYaml } = await import('./yaml.js');
  return parseYaml(name, text, report);
}

/** A web page, as servers send for a login or an error. As YAML it is a text at best, and a confusing error at worst. */
const isMarkup = (text: string): boolean => /^\s*<[!?a-z]/i.test(text);

const startsLikeJson = (text: string): boolean => /^\s*["{[\d-]|^\s*(?:true|false|null)\s*$/.test(text);

/** The file; `refused` for JSON with a mistake; undefined for what may be YAML. */
function parseJson(name: string, text: string, report: Report): ParsedFile | 'refused' | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    if (!isMeantAsJson(name, text)) return undefined;
    const { offset, message } = findJsonError(text);
    report.error('spec.json-syntax', message, { file: name, ...lineIndex(text)(offset) });
    return 'refused';
  }
  const locate = jsonLocator(text);
  const lineAt = lineIndex(text);
  return {
    name,
    text,
    format: 'json',
    value,
    place: (segments) => ({ file: name, ...lineAt(locate(segments)), pointer: toPointer(segments) }),
  };
}

/** A YAML flow map starts with a brace too, but hardly ever with a name in double quotes. */
function isMeantAsJson(name: string, text: string): boolean {
  if (/\.ya?ml$/i.test(name)) return false;
  return /^\s*(?:\{\s*["}]|\[\s*[\]{["])/.test(text) || (/\.json$/i.test(name) && /^\s*[{[]/.test(text));
}
