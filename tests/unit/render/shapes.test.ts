import { describe, expect, it } from 'vitest';
import {
  featureIds,
  features,
  findFeature,
  findPreset,
  presets,
  targets,
} from '../../../generators/registry.js';
import type { ServiceModel } from '../../../src/model/types.js';
import { chooseParts, planProject } from '../../../src/plan/index.js';
import type { ChosenPart, Target } from '../../../src/plan/types.js';
import { templateSources } from '../../../src/render/sources.js';
import { large, options, petstore } from '../python/fixture.js';
import { isBlock, isMustache, isPartial, isPath, nameOf, parseTemplate } from './ast.js';

/** Values that a path may stand for, over all sample views. */
type Values = readonly unknown[];
/** The innermost context last. */
type Stack = readonly Values[];

const views = new Map<string, object[]>();
const source = { featureIds, feature: findFeature, preset: findPreset };
const samples: { model: ServiceModel; target: Target; parts: readonly ChosenPart[] }[] = [];
for (const load of Object.values(targets)) {
  const target = await load();
  const choices = [
    { target: target.id, preset: 's-tier', features: Object.keys(features) },
    ...Object.keys(presets).map((preset) => ({ target: target.id, preset, features: [] })),
  ];
  for (const model of [petstore, large]) {
    samples.push({ model, target, parts: [] });
    for (const choice of choices) {
      const parts = await chooseParts(choice, source);
      if (parts.ok) samples.push({ model, target, parts: parts.value });
    }
  }
}
for (const { model, target, parts: added } of samples) {
  const own = { ...options, target: target.id, specFile: 'openapi.json', description: 'A store.' };
  const planned = planProject(model, own, target, added);
  for (const entry of planned.ok ? planned.value.files : []) {
    if (entry.kind === 'template')
      views.set(entry.template, [...(views.get(entry.template) ?? []), entry.view]);
  }
}

function valuesOf(node: hbs.AST.Node, stack: Stack, missing: string[]): Values {
  if (!isPath(node)) return ['literal'];
  const contexts = stack.at(-1 - node.depth) ?? [];
  return node.parts.map(String).reduce<Values>((values, part) => {
    const holders = values.filter(
      (value): value is Record<string, unknown> => typeof value === 'object' && value !== null,
    );
    if (holders.length === 0 || !holders.every((holder) => Object.hasOwn(holder, part)))
      missing.push(node.original);
    return holders.map((holder) => holder[part]);
  }, contexts);
}

const inner = (name: string, values: Values): Values =>
  name === 'each'
    ? values.flatMap((value) => (Array.isArray(value) ? value : []))
    : values.filter((value) => value !== null);

/** `home`: the folder of the language, which has its partials. */
function look(program: hbs.AST.Program | undefined, stack: Stack, missing: string[], home: string): void {
  for (const node of program?.body ?? []) {
    if (isMustache(node)) for (const param of node.params) valuesOf(param, stack, missing);
    if (isPartial(node)) {
      const values = node.params.map((param) => valuesOf(param, stack, missing))[0] ?? [];
      const source = templateSources.get(
        `${home}/partials/${isPath(node.name) ? node.name.original : ''}.hbs`,
      );
      look(parseTemplate(source), [values], missing, home);
    }
    if (isBlock(node)) {
      const values = node.params.map((param) => valuesOf(param, stack, missing))[0] ?? [];
      const opens = nameOf(node) === 'each' || nameOf(node) === 'with';
      const next = opens ? [...stack, inner(nameOf(node), values)] : stack;
      look(node.program, next, missing, home);
      look(node.inverse, stack, missing, home);
    }
  }
}

describe('every path of a template exists in every view of it', () => {
  it.each([...views])('%s', (template, list) => {
    const missing: string[] = [];
    const home = template.split('/').slice(0, 2).join('/');
    look(parseTemplate(templateSources.get(template)), [list], missing, home);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('and every template has a view here', () => {
    const all = templateSources.list().filter((path) => /^targets\/\w+\/project\/.*\.hbs$/.test(path));
    expect(all.filter((path) => !views.has(path))).toEqual([]);
  });
});
