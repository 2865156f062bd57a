/** A whole project in memory, with the features of a test. */
import { parse } from 'yaml';
import { featureIds, findFeature, findPreset, findTarget } from '../../../generators/registry.js';
import type { ServiceModel } from '../../../src/model/types.js';
import { chooseParts, planProject } from '../../../src/plan/index.js';
import { renderPlan } from '../../../src/render/index.js';
import { options, petstore } from '../python/fixture.js';

const LANGUAGE_VERSIONS: Readonly<Record<string, string>> = { python: '3.13', typescript: '24', go: '1.26' };
const source = { featureIds, feature: findFeature, preset: findPreset };

/** Path → text. Throws where something does not go together or cannot be rendered. */
export async function made(
  features: readonly string[],
  target = 'python',
  preset = 's-tier',
  model: ServiceModel = petstore,
): Promise<ReadonlyMap<string, string>> {
  const choice = { target, preset, features };
  const language = await findTarget(target);
  const parts = await chooseParts(choice, source);
  if (language === undefined || !parts.ok) throw new Error(JSON.stringify(parts.diagnostics));
  const languageVersion = LANGUAGE_VERSIONS[target] ?? '';
  const planned = planProject(model, { ...options, ...choice, languageVersion }, language, parts.value);
  if (!planned.ok) throw new Error(JSON.stringify(planned.diagnostics));
  const rendered = await renderPlan(planned.value, language, false);
  if (!rendered.ok) throw new Error(JSON.stringify(rendered.diagnostics));
  return new Map([...rendered.value].map(([path, { text }]) => [path, text]));
}

/** A file of a project as data. */
export const data = (files: ReadonlyMap<string, string>, path: string): unknown => {
  const text = files.get(path);
  if (text === undefined) throw new Error(`there is no ${path}`);
  return parse(text);
};
