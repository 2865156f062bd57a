import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { components, needsOf } from '../../../generators/shared/graph.js';
import type { NamedType } from '../../../src/model/types.js';

const alias = (id: string, ...needs: readonly string[]): NamedType => ({
  id,
  words: [id],
  tags: [],
  kind: 'alias',
  target: { kind: 'union', members: needs.map((need) => ({ kind: 'ref', id: need })) },
});

const idsOf = (types: readonly NamedType[]): string[][] =>
  components(types).map((group) => group.map(({ id }) => id));

describe('the graph of types', () => {
  it('puts each type after those it needs', () => {
    expect(idsOf([alias('a', 'b'), alias('b', 'c'), alias('c')])).toEqual([['c'], ['b'], ['a']]);
  });

  it('keeps types together that need each other, in document order', () => {
    expect(idsOf([alias('a', 'b'), alias('b', 'a'), alias('c', 'a')])).toEqual([['a', 'b'], ['c']]);
  });

  it('takes a chain that is longer than the call stack', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => alias(`t${index}`, `t${index + 1}`));
    expect(components(chain)).toHaveLength(50_000);
  });

  it('holds every type once, and no later component is needed by an earlier one', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const edges = fc.tuple(...names.map(() => fc.subarray(names)));
    fc.assert(
      fc.property(edges, (needs) => {
        const types = names.map((name, index) => alias(name, ...(needs[index] ?? [])));
        const groups = components(types);
        expect(
          groups
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(names);
        const place = new Map(groups.flatMap((group, index) => group.map(({ id }) => [id, index] as const)));
        for (const type of types)
          for (const need of needsOf(type))
            expect(place.get(need) ?? 0).toBeLessThanOrEqual(place.get(type.id) ?? 0);
      }),
    );
  });
});
