import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../../generators/targets/python/target.js';
import { buildModel } from '../../../src/model/index.js';
import { planProject } from '../../../src/plan/index.js';
import { renderPlan } from '../../../src/render/index.js';
import { DEFAULT_LOAD_POLICY, diskWorld, loadSpec } from '../../../src/spec/index.js';

const GOLDEN = 'tests/golden';
const PROJECTS = {
  bookshop: 'examples/bookshop.yaml',
  'petstore-simple': 'tests/fixtures/specs/oai-v2.0-petstore-simple.json',
};

/** The project's files by path; without the runtime, which is copied and has tests of its own. */
async function generate(path: string): Promise<Map<string, string>> {
  const loaded = await loadSpec({ kind: 'file', path }, DEFAULT_LOAD_POLICY, diskWorld());
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const built = buildModel(loaded.value, { tools: 'auto' });
  if (!built.ok) throw new Error(built.diagnostics[0]?.message);
  const options = {
    slug: built.value.service.slug,
    target: 'python',
    preset: 's-tier',
    features: [],
    languageVersion: '3.13',
    transports: ['stdio', 'http'],
    generatorVersion: '0.0.0',
    specFile: `openapi.${path.endsWith('.json') ? 'json' : 'yaml'}`,
  } as const;
  const planned = planProject(built.value, options, pythonTarget);
  if (!planned.ok) throw new Error(planned.diagnostics[0]?.message);
  const rendered = await renderPlan(planned.value, pythonTarget);
  if (!rendered.ok) throw new Error(rendered.diagnostics[0]?.message);
  const own = [...rendered.value.values()].filter((file) => !file.path.includes('/runtime/'));
  return new Map(own.map((file) => [file.path, file.text]));
}

function read(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) =>
    relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

// UPDATE_GOLDEN=1 writes the projects anew: read the diff before committing it.
describe.each(Object.entries(PROJECTS))('the golden project %s', (name, document) => {
  it('is what is generated, byte for byte', async () => {
    const folder = join(GOLDEN, name);
    const files = await generate(document);
    if (process.env['UPDATE_GOLDEN'] === '1') write(folder, files);
    const expected = read(folder);
    expect([...files.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [path, text] of files) expect(text, path).toBe(expected.get(path));
  });
});
