import { isObject, put } from '../json.js';
import type { Detail } from '../schema/notes.js';
import type { Converted, SchemaSet } from '../schema/convert.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';
import { cutAtSentence, oneLine } from '../words/plain-text.js';
import type { ArgumentPlan, Planned } from './arguments.js';

/** Characters of an argument's description. */
const MAX_DESCRIPTION = 200;

/**
 * The schema of a tool's arguments: exactly what the document demands of each. `inside` says how much is told about the
 * members of arguments.
 */
export function inputSchema(
  plan: ArgumentPlan,
  schemas: SchemaSet,
  inside: Exclude<Detail, 'full'>,
): JsonSchema {
  const properties: JsonObject = {};
  for (const argument of plan.arguments)
    put(properties, argument.name, argumentSchema(argument, schemas, inside));
  const required = plan.arguments.filter((argument) => argument.required).map((argument) => argument.name);
  const defs = definitions(properties, schemas, inside);
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(plan.together === undefined ? {} : { dependentRequired: dependents(plan.together) }),
    additionalProperties: false,
    ...(Object.keys(defs).length > 0 ? { $defs: defs } : {}),
  };
}

/** "If any member is given, the required ones are": an optional body that is sent must be whole. */
function dependents(together: NonNullable<ArgumentPlan['together']>): JsonObject {
  const out: JsonObject = {};
  for (const name of together.members) {
    const needs = together.required.filter((other) => other !== name);
    if (needs.length > 0) out[name] = needs;
  }
  return out;
}

function argumentSchema(argument: Planned, schemas: SchemaSet, inside: Detail): JsonSchema {
  const converted = schemas.convert(argument.schema, argument.pointer, inside === 'bare' ? 'bare' : 'full');
  const schema: JsonSchema = converted === false ? { not: {} } : converted === true ? {} : { ...converted };
  if (argument.file) asBase64(schema);
  const text = describe(argument, schema);
  delete schema['description'];
  const described: JsonSchema = text === '' ? schema : { description: text, ...schema };
  return argument.deprecated ? { ...described, deprecated: true } : described;
}

function describe(argument: Planned, schema: JsonSchema): string {
  const given = argument.description;
  const own = typeof schema['description'] === 'string' ? schema['description'] : fromSchema(argument.schema);
  const text = cutAtSentence(given === undefined ? own : oneLine(given), MAX_DESCRIPTION);
  if (!argument.file) return text;
  return text === '' ? 'The content, as base64.' : `${text.replace(/[.\s]+$/, '')}. The content, as base64.`;
}

function fromSchema(schema: JsonValue | undefined): string {
  return isObject(schema) && typeof schema['description'] === 'string' ? oneLine(schema['description']) : '';
}

/** Bytes cannot stand in JSON: the argument, or each item of a list, is base64 text. */
function asBase64(schema: JsonSchema): void {
  const { items } = schema;
  if (schema['type'] === 'array' && isObject(items)) {
    schema['items'] = { ...withoutBinary(items), type: 'string', contentEncoding: 'base64' };
    return;
  }
  if (schema['format'] === 'binary') delete schema['format'];
  schema['contentEncoding'] = 'base64';
  schema['type'] ??= 'string';
}

const withoutBinary = (schema: JsonObject): JsonObject => {
  const { format, ...rest } = schema;
  return format === undefined || format === 'binary' ? rest : schema;
};

/** Every definition that is reachable, in the order of reaching. */
function definitions(properties: JsonObject, schemas: SchemaSet, detail: Detail): JsonObject {
  const found = new Map<string, Converted>();
  const todo: string[] = [];
  const look = (value: JsonValue): void => {
    for (const name of namesIn(value)) {
      if (found.has(name)) continue;
      const schema = schemas.definition(name, detail);
      found.set(name, schema);
      todo.push(name);
    }
  };
  for (const property of Object.values(properties)) look(property);
  for (let next = 0; next < todo.length; next++) look(found.get(todo[next] ?? '') ?? true);
  const out: JsonObject = {};
  for (const [name, schema] of found) put(out, name, schema);
  return out;
}

/** Definitions that a schema names; remembered per schema, as the same ones are looked at for every tool. */
const known = new WeakMap<JsonObject, readonly string[]>();

function namesIn(value: JsonValue): readonly string[] {
  if (!isObject(value)) return [];
  const cached = known.get(value);
  if (cached !== undefined) return cached;
  const names = new Set<string>();
  collect(value, names);
  const list = [...names];
  known.set(value, list);
  return list;
}

/** Values under these keywords are data, not schemas. */
const DATA = new Set(['enum', 'const', 'default', 'examples', 'required', 'dependentRequired']);
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);

function collect(schema: JsonValue, names: Set<string>): void {
  if (Array.isArray(schema)) {
    for (const item of schema) collect(item, names);
  } else if (isObject(schema)) {
    for (const [key, value] of Object.entries(schema)) {
      if (key === '$ref' && typeof value === 'string') names.add(value.slice('#/$defs/'.length));
      else if (MAPS.has(key) && isObject(value))
        for (const inner of Object.values(value)) collect(inner, names);
      else if (!DATA.has(key)) collect(value, names);
    }
  }
}
