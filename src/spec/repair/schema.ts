import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own } from '../json.js';
import type { Report } from '../report.js';
import { quote } from '../show.js';
import { step } from '../trail.js';
import type { Visit } from '../walk/walk.js';
import { mendType } from './schema-type.js';

/** What a keyword's value should be; `undefined` from `read` means that nothing can be made of it. */
interface Rule {
  readonly wanted: string;
  readonly fits: (value: JsonValue) => boolean;
  readonly read?: (value: JsonValue) => JsonValue | undefined;
}

const numeric = (value: JsonValue): JsonValue | undefined =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;

const boolish = (value: JsonValue): JsonValue | undefined =>
  value === 'true' || value === 'false' ? value === 'true' : undefined;

const NUMBER: Rule = { wanted: 'a number', fits: (value) => typeof value === 'number', read: numeric };
const COUNT: Rule = {
  wanted: 'a whole number, not negative',
  fits: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
  read: (value) => {
    const number = numeric(value);
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
  },
};
const LIMIT: Rule = {
  wanted: 'a number or true/false',
  fits: (value) => typeof value === 'number' || typeof value === 'boolean',
  read: (value) => numeric(value) ?? boolish(value),
};
const FLAG: Rule = { wanted: 'true or false', fits: (value) => typeof value === 'boolean', read: boolish };
const TEXT: Rule = {
  wanted: 'a text',
  fits: (value) => typeof value === 'string',
  read: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined),
};
const NAMES: Rule = {
  wanted: 'a list of names',
  fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  read: (value) => {
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined;
  },
};
const VALUES: Rule = {
  wanted: 'a list with at least one value',
  fits: (value) => Array.isArray(value) && value.length > 0,
  read: (value) => (typeof value === 'object' || value === '' ? undefined : [value]),
};
const PATTERN: Rule = { wanted: 'a valid regular expression', fits: (value) => isPattern(value) };
const SCHEMA: Rule = {
  wanted: 'a schema or true/false',
  fits: (value) => isObject(value) || typeof value === 'boolean',
  read: boolish,
};

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['required', NAMES],
  ['enum', VALUES],
  [
    'multipleOf',
    { ...NUMBER, wanted: 'a number above 0', fits: (value) => typeof value === 'number' && value > 0 },
  ],
  ['minimum', NUMBER],
  ['maximum', NUMBER],
  ['exclusiveMinimum', LIMIT],
  ['exclusiveMaximum', LIMIT],
  ['minLength', COUNT],
  ['maxLength', COUNT],
  ['minItems', COUNT],
  ['maxItems', COUNT],
  ['minProperties', COUNT],
  ['maxProperties', COUNT],
  ['uniqueItems', FLAG],
  ['nullable', FLAG],
  ['readOnly', FLAG],
  ['writeOnly', FLAG],
  ['deprecated', FLAG],
  ['pattern', PATTERN],
  ['format', TEXT],
  ['title', TEXT],
  ['description', TEXT],
  ['additionalProperties', SCHEMA],
]);

/** Mends a schema's own keywords; the schemas below it are visited by themselves. */
export function mendSchema(at: Visit, schema: JsonObject, report: Report): void {
  for (const key in schema) mendKeyword(schema, key, at, report);
}

/** Mends one keyword, if it is there and known. */
export function mendKeyword(schema: JsonObject, key: string, at: Visit, report: Report): void {
  const value = own(schema, key);
  if (value === undefined) return;
  if (key === 'type') mendType(schema, value, at, report);
  else if (key === 'items' && Array.isArray(value)) mendItems(schema, value, at, report);
  else {
    const rule = RULES.get(key);
    if (rule !== undefined && !rule.fits(value)) applyRule(schema, key, value, rule, at, report);
  }
}

function applyRule(
  schema: JsonObject,
  key: string,
  value: JsonValue,
  rule: Rule,
  at: Visit,
  report: Report,
): void {
  const read = rule.read?.(value);
  if (read === undefined || !rule.fits(read)) delete schema[key];
  else schema[key] = read;
  // null is how YAML spells an empty line; a missing description is no news.
  if (value === null && rule === TEXT) return;
  const outcome = read === undefined ? 'it is ignored' : `it is read as ${quote(read)}`;
  const message = `${key} must be ${rule.wanted}, ${quote(value)} is invalid; ${outcome}`;
  report.warning('spec.schema-keyword', message, step(at.trail, key));
}

/** Lists of schemas by place are `prefixItems` since 3.1; a list of one was mostly meant as the schema itself. */
function mendItems(schema: JsonObject, items: JsonValue[], at: Visit, report: Report): void {
  const [only] = items;
  delete schema['items'];
  if (items.length === 1 && only !== undefined) schema['items'] = only;
  else if (items.length > 1) schema['prefixItems'] ??= items;
  const outcome = items.length > 1 ? 'prefixItems' : 'a single schema';
  report.repair(
    'spec.schema-items',
    `items must be a schema, not a list; it is read as ${outcome}`,
    step(at.trail, 'items'),
  );
}

const known = new Map<string, boolean>();

/** Whether an ECMA-262 engine accepts it: with `u` as JSON Schema wants it, or without, as people write it. */
function isPattern(value: JsonValue): boolean {
  if (typeof value !== 'string') return false;
  let valid = known.get(value);
  if (valid === undefined) {
    valid = compiles(value, 'u') || compiles(value, '');
    if (known.size > 10_000) known.clear();
    known.set(value, valid);
  }
  return valid;
}

function compiles(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) !== undefined;
  } catch {
    return false;
  }
}
