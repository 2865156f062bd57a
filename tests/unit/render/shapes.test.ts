import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../../generators/targets/python/target.js';
import { featureIds, features, findFeature, findPreset } from '../../../generators/registry.js';
import { chooseParts, planProject } from '../../../src/plan/index.js';
import { templateSources } from '../../../src/render/sources.js';
import { large, options, petstore } from '../python/fixture.js';
import { isBlock, isMustache, isPartial, isPath, nameOf, parseTemplate } from './ast.js';

/** Values that a path may stand for, over all sample views. */
type Values = readonly unknown[];
/** The innermost context last. */
type Stack = readonly Values[];

const views = new Map<string, object[]>();
const choice = { target: 'python', preset: 's-tier', features: Object.keys(features) };
const source = { featureIds, feature: findFeature, preset: findPreset };
const parts = await chooseParts(choice, source);
const samples = [petstore, large].flatMap((model) => [
  { model, parts: [] },
  { model, parts: parts.ok ? parts.value : [] },
]);
for (const { model, parts: added } of samples) {
  const planned = planProject(
    model,
    { ...options, specFile: 'openapi.json', description: 'A store.' },
    pythonTarget,
    added,
  );
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

function look(program: hbs.AST.Program | undefined, stack: Stack, missing: string[]): void {
  for (const node of program?.body ?? []) {
    if (isMustache(node)) for (const param of node.params) valuesOf(param, stack, missing);
    if (isPartial(node)) {
      const values = node.params.map((param) => valuesOf(param, stack, missing))[0] ?? [];
      const source = templateSources.get(
        `targets/python/partials/${isPath(node.name) ? node.name.original : ''}.hbs`,
      );
      look(parseTemplate(source), [values], missing);
    }
    if (isBlock(node)) {
      const values = node.params.map((param) => valuesOf(param, stack, missing))[0] ?? [];
      const opens = nameOf(node) === 'each' || nameOf(node) === 'with';
      const next = opens ? [...stack, inner(nameOf(node), values)] : stack;
      look(node.program, next, missing);
      look(node.inverse, stack, missing);
    }
  }
}

describe('every path of a template exists in every view of it', () => {
  it.each([...views])('%s', (template, list) => {
    const missing: string[] = [];
    look(parseTemplate(templateSources.get(template)), [list], missing);
    expect([...new Set(missing)]).toEqual([]);
  });

  it('and every template has a view here', () => {
    const all = templateSources.list().filter((path) => /^targets\/python\/project\/.*\.hbs$/.test(path));
    expect(all.filter((path) => !views.has(path))).toEqual([]);
  });
});
