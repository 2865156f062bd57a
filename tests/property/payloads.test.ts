/** No text of a document becomes code, wherever it stands and whatever it ends: every language, every place at once. */
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { goTarget } from '../../generators/targets/go/target.js';
import { pythonTarget } from '../../generators/targets/python/target.js';
import { typescriptTarget } from '../../generators/targets/typescript/target.js';
import type { Staged } from '../../src/diagnostics/types.js';
import { buildModel } from '../../src/model/index.js';
import { planProject } from '../../src/plan/index.js';
import type { Target } from '../../src/plan/types.js';
import { renderPlan } from '../../src/render/index.js';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../src/spec/index.js';
import type { SpecWorld } from '../../src/stages.js';
import { RAW } from '../unit/escape/hostile.js';
import { documentWith, MARK, PAYLOADS, runs } from './payloads.js';

const LANGUAGES: readonly (readonly [string, Target, string])[] = [
  ['python', pythonTarget, '3.13'],
  ['go', goTarget, '1.25'],
  ['typescript', typescriptTarget, '24'],
];

/** Nothing can be read but the document, nothing be fetched. */
const world = (bytes: Uint8Array): SpecWorld => ({
  readFile: (path) =>
    path === '/d/openapi.json' ? Promise.resolve(bytes) : Promise.reject(new Error(`reads ${path}`)),
  realPath: (path) => Promise.resolve(path),
  fetch: (url) => Promise.reject(new Error(`fetches ${String(url)}`)),
});

function value<T>(outcome: Staged<T>): T {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n'));
}

async function generate(payload: string, target: Target, languageVersion: string) {
  const bytes = Buffer.from(JSON.stringify(documentWith(payload)));
  const document = value(
    await loadSpec({ kind: 'file', path: '/d/openapi.json' }, DEFAULT_LOAD_POLICY, world(bytes)),
  );
  const model = value(buildModel(document, { tools: 'all' }));
  const options = {
    ...{ target: target.id, preset: 's-tier', features: [], languageVersion, packageManager: 'uv' },
    ...{ transports: ['stdio', 'http'] as const, generatorVersion: '0.0.0', slug: model.service.slug },
  };
  const { files } = value(planProject(model, options, target));
  // Rendering parses each file with the parser of its language.
  return value(await renderPlan({ files: files.filter(({ kind }) => kind !== 'copy') }, target));
}

describe.each(LANGUAGES)('%s', (_, target, version) => {
  it.each(PAYLOADS)('keeps %j a text', { timeout: 60_000 }, async (payload) => {
    const files = [...(await generate(payload, target, version)).values()];
    expect(files.length).toBeGreaterThan(5);
    for (const { path, text } of files) {
      expect(runs(path, text), path).toEqual([]);
      expect(text, path).not.toMatch(RAW);
      expect(path).toMatch(/^[\w./-]+$/);
      if (path.endsWith('.toml')) expect(Object.keys(parseToml(text)).sort(), path).not.toContain(MARK);
    }
  });
});

describe('the search for code', () => {
  it.each([
    ['a.py', `x = "a" + ${MARK}()`],
    ['a.go', `func init() { ${MARK}() }`],
    ['a.ts', `const x = \`a\${${MARK}()}\`;`],
    ['Makefile', `x: # ${MARK}`],
  ])('would find it in %s', (path, text) => {
    expect(runs(path, text)).toHaveLength(1);
  });

  it.each([
    ['a.py', `x = """${MARK}\\"""" # ${MARK}`],
    ['a.go', `x := \`${MARK}\` // ${MARK}`],
    ['a.ts', `/* ${MARK} */ const x = \`\\\${${MARK}()}\`;`],
    ['README.md', MARK],
  ])('finds none in a text of %s', (path, text) => {
    expect(runs(path, text)).toEqual([]);
  });
});
