/** What is said about a schema besides its constraints: description, examples, deprecation. */
import { sameJson } from '../json.js';
import type { JsonObject, JsonValue } from '../types.js';
import { cutAtSentence, oneLine } from '../words/plain-text.js';

/** `full`: an argument of a tool. `brief`: inside one. `bare`: inside one of a tool that is too large otherwise. */
export type Detail = 'full' | 'brief' | 'bare';

const LENGTH: Readonly<Record<Detail, number>> = { full: 200, brief: 80, bare: 0 };
/** Longer examples cost more than they tell. */
const EXAMPLE = 50;

/** The detail of the schemas inside one of this detail. */
export const inside = (detail: Detail): Detail => (detail === 'bare' ? 'bare' : 'brief');

/** A description in the length of its detail; empty when there is nothing to say. */
export function noteOf(description: JsonValue | undefined, detail: Detail): string {
  const length = LENGTH[detail];
  return typeof description === 'string' && length > 0 ? cutAtSentence(oneLine(description), length) : '';
}

/** A short scalar example that says more than the constraints do. */
export function shortExample(schema: JsonObject): JsonValue | undefined {
  if (schema['enum'] !== undefined || schema['const'] !== undefined || schema['type'] === 'boolean')
    return undefined;
  const list = schema['examples'];
  const example = 'example' in schema ? schema['example'] : Array.isArray(list) ? list[0] : undefined;
  const isShort =
    (typeof example === 'string' && example !== '' && example.length <= EXAMPLE) ||
    typeof example === 'number';
  const same =
    example !== undefined && schema['default'] !== undefined && sameJson(example, schema['default']);
  return isShort && !same ? example : undefined;
}
