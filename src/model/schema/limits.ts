/** Keywords that hold a number, with the spellings of all versions (`exclusiveMinimum: true` of 3.0). */
import type { JsonObject, JsonValue } from '../types.js';
import type { Mend } from './values.js';

const COUNTS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
] as const;

function number(value: JsonValue | undefined): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

/** Copies every limit of `schema` that means something to `out`. */
export function copyLimits(schema: JsonObject, out: JsonObject, mend: Mend): void {
  copyBound(schema, out, 'minimum', 'exclusiveMinimum', mend);
  copyBound(schema, out, 'maximum', 'exclusiveMaximum', mend);
  const step = number(schema['multipleOf']);
  if (step !== undefined && step > 0) out['multipleOf'] = step;
  else if (schema['multipleOf'] !== undefined)
    mend('schema.limit', 'multipleOf is no positive number, and is not used');
  for (const name of COUNTS) {
    if (schema[name] === undefined) continue;
    const count = number(schema[name]);
    if (count !== undefined && Number.isInteger(count) && count >= 0) out[name] = count;
    else mend('schema.limit', `${name} is no count, and is not used`);
  }
}

function copyBound(schema: JsonObject, out: JsonObject, name: string, exclusive: string, mend: Mend): void {
  const bound = number(schema[name]);
  if (schema[name] !== undefined && bound === undefined)
    mend('schema.limit', `${name} is no number, and is not used`);
  if (bound !== undefined) out[schema[exclusive] === true ? exclusive : name] = bound;
  const strict = number(schema[exclusive]);
  if (strict !== undefined) out[exclusive] = strict;
}
