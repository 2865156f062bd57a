import type { SchemaSet } from '../schema/convert.js';
import { isObject, own, put } from '../json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';

/** What of a schema says nothing about the inside of a value. */
const OUTSIDE = ['description', 'type', 'enum', 'const', 'format', 'deprecated', 'default'] as const;

/**
 * An input schema whose arguments tell nothing beyond `depth` levels inside them. It admits all that the whole one admits, and
 * more: the service itself is then the judge.
 */
export function shallow(schema: JsonSchema, depth: number, schemas: SchemaSet): JsonSchema {
  const { properties, $defs: _, ...rest } = schema;
  const kept: JsonObject = {};
  for (const [name, member] of Object.entries(isObject(properties) ? properties : {}))
    put(kept, name, cut(member, depth, schemas));
  return { ...rest, properties: kept };
}

function cut(value: JsonValue | undefined, depth: number, schemas: SchemaSet): JsonValue {
  if (!isObject(value)) return value ?? true;
  const source = followed(value, schemas);
  const out: JsonObject = {};
  for (const key of OUTSIDE) {
    const said = own(value, key) ?? own(source, key);
    if (said !== undefined) out[key] = said;
  }
  if (depth <= 0) return out;
  const { properties, items, required } = source;
  if (isObject(properties)) {
    const kept: JsonObject = {};
    for (const [name, member] of Object.entries(properties)) put(kept, name, cut(member, depth - 1, schemas));
    out['properties'] = kept;
    if (required !== undefined) out['required'] = required;
  }
  if (isObject(items)) out['items'] = cut(items, depth - 1, schemas);
  return out;
}

function followed(value: JsonObject, schemas: SchemaSet): JsonObject {
  let current = value;
  for (let step = 0; step < 8 && typeof current['$ref'] === 'string'; step++) {
    const next = schemas.follow(current['$ref']);
    if (!isObject(next)) return {};
    current = next;
  }
  return current;
}
