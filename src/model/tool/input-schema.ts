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
 * members of arguments, `described` how many characters describe each argument at most.
 */
export function inputSchema(
  plan: ArgumentPlan,
  schemas: SchemaSet,
  inside: Exclude<Detail, 'full'>,
  described = MAX_DESCRIPTION,
): JsonSchema {
  const properties: JsonObject = {};
  for (const argument of plan.arguments)
    put(properties, argument.name, argumentSchema(argument, schemas, inside, described));
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

function argumentSchema(
  argument: Planned,
  schemas: SchemaSet,
  inside: Detail,
  described: number,
): JsonSchema {
  const schema = givenSchema(argument, schemas, inside);
  const text = describe(argument, schema, inside, described);
  delete schema['description'];
  const made: JsonSchema = text === '' ? schema : { description: text, ...schema };
  return argument.deprecated ? { ...made, deprecated: true } : made;
}

/** The document's own schema, unless the value cannot stand in JSON as it is. */
function givenSchema(argument: Planned, schemas: SchemaSet, inside: Detail): JsonSchema {
  const { given, source, mediaType } = argument;
  if (given === 'text')
    return { type: 'string', ...(mediaType === undefined ? {} : { contentMediaType: mediaType }) };
  if (given === 'base64' && source.in === 'body') return { ...BASE64 };
  const converted = schemas.convert(argument.schema, argument.pointer, inside === 'bare' ? 'bare' : 'full');
  if (converted === false) return { not: {} };
  const schema = converted === true ? {} : { ...converted };
  if (given !== 'base64') return schema;
  const { type, description, minItems, maxItems } = schema;
  const isList = type === 'array' || schema['items'] !== undefined;
  return {
    ...(description === undefined ? {} : { description }),
    ...(isList ? { type: 'array', items: { ...BASE64 } } : BASE64),
    ...(isList && minItems !== undefined ? { minItems } : {}),
    ...(isList && maxItems !== undefined ? { maxItems } : {}),
  };
}

/** Bytes cannot stand in JSON. Limits of length are left out: they count bytes, not characters of base64. */
const BASE64: JsonSchema = { type: 'string', contentEncoding: 'base64' };

function describe(argument: Planned, schema: JsonSchema, inside: Detail, described: number): string {
  if (described === 0) return FORMAT_NOTES[argument.given];
  const given = argument.description ?? fromSchema(argument.schema);
  const text = cutAtSentence(oneLine(given), described);
  const more = [defaultNote(argument, schema, inside), FORMAT_NOTES[argument.given]].filter(
    (note) => note !== '',
  );
  if (more.length === 0) return text;
  return [text === '' || /[.!?:…]$/.test(text) ? text : `${text}.`, ...more].join(' ').trim();
}

const FORMAT_NOTES: Readonly<Record<Planned['given'], string>> = {
  value: '',
  base64: 'The content, as base64.',
  text: 'The whole content, as text.',
};

/** A default that its own schema does not admit is told, as it may be what the service does. */
function defaultNote(argument: Planned, schema: JsonSchema, inside: Detail): string {
  const initial = isObject(argument.schema) ? argument.schema['default'] : undefined;
  const isTelling =
    typeof initial === 'number' ||
    typeof initial === 'boolean' ||
    (typeof initial === 'string' && initial !== '');
  if (!isTelling || schema['default'] !== undefined || inside === 'bare') return '';
  const shown = JSON.stringify(initial);
  return shown.length > 60 ? '' : `Default: ${oneLine(shown)}.`;
}

function fromSchema(schema: JsonValue | undefined): string {
  return isObject(schema) && typeof schema['description'] === 'string' ? schema['description'] : '';
}

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
