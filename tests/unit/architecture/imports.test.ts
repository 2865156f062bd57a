/**
 * Who may import whom (the house of the design): a language is one pair of folders, a feature is one pair of folders, the
 * world is touched in four places. Every rule is a predicate over (file, import); each is shown to be able to fail below.
 */
import { describe, expect, it } from 'vitest';
import { packageOf, readSource, type SourceFile, sourcesBelow } from './tree.js';

const sources = sourcesBelow('src', 'generators');

interface Rule {
  readonly says: string;
  /** True when `file` may not import `target`. */
  readonly forbids: (file: string, target: string) => boolean;
  /** An import that the rule must refuse: file, specifier. */
  readonly example: readonly [string, string];
}

/** `start` is one process, `run` is a command to its end. */
const STARTS_PROCESSES = ['src/check/start.ts', 'src/check/run.ts'];

const SEEN_BY_GENERATORS = [
  'src/model/types.ts',
  'src/model/text.ts',
  'src/plan/types.ts',
  'src/diagnostics/types.ts',
];
const inside = (file: string, ...folders: string[]): boolean =>
  folders.some((folder) => file.startsWith(folder));
const isOurs = (target: string): boolean => inside(target, 'src/', 'generators/');

/** `generators/targets/python/`: the pair of folders' half that belongs to one language or feature. */
const homeOf = (path: string): string =>
  inside(path, SHARED) ? 'generators/shared' : path.split('/').slice(0, 3).join('/');

/** What holds for every language: settings, requests that tests expect, files for clients and registries. */
const SHARED = 'generators/shared/';

/** The registry of generators, and the folder that it may stand in. */
const isRegistry = (file: string): boolean => file === 'generators/registry.ts';

const onlyIn = (name: string, ...folders: string[]): Rule => ({
  says: `${name} is imported only in ${folders.join(', ')}`,
  forbids: (file, target) => packageOf(target) === name && !inside(file, ...folders),
  example: ['src/model/build.ts', name],
});

const RULES: readonly Rule[] = [
  {
    says: 'the model types import nothing',
    forbids: (file) => file === 'src/model/types.ts',
    example: ['src/model/types.ts', './text.js'],
  },
  {
    says: 'generators import only the model types, the plan types, diagnostics, escapers, what they share and their own folder',
    forbids: (file, target) =>
      inside(file, 'generators/') &&
      !isRegistry(file) &&
      !SEEN_BY_GENERATORS.includes(target) &&
      !inside(target, 'src/escape/', SHARED, `${homeOf(file)}/`),
    example: ['generators/targets/python/view.ts', '../../../src/model/build.js'],
  },
  {
    says: 'generators never import each other',
    forbids: (file, target) =>
      inside(file, 'generators/') &&
      !isRegistry(file) &&
      inside(target, 'generators/') &&
      homeOf(file) !== homeOf(target) &&
      !inside(target, SHARED),
    example: ['generators/features/cache/feature.ts', '../../targets/python/names.js'],
  },
  {
    says: 'nothing but the registry imports a generator',
    forbids: (file, target) =>
      inside(file, 'src/') && inside(target, 'generators/') && target !== 'generators/registry.ts',
    example: ['src/plan/plan.ts', '../../generators/targets/python/target.js'],
  },
  onlyIn('handlebars', 'src/render/'),
  onlyIn('@clack/prompts', 'src/prompts/'),
  onlyIn('commander', 'src/cli/'),
  onlyIn('json-p3', 'src/spec/overlay/'),
  onlyIn('@astral-sh/ruff-wasm-nodejs', 'src/format/'),
  onlyIn('execa', ...STARTS_PROCESSES),
  {
    says: 'only the check runner starts processes',
    forbids: (file, target) => target === 'node:child_process' && !inside(file, ...STARTS_PROCESSES),
    example: ['src/check/toolchain/find.ts', 'node:child_process'],
  },
  {
    says: 'built-in modules are imported with the node: prefix',
    forbids: (_, target) =>
      ['fs', 'fs/promises', 'path', 'child_process', 'os', 'url', 'http'].includes(target),
    example: ['src/write/disk.ts', 'fs'],
  },
  {
    says: 'stages before write do not touch the disk',
    forbids: (file, target) =>
      inside(
        file,
        'src/model/',
        'src/plan/',
        'src/escape/',
        'src/diagnostics/',
        'src/options/',
        'generators/',
      ) && /^node:(fs|net|http|https|child_process)/.test(target),
    example: ['src/model/build.ts', 'node:fs'],
  },
  {
    says: 'the stages know neither the commands nor the questions',
    forbids: (file, target) =>
      isOurs(target) &&
      inside(target, 'src/cli/', 'src/prompts/', 'src/main.ts') &&
      !inside(file, 'src/cli/', 'src/prompts/', 'src/main.ts'),
    example: ['src/plan/plan.ts', '../cli/create.js'],
  },
];

function violations(rule: Rule, files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((entry) => rule.forbids(file.path, entry.target))
      .map((entry) => `${file.path}:${entry.line} imports ${entry.specifier}`),
  );
}

describe('imports', () => {
  it('reads the sources', () => {
    expect(sources.map((file) => file.path)).toContain('src/model/types.ts');
  });

  it.each(RULES)('$says', (rule) => {
    expect(violations(rule, sources)).toEqual([]);
  });

  it.each(RULES)('would notice it if not: $says', (rule) => {
    const [path, specifier] = rule.example;
    expect(violations(rule, [readSource(path, `import x from '${specifier}';`)])).toHaveLength(1);
  });
});
