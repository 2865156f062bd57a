import { isObject, listAt, put } from '../json.js';
import type { ReadResponse } from '../operation/responses.js';
import type { Converted, SchemaSet } from '../schema/convert.js';
import type { Detail } from '../schema/notes.js';
import type { JsonObject, JsonSchema, JsonValue } from '../types.js';
import { cutAtSentence } from '../words/plain-text.js';

const DETAILS: readonly Exclude<Detail, 'full'>[] = ['brief', 'bare'];
const MAX_ENUM = 60;
const MAX_NOTE = 120;

/**
 * What an answer looks like, for clients that read it: names, nesting, and in words the types. It refuses nothing, whatever the
 * service answers: below the top there is no `type`, no `required`, no `enum`, no `format`, no limit. Undefined where the answer is
 * no JSON, or where even the names of its members are longer than `bytes`.
 */
export function outputSchema(
  responses: readonly ReadResponse[],
  answers: SchemaSet,
  bytes: number,
): JsonSchema | undefined {
  const good = responses.filter(({ response }) => /^2|^default$/.test(response.status));
  const answer = good.find(({ response }) => response.kind === 'json');
  if (answer === undefined || answer.schema === undefined) return undefined;
  for (const detail of DETAILS) {
    for (const depth of [Number.POSITIVE_INFINITY, 2, 1]) {
      const schema = new Lenient(answers, detail).whole(answer, depth);
      if (JSON.stringify(schema).length <= bytes) return schema;
    }
  }
  return undefined;
}

class Lenient {
  readonly #definitions: JsonObject = {};

  constructor(
    private readonly answers: SchemaSet,
    private readonly detail: Exclude<Detail, 'full'>,
  ) {}

  /** Structured content is an object: any other answer stands in it under `result`. */
  whole({ schema, pointer }: ReadResponse, depth: number): JsonSchema {
    const root = this.#followed(this.answers.convert(schema, pointer, this.detail));
    const { description: _, ...members } = this.#lenient(root, depth);
    const own: JsonSchema = isPlainObject(root) ? members : { properties: { result: members } };
    const definitions = Object.keys(this.#definitions).length === 0 ? {} : { $defs: this.#definitions };
    return { type: 'object', ...own, ...definitions };
  }

  #followed(schema: Converted): Converted {
    let current = schema;
    for (let step = 0; step < 8 && isObject(current) && typeof current['$ref'] === 'string'; step++)
      current = this.answers.definition(nameOf(current['$ref']), this.detail);
    return current;
  }

  #lenient(schema: Converted | JsonValue | undefined, depth: number): JsonSchema {
    if (!isObject(schema)) return {};
    const out: JsonSchema = {};
    const note = noteOf(schema);
    if (note !== '') out['description'] = note;
    if (typeof schema['$ref'] === 'string') this.#refer(schema['$ref'], out, depth);
    const inner = depth - 1;
    const { properties, items, additionalProperties } = schema;
    if (isObject(properties) && depth > 0) {
      const kept: JsonObject = {};
      for (const [name, member] of Object.entries(properties)) put(kept, name, this.#lenient(member, inner));
      if (Object.keys(kept).length > 0) out['properties'] = kept;
    }
    if (isObject(items) && depth > 0) out['items'] = this.#lenient(items, inner);
    if (isObject(additionalProperties) && depth > 0)
      out['additionalProperties'] = this.#lenient(additionalProperties, inner);
    for (const key of ['allOf', 'anyOf']) {
      const parts = listAt(schema, key).map((part) => this.#lenient(part, depth));
      const telling = parts.filter((part) => Object.keys(part).length > 0);
      if (telling.length > 0) out[key] = telling;
    }
    return out;
  }

  /** A whole schema refers to definitions; one that is cut at a depth holds what it shows. */
  #refer(ref: string, out: JsonSchema, depth: number): void {
    const name = nameOf(ref);
    if (depth !== Number.POSITIVE_INFINITY) {
      if (depth > 0) Object.assign(out, this.#lenient(this.#followed({ $ref: ref }), depth), out);
      return;
    }
    out['$ref'] = ref;
    if (Object.hasOwn(this.#definitions, name)) return;
    this.#definitions[name] = {};
    this.#definitions[name] = this.#lenient(this.answers.definition(name, this.detail), depth);
  }
}

const nameOf = (ref: string): string => ref.slice('#/$defs/'.length);

const isPlainObject = (schema: Converted): boolean =>
  isObject(schema) &&
  (schema['type'] === undefined || [schema['type']].flat().includes('object')) &&
  ['properties', 'additionalProperties', 'allOf', 'anyOf'].some((key) => schema[key] !== undefined);

/** `integer or null: Books per page`: what constraints would say, in words. */
function noteOf(schema: JsonObject): string {
  const types = [schema['type'] ?? []].flat().filter((type) => typeof type === 'string');
  const isShown = schema['properties'] !== undefined || schema['items'] !== undefined;
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : '';
  const type = isShown && types.length === 1 ? '' : `${types.join(' or ')}${format}`;
  const values = Array.isArray(schema['enum']) ? schema['enum'].map(String).join(', ') : '';
  const choice = values === '' || values.length > MAX_ENUM ? '' : `one of ${values}`;
  const description = typeof schema['description'] === 'string' ? schema['description'] : '';
  const head = [type, choice].filter((part) => part.trim() !== '').join(', ');
  return cutAtSentence([head, description].filter((part) => part !== '').join(': '), MAX_NOTE);
}
