/** What can be chosen, what is in the registry, and what lies below templates/ are the same three times. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { features, findFeature, findPreset, findTarget, presets } from '../../../generators/registry.js';
import { type Choice, FEATURES, PRESETS, TARGETS } from '../../../src/options/choices.js';
import { ROWS } from '../../../src/options/table.js';
import { chooseParts, planProject } from '../../../src/plan/index.js';
import { options, petstore } from '../python/fixture.js';

const source = { featureIds: Object.keys(features), feature: findFeature, preset: findPreset };
const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path).sort() : []);

const every = TARGETS.map(({ value }) => value);

interface Kind {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly ids: readonly string[];
  readonly find: (id: string) => Promise<{ readonly targets: Readonly<Record<string, object>> } | undefined>;
}
const KINDS: readonly Kind[] = [
  { name: 'features', choices: FEATURES, ids: Object.keys(features), find: findFeature },
  { name: 'presets', choices: PRESETS, ids: Object.keys(presets), find: findPreset },
];

describe.each(KINDS)('the $name', ({ name, choices, ids, find }) => {
  it('can all be chosen, in the order of the registry', () => {
    expect(choices.map(({ value }) => value)).toEqual(ids);
  });

  it('are offered for the languages that they have a part for, and have a line that says what they are', async () => {
    for (const { value, targets = every, hint } of choices) {
      expect(Object.keys((await find(value))?.targets ?? {})).toEqual(targets);
      expect(hint).toBeTruthy();
    }
  });

  it('lie in folders of their own name', () => {
    expect(folders(`generators/${name}`)).toEqual([...ids].sort());
    expect(folders(`templates/${name}`).filter((id) => !ids.includes(id))).toEqual([]);
  });
});

it.each(PRESETS)('it is said of $value which features it brings', async ({ value, brings = [] }) => {
  expect((await findPreset(value))?.features).toEqual(brings);
});

it.each([
  ...Object.keys(features).map((id) => [id, findFeature] as const),
  ...Object.keys(presets).map((id) => [id, findPreset] as const),
])('%s opens its tools for check as for its own tests', async (id, find) => {
  for (const { openWith = {}, slots = {} } of Object.values((await find(id))?.targets ?? {})) {
    const quoted = /"?(\w+)"?: ["'](.*?)["'],/g;
    const inTests = [...(slots['tests.environment'] ?? '').matchAll(quoted)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(openWith).toEqual(Object.fromEntries(inTests));
  }
});

describe('every feature, in every language that has it', () => {
  const pairs = FEATURES.flatMap(({ value, targets }) =>
    (targets ?? every).map((target) => ({ value, target })),
  );

  it.each(pairs)('$value in $target projects', async ({ value, target: id }) => {
    const target = await findTarget(id);
    if (target === undefined) throw new Error(`no target ${id}`);
    const feature = await findFeature(value);
    const choice = { target: id, preset: 's-tier', features: [value, ...(feature?.requires ?? [])] };
    const parts = await chooseParts(choice, source);
    const project = { ...options, ...choice };
    const planned = parts.ok ? planProject(petstore, project, target, parts.value) : parts;
    const plain = planProject(petstore, project, target);
    expect(planned.diagnostics).toEqual([]);
    expect(planned.ok && plain.ok && JSON.stringify(planned.value) !== JSON.stringify(plain.value)).toBe(
      true,
    );
  });

  it('is taken with commas', () => {
    expect(ROWS.find(({ key }) => key === 'feature')?.kind).toBe('list');
  });
});
