/**
 * What every combination of a preset and features comes to, in memory. `npm run matrix` sets MATRIX=all; otherwise a slice is made,
 * another one for each MATRIX_PART.
 */
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPreset } from '../../generators/registry.js';
import { choicesFor, FEATURES, PRESETS } from '../../src/options/choices.js';
import { made } from '../unit/features/made.js';

const TARGET = process.env['MATRIX_TARGET'] ?? 'python';
const PART = process.env['MATRIX_PART'];
const SLICE = PART === undefined ? 8 : 24;
const features = choicesFor(FEATURES, TARGET).map(({ value }) => value);

interface Combination {
  readonly preset: string;
  readonly features: readonly string[];
}

function combinations(): Combination[] {
  const pairs = features.flatMap((one, index) => features.slice(index + 1).map((other) => [one, other]));
  const sets = [[], ...features.map((one) => [one]), features, ...pairs];
  const all = choicesFor(PRESETS, TARGET).map(({ value }) => value);
  return all.flatMap((preset) => sets.map((set) => ({ preset, features: set })));
}

/** Every nth, so that a slice has something of all presets. */
function chosen(all: readonly Combination[]): readonly Combination[] {
  if (process.env['MATRIX'] === 'all') return all;
  const step = Math.max(1, Math.floor(all.length / SLICE));
  const first = Number(PART ?? 0) % step;
  return all.filter((_, index) => index % step === first);
}

const alone = new Map<string, Promise<ReadonlyMap<string, string>>>();
const projectWith = (set: readonly string[], preset: string): Promise<ReadonlyMap<string, string>> => {
  const key = [preset, ...set].join(' ');
  const found = alone.get(key) ?? made(set, TARGET, preset);
  alone.set(key, found);
  return found;
};

/** Sources of a feature: they are the same whatever else the project has. */
const isSource = (path: string): boolean =>
  /\/features\/(?!__init__|index|features\.go)(?:\w+\/)?[\w-]+\.(py|ts|go)$/.test(path);

/** What TypeScript sources import that is neither a file of the project nor a package that it asks for. */
function unknownImports(files: ReadonlyMap<string, string>): string[] {
  const { dependencies, devDependencies } = JSON.parse(files.get('package.json') ?? '{}');
  const packages = Object.keys({ ...dependencies, ...devDependencies });
  return [...files].flatMap(([path, text]) => {
    if (!path.endsWith('.ts')) return [];
    const named = [...text.matchAll(/(?:^(?:import|export)\b[^;]*?from |\bimport\()'([^']+)'/gm)];
    return named.flatMap(([, module = '']) => {
      const isOurs = module.startsWith('.') && files.has(join(dirname(path), module).replace(/\.js$/, '.ts'));
      const isKnown =
        isOurs || module.startsWith('node:') || packages.some((name) => `${module}/`.startsWith(`${name}/`));
      return isKnown ? [] : [`${path}: ${module}`];
    });
  });
}

describe('each combination', () => {
  it.each(chosen(combinations()).map((one) => [one.preset, one.features.join(' + ') || 'nothing', one]))(
    '%s with %s is all that its parts are, and no more',
    async (_preset, _names, { preset, features: set }) => {
      const files = await projectWith(set, preset);
      const own = (await findPreset(preset))?.features ?? [];
      const parts = await Promise.all(
        [[], ...set.map((one) => [one])].map((one) => projectWith(one, preset)),
      );
      const union = new Set(parts.flatMap((part) => [...part.keys()]));
      const conditional = (path: string): boolean => path.startsWith('deploy/') || path.startsWith('k8s/');
      const here = [...files.keys()].filter((path) => !conditional(path)).sort();
      expect(here).toEqual([...union].filter((path) => !conditional(path)).sort());
      for (const part of parts) {
        for (const [path, text] of part) if (isSource(path)) expect(files.get(path)).toBe(text);
      }
      if (set.length + own.length === 0) expect([...files.keys()].filter(isSource)).toEqual([]);
      expect([...files.values()].filter((text) => /mcp_package|mcp-package/.test(text))).toEqual([]);
      if (TARGET === 'typescript') expect(unknownImports(files)).toEqual([]);
    },
    60_000,
  );
});
