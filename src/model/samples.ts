import type { ReadOperation } from './operation/read.js';
import type { ReadResponse } from './operation/responses.js';
import { sample } from './sample/sample.js';
import type { SchemaSet } from './schema/convert.js';
import { fits } from './schema/validate.js';
import type { JsonValue, Operation, ResponseModel } from './types.js';

/** Characters of a sample's JSON: it stands in a generated test. */
const MAX_SAMPLE = 2_000;
const TEXT = 'sample';

/** The operation with a sample of its first successful answer: the document's own example where that fits, else made up. */
export function withSample(read: ReadOperation, schemas: SchemaSet): Operation {
  const index = firstSuccess(read.responses);
  const found = read.responses[index];
  if (found === undefined) return read.operation;
  const value = sampleOf(found, schemas);
  if (value === undefined) return read.operation;
  const responses = read.operation.responses.map(
    (response, at): ResponseModel => (at === index ? { ...response, sample: value } : response),
  );
  return { ...read.operation, responses };
}

function firstSuccess(responses: readonly ReadResponse[]): number {
  const rank = (status: string): number => (/^2/.test(status) ? 0 : status === 'default' ? 1 : 2);
  let best = -1;
  responses.forEach(({ response }, index) => {
    const before = responses[best];
    if (
      rank(response.status) < 2 &&
      (before === undefined || rank(response.status) < rank(before.response.status))
    )
      best = index;
  });
  return best;
}

function sampleOf(
  { response, schema, pointer, examples }: ReadResponse,
  schemas: SchemaSet,
): JsonValue | undefined {
  if (response.kind === 'text') return TEXT;
  if (response.kind !== 'json') return undefined;
  const converted = schemas.convert(schema, pointer, 'bare');
  for (const example of examples.slice(0, 3)) {
    if (isShort(example) && fits(converted, example, schemas.follow)) return example;
  }
  for (const optional of [1, 0]) {
    const made = sample(converted, schemas.follow, optional);
    if (made !== undefined && isShort(made)) return made;
  }
  return undefined;
}

/** Counts only as far as needed: examples of whole answers can be megabytes. */
const isShort = (value: JsonValue): boolean => roomAfter(value, MAX_SAMPLE) >= 0;

function roomAfter(value: JsonValue, room: number): number {
  if (typeof value === 'string') return room - value.length - 3;
  if (typeof value !== 'object' || value === null) return room - 6;
  let left = room - 2;
  for (const [key, member] of Object.entries(value)) {
    if (left < 0) break;
    left = roomAfter(member, left - (Array.isArray(value) ? 1 : key.length + 3));
  }
  return left;
}
