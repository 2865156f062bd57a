/** No document whatever may end in anything but a project or a message: `npm run fuzz` does this 20,000 times. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../generators/targets/python/target.js';
import { CATALOGUE } from '../../src/diagnostics/catalogue.js';
import { reportText } from '../../src/diagnostics/report.js';
import type { Staged } from '../../src/diagnostics/types.js';
import { buildModel } from '../../src/model/index.js';
import { planProject } from '../../src/plan/index.js';
import { renderPlan } from '../../src/render/index.js';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../src/spec/index.js';
import type { SpecWorld } from '../../src/stages.js';
import { RAW } from '../unit/escape/hostile.js';
import { damagedDocument } from './mutations.js';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);
const SEED = process.env['FUZZ_SEED'];
/** Rendering takes ten times as long as all before it: one document of so many goes all the way, by its length. */
const RENDERED = 8;
/** Of one document, on a machine that is busy with other things as well. */
const MAX_MS = 20_000;

/** Nothing but the document can be reached. */
const worldOf = (bytes: Uint8Array): SpecWorld => ({
  readFile: (path) => {
    if (path.endsWith('openapi.json')) return Promise.resolve(bytes);
    throw new Error(`reads ${path}`);
  },
  realPath: (path) => Promise.resolve(path),
  fetch: (url) => {
    throw new Error(`fetches ${String(url)}`);
  },
});

/** The value; undefined when the stage refused with messages that are fit to be shown. */
function clean<T>(stage: string, outcome: Staged<T>): T | undefined {
  for (const { code, message } of outcome.diagnostics) {
    expect(CATALOGUE, `${stage} says: ${message}`).toHaveProperty([code]);
    expect(code.startsWith('internal.'), `${stage} says: ${message}`).toBe(false);
    expect(message).not.toMatch(/\bundefined\b|\[object |^TypeError/);
  }
  expect(reportText(outcome.diagnostics, { verbose: true }).replaceAll('\n', '')).not.toMatch(RAW);
  if (outcome.ok) return outcome.value;
  expect(outcome.diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
  return undefined;
}

const OPTIONS = {
  target: 'python',
  preset: 's-tier',
  features: [],
  languageVersion: '3.13',
  transports: ['stdio', 'http'],
  generatorVersion: '0.0.0',
  packageManager: 'uv',
} as const;

/** Load, model, plan, render. What is only copied says nothing about the document and is left out. */
async function generate(bytes: Uint8Array): Promise<void> {
  const source = { kind: 'file', path: '/documents/openapi.json' } as const;
  const document = clean('load', await loadSpec(source, DEFAULT_LOAD_POLICY, worldOf(bytes)));
  if (document === undefined) return;
  const model = clean('model', buildModel(document, { tools: 'all' }));
  if (model === undefined || model.tools.length === 0) return;
  const options = { ...OPTIONS, slug: model.service.slug };
  const plan = clean('plan', planProject(model, options, pythonTarget));
  if (plan === undefined) throw new Error('no plan');
  if (bytes.length % RENDERED !== 0) return;
  const files = plan.files.filter(({ kind }) => kind !== 'copy');
  const tree = clean('render', await renderPlan({ files }, pythonTarget));
  if (tree === undefined) throw new Error('no tree');
  for (const { path, text } of tree.values()) expect(text, path).not.toMatch(RAW);
}

describe('a damaged document', () => {
  it('ends in a project or in a message', { timeout: Math.max(60_000, RUNS * 1_000) }, async () => {
    await fc.assert(
      fc.asyncProperty(damagedDocument, async (bytes) => {
        const from = performance.now();
        await generate(bytes);
        expect(performance.now() - from).toBeLessThan(MAX_MS);
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
  });
});
