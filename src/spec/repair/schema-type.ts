import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Report } from '../report.js';
import { kindOf, show } from '../show.js';
import { step } from '../trail.js';
import type { Visit } from '../walk/walk.js';

/** `file` is 2.0's, and becomes a binary string in the upgrade. */
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null', 'file']);

/** What people write instead: the type, and a format where that says more. */
const MEANT: Readonly<Record<string, readonly [type: string, format?: string]>> = {
  int: ['integer'],
  int32: ['integer', 'int32'],
  int64: ['integer', 'int64'],
  long: ['integer', 'int64'],
  short: ['integer'],
  float: ['number', 'float'],
  double: ['number', 'double'],
  decimal: ['number'],
  numeric: ['number'],
  str: ['string'],
  text: ['string'],
  char: ['string'],
  date: ['string', 'date'],
  datetime: ['string', 'date-time'],
  'date-time': ['string', 'date-time'],
  timestamp: ['string'],
  uuid: ['string', 'uuid'],
  guid: ['string', 'uuid'],
  email: ['string', 'email'],
  uri: ['string', 'uri'],
  url: ['string', 'uri'],
  password: ['string', 'password'],
  byte: ['string', 'byte'],
  binary: ['string', 'binary'],
  bool: ['boolean'],
  list: ['array'],
  map: ['object'],
  dict: ['object'],
  hash: ['object'],
  json: ['object'],
};

/** Makes `type` a type of JSON Schema, or a list of such. A type that nobody knows goes: then any value is accepted. */
export function mendType(schema: JsonObject, value: JsonValue, at: Visit, report: Report): void {
  if (typeof value === 'string' && TYPES.has(value)) return;
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one === 'string' && TYPES.has(one))
  )
    return;
  const all = (Array.isArray(value) ? value : [value]).map(readType);
  const types = [...new Set(all.flatMap((read) => (read === undefined ? [] : [read[0]])))];
  const [only] = types;
  if (only === undefined) delete schema['type'];
  else schema['type'] = types.length === 1 && !Array.isArray(value) ? only : types;
  const format = all.length === 1 ? all[0]?.[1] : undefined;
  if (format !== undefined) schema['format'] ??= format;
  const outcome = only === undefined ? 'it is ignored' : `it is read as ${types.join(', ')}`;
  const found = typeof value === 'object' ? kindOf(value) : show(value);
  report.warning('spec.schema-type', `The type ${found} is unknown; ${outcome}`, step(at.trail, 'type'));
}

function readType(written: JsonValue): readonly [string, string?] | undefined {
  if (written === null) return ['null'];
  if (typeof written !== 'string') return undefined;
  const lower = written.trim().toLowerCase();
  if (TYPES.has(lower)) return [lower];
  return Object.hasOwn(MEANT, lower) ? MEANT[lower] : undefined;
}
