import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/model/types.js';
import { slotOf, type Kind } from '../../../src/spec/walk/kinds.js';
import { refOf, walk } from '../../../src/spec/walk/walk.js';
import { isObject } from '../../../src/spec/json.js';
import { fromFragment, toPointer } from '../../../src/spec/pointer.js';
import { at, load, loadFiles, petApi, value } from './helpers.js';

const rich: JsonObject = JSON.parse(
  JSON.stringify(
    petApi((api) => {
      api.components.schemas['Tree'] = {
        allOf: [{ $ref: '#/components/schemas/Pet' }],
        properties: { child: { $ref: '#/components/schemas/Tree' } },
        discriminator: { propertyName: 'kind', mapping: { a: '#/components/schemas/Pet' } },
      };
      api.components['parameters'] = { limit: { name: 'limit', in: 'query', schema: { type: 'integer' } } };
      api.paths['/pets/{petId}'].get.parameters.push({ $ref: '#/components/parameters/limit' });
      api.paths['/same/{petId}'] = { $ref: '#/paths/~1pets~1%7BpetId%7D' };
    }),
  ),
) as JsonObject;

const old: JsonObject = {
  swagger: '2.0',
  info: { title: 'a', version: '1' },
  host: 'a.example',
  definitions: { Pet: { type: 'object', properties: { a: { $ref: '#/definitions/Pet' } } } },
  parameters: {
    body: { name: 'b', in: 'body', schema: { $ref: '#/definitions/Pet' } },
    form: { name: 'f', in: 'formData', type: 'file' },
  },
  responses: { gone: { description: '', schema: { $ref: '#/definitions/Pet' } } },
  securityDefinitions: { o: { type: 'oauth2', flow: 'application', tokenUrl: 'https://a.example' } },
  paths: {
    '/a/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
      post: {
        operationId: 'a',
        parameters: [{ $ref: '#/parameters/body' }],
        responses: { '200': { $ref: '#/responses/gone' } },
      },
      put: {
        operationId: 'b',
        parameters: [{ $ref: '#/parameters/form' }],
        responses: { '200': { description: '', schema: { type: 'file' } } },
      },
    },
  },
};

/** Any JSON, and values that mean something to a reader of documents. */
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>,
  fc.constantFrom<JsonValue>(
    { $ref: '#/components/schemas/Pet' },
    { $ref: '#/definitions/Pet' },
    { $ref: '#/components/parameters/limit' },
    { $ref: '#/paths/~1pets~1%7BpetId%7D' },
    { $ref: '#' },
    { $ref: 'other.yaml#/x' },
    { $ref: 5 },
    { name: 'id', in: 'path' },
    { name: 'f', in: 'formData', type: 'file' },
    { name: 'b', in: 'body' },
    'string',
    [],
    {},
    null,
  ),
);

/** The document with the value at the nth place of its tree replaced. */
function replaced(document: JsonObject, nth: number, by: JsonValue): JsonObject {
  const copy = structuredClone(document);
  const spots: [JsonObject | JsonValue[], string][] = [];
  const collect = (holder: JsonValue): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      spots.push([holder, key]);
      collect((holder as JsonObject)[key] ?? null);
    }
  };
  collect(copy);
  const [holder, key] = spots[nth % spots.length] ?? [copy, 'info'];
  (holder as JsonObject)[key] = by;
  return copy;
}

/** The references of a tree that lead nowhere, or to another kind of thing than they should. */
function wrongRefs(root: JsonObject): string[] {
  const wrong: string[] = [];
  const seen = new Set<unknown>();
  walk(
    {
      value: root,
      kind: 'document',
      trail: { file: { name: '', text: '', format: 'json', value: root, place: () => ({ file: '' }) } },
    },
    ({ value: found, kind }) => {
      if (!isObject(found) || seen.has(found)) return undefined;
      seen.add(found);
      const ref = refOf(found, kind);
      if (ref === undefined) return found;
      const parsed = fromFragment(String(ref).slice(1));
      const target = 'problem' in parsed ? undefined : at(root, toPointer(parsed.segments));
      const fits = isObject(target) || (kind === 'schema' && typeof target === 'boolean');
      if (!String(ref).startsWith('#/') || !fits) wrong.push(String(ref));
      return found;
    },
  );
  return wrong;
}

/** Whether each member that the table names has the shape that the table says. */
function misshapen(root: JsonObject): string[] {
  const wrong: string[] = [];
  walk(
    {
      value: root,
      kind: 'document',
      trail: { file: { name: '', text: '', format: 'json', value: root, place: () => ({ file: '' }) } },
    },
    ({ value: found, kind }) => {
      if (!isObject(found)) return undefined;
      for (const [key, member] of Object.entries(found)) {
        const slot = slotOf(kind as Kind, key);
        if (slot === undefined) continue;
        const fits =
          slot.as === 'list'
            ? Array.isArray(member)
            : isObject(member) || (slot.kind === 'schema' && typeof member === 'boolean');
        if (!fits) wrong.push(`${kind}.${key}`);
      }
      return found;
    },
  );
  return wrong;
}

describe('any document with any value in any place', () => {
  it.each([
    ['3.x', rich],
    ['2.0', old],
  ])('%s is refused with a place, or is well-formed afterwards', async (_, document) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), anything), { minLength: 1, maxLength: 3 }),
        async (changes) => {
          const broken = changes.reduce((made, [nth, by]) => replaced(made, nth, by), document);
          const loaded = await loadFiles({
            '/api/openapi.json': JSON.stringify(broken),
            '/api/other.yaml': 'x: {type: string}\n',
          });
          if (!loaded.ok) {
            expect(
              loaded.diagnostics.some(({ severity, place }) => severity === 'error' && place !== undefined),
            ).toBe(true);
            return;
          }
          const { root, positionOf } = value(loaded);
          expect(wrongRefs(root)).toEqual([]);
          expect(misshapen(root)).toEqual([]);
          expect(() => JSON.stringify(root)).not.toThrow();
          expect(positionOf('/paths').line).toBeGreaterThan(0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the same result twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), anything, async (nth, by) => {
        const text = JSON.stringify(replaced(rich, nth, by));
        expect(JSON.stringify(await load(text))).toBe(JSON.stringify(await load(text)));
      }),
      { numRuns: 100 },
    );
  });

  it('never throws, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('', 'openapi: 3.0.3\n', '{"openapi":'),
        async (text, head) => {
          const loaded = await load(head + text, '/api/a.yaml');
          expect(loaded.ok || loaded.diagnostics.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
