/** How preset and features of a project are put together. */
import { describe, expect, it } from 'vitest';
import { additionsOf, baseFiles } from '../../../src/plan/additions.js';
import { chooseParts, type PartSource } from '../../../src/plan/parts.js';
import type { ChosenPart, Feature, FileEntry, Target } from '../../../src/plan/types.js';

const FEATURES: Readonly<Record<string, Feature>> = {
  first: { id: 'first', targets: { toy: { dependencies: ['b', 'a'], slots: { top: 'first of toy-name' } } } },
  second: { id: 'second', requires: ['first'], targets: { toy: { dependencies: ['a'] }, other: {} } },
  third: {
    id: 'third',
    conflicts: [{ with: 'first', because: 'both answer' }],
    targets: { toy: { slots: { top: 'third\n' } } },
  },
};
const source: PartSource = {
  featureIds: Object.keys(FEATURES),
  feature: async (id) => FEATURES[id],
  preset: async (id) => ({ id, features: id === 'rich' ? ['first'] : [], targets: { toy: {} } }),
};
const choose = (features: readonly string[], preset = 'plain', target = 'toy') =>
  chooseParts({ target, preset, features }, source);
const said = async (...args: Parameters<typeof choose>): Promise<string[]> =>
  (await choose(...args)).diagnostics.map(({ code, message }) => `${code} ${message}`);

const toy: Target = {
  id: 'toy',
  title: 'Toy',
  slots: ['top', 'bottom'],
  tokens: () => ({ 'toy-name': 'books' }),
  plan: () => ({ plan: { files: [] }, diagnostics: [] }),
  runContract: () => ({ stdio: [], http: [], path: '/mcp', health: '/health', env: {} }),
  helpers: {},
  checks: () => [],
};
const noSources = { get: () => '', list: () => [] };
const file = (path: string): FileEntry => ({ kind: 'text', path, text: '', owner: 'generated' });

describe('choosing', () => {
  it('puts features in the order of the registry, whatever order they are named in', async () => {
    const chosen = await choose(['second', 'first']);
    expect(chosen.ok && chosen.value.map(({ folder }) => folder)).toEqual([
      'presets/plain',
      'features/first',
      'features/second',
    ]);
  });

  it('takes what the preset has anyway once', async () => {
    const chosen = await choose(['first'], 'rich');
    expect(chosen.ok && chosen.value).toHaveLength(2);
  });

  it('says what a feature needs, and is content when the preset has it', async () => {
    expect(await said(['second'])).toEqual(['cli.feature The feature second needs the feature first.']);
    expect(await said(['second'], 'rich')).toEqual([]);
  });

  it('says which features exclude each other, and why', async () => {
    expect(await said(['first', 'third'])).toEqual([
      'cli.feature The features third and first exclude each other: both answer.',
    ]);
  });

  it('says what a language does not have', async () => {
    expect(await said(['first', 'second'], 'plain', 'other')).toEqual([
      'cli.feature The preset plain is not there for other projects.',
      'cli.feature The feature first is not there for other projects.',
    ]);
  });
});

describe('what parts add', () => {
  const part = (id: string): ChosenPart => ({
    folder: `features/${id}`,
    part: FEATURES[id]?.targets['toy'] ?? {},
  });
  const additions = additionsOf([part('first'), part('third')], toy, { 'toy-name': 'books' }, noSources);

  it('fills slots in order, with the names of the project, and leaves the others empty', () => {
    expect(additions.slots).toEqual({
      top: [{ slotText: 'first of books' }, { slotText: 'third' }],
      bottom: [],
    });
  });

  it('names each dependency once, sorted', () => {
    expect(additions.dependencies).toEqual(['a', 'b']);
  });

  it('is refused where the language prints no such slot', () => {
    const lost: ChosenPart = { folder: 'features/x', part: { slots: { nowhere: '' } } };
    expect(() => additionsOf([lost], toy, {}, noSources)).toThrow(
      'toy projects print no slot called nowhere',
    );
  });

  it('takes the place of files of the base project, or has them left out', () => {
    const lean: ChosenPart = { folder: 'presets/lean', part: { leaveOut: ['Makefile', 'docs/'] } };
    const base = ['Makefile', 'docs/a', 'docs', 'README'].map(file);
    expect(baseFiles(base, [lean], [file('README')]).map(({ path }) => path)).toEqual(['docs']);
  });
});
