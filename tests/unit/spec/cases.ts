import { describe, expect, it } from 'vitest';
import { specCatalogue } from '../../../src/diagnostics/catalogue/spec.js';
import { at, codes, load, type PetApi, petApi, value } from './helpers.js';

/** One defect and its repair. */
export interface Case {
  readonly what: string;
  readonly change: (api: PetApi) => unknown;
  readonly codes: readonly string[];
  /** What must stand where afterwards. */
  readonly leaves: readonly [pointer: string, value: unknown];
}

export const get = (api: PetApi) => api.paths['/pets/{petId}'].get;
export const schema = (keywords: object) => (api: PetApi) =>
  Object.assign(api.components.schemas, { Pet: keywords });

async function check({ change, codes: expected, leaves: [pointer, found] }: Case): Promise<void> {
  const loaded = await load(petApi((api) => void change(api)));
  expect(codes(loaded)).toEqual(expected);
  expect(at(value(loaded).root, pointer)).toEqual(found);
  // Every finding has a place in the file and words in the catalogue.
  for (const { code, place } of loaded.diagnostics) {
    expect(place?.line, code).toBeGreaterThan(0);
    expect(Object.hasOwn(specCatalogue, code), code).toBe(true);
  }
}

export const described = (name: string, cases: readonly Case[]): void => {
  describe(name, () => {
    it.each(cases)('$what', check);
  });
};
