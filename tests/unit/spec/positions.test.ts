import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/model/types.js';
import { findJsonError } from '../../../src/spec/parse/json-error.js';
import { jsonLocator } from '../../../src/spec/parse/json-position.js';
import { fromPointer, toFragment, toPointer } from '../../../src/spec/pointer.js';
import { load, petApi, spot, value } from './helpers.js';

/** Every path into a value. */
function pathsOf(root: JsonValue, path: string[] = []): string[][] {
  if (typeof root !== 'object' || root === null) return [path];
  return [path, ...Object.entries(root).flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const json = fc.jsonValue({ maxDepth: 4 }).map((made) => JSON.parse(JSON.stringify(made)) as JsonValue);

describe('places in JSON', () => {
  it('finds the key or the item that a path names, in any document', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1, '\t'), (made, indent) => {
        const text = JSON.stringify(made, null, indent);
        const locate = jsonLocator(text);
        for (const path of pathsOf(made)) {
          const last = path.at(-1);
          const parent = path.slice(0, -1).reduce<JsonValue>((at, key) => (at as never)[key], made);
          const here = text.slice(locate(path));
          const expected = last === undefined || Array.isArray(parent) ? undefined : JSON.stringify(last);
          if (expected !== undefined) expect(here.startsWith(expected)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds a mistake in every text that JSON.parse refuses', () => {
    const broken = fc
      .tuple(json, fc.nat(), fc.constantFrom('', '}', ',', '"', 'x', ':', ']'))
      .map(([made, where, put]) => {
        const text = JSON.stringify(made);
        const cut = where % (text.length + 1);
        return text.slice(0, cut) + put + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        if (!isJson(text)) {
          const { offset, message } = findJsonError(text);
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(text.length);
          if (message.startsWith('The text ends')) return;
          // The mistake is found at the first place where no valid text goes on: what stands before it can go on.
          const before = text.slice(0, offset);
          expect(isJson(before) || findJsonError(before).message.startsWith('The text ends')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('pointers', () => {
  it('survive the way there and back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (segments) => {
        expect(fromPointer(toPointer(segments))).toEqual(segments);
      }),
    );
  });

  it('are percent-encoded in a fragment where a URI needs it', () => {
    expect(toFragment(['paths', '/a b/{id}', '100%'])).toBe('#/paths/~1a%20b~1%7Bid%7D/100%25');
  });
});

describe('positionOf', () => {
  it('gives file, line and column in JSON, of the nearest ancestor where nothing stands', async () => {
    const text = JSON.stringify(petApi(), null, 1);
    const document = value(await load(text));
    const name = '/components/schemas/Pet/properties/name/type';
    const place = document.positionOf(name);
    expect(place).toMatchObject({ file: '/api/openapi.json', pointer: name });
    expect(`${place.line}:${place.column}`).toBe(spot(text, '"type"', 4));
    expect(document.positionOf('/info/nothing/at/all')).toMatchObject({ line: 3, column: 2 });
    expect(document.positionOf('')).toMatchObject({ line: 1, column: 1 });
  });

  it('gives file, line and column in YAML, inside aliases those of the anchor', async () => {
    const text = 'openapi: 3.0.3\nx-a: &a\n  b: 1\ninfo: {title: t, version: v}\nx-c: *a\npaths: {}\n';
    const document = value(await load(text, '/api/a.yaml'));
    expect(document.positionOf('/info/version')).toMatchObject({ line: 4, column: 18 });
    expect(document.positionOf('/x-c/b')).toMatchObject({ line: 3, column: 3 });
  });

  it('answers two thousand questions about a large document in no time', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [
        `/p${i}`,
        { get: { responses: { '200': { description: 'x'.repeat(200) } } } },
      ]),
    );
    const document = value(await load({ ...petApi(), paths }));
    const start = performance.now();
    for (let i = 0; i < 2_000; i++) document.positionOf(`/paths/~1p${i * 2}/get/responses/200`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
