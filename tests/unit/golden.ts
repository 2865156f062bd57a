import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';
import { buildModel } from '../../src/model/index.js';
import { planProject } from '../../src/plan/index.js';
import type { Target } from '../../src/plan/types.js';
import { renderPlan } from '../../src/render/index.js';
import { DEFAULT_LOAD_POLICY, diskWorld, loadSpec } from '../../src/spec/index.js';

const GOLDEN = 'tests/golden';

/** What a target makes of a document, by path; without the files that `isRuntime` finds, which are copied and have tests of their own. */
export async function generate(
  path: string,
  target: Target,
  languageVersion: string,
  isRuntime: (path: string) => boolean,
): Promise<Map<string, string>> {
  const loaded = await loadSpec({ kind: 'file', path }, DEFAULT_LOAD_POLICY, diskWorld());
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const built = buildModel(loaded.value, { tools: 'auto' });
  if (!built.ok) throw new Error(built.diagnostics[0]?.message);
  const options = {
    slug: built.value.service.slug,
    target: target.id,
    preset: 's-tier',
    features: [],
    languageVersion,
    transports: ['stdio', 'http'],
    generatorVersion: '0.0.0',
    specFile: `openapi.${path.endsWith('.json') ? 'json' : 'yaml'}`,
  } as const;
  const planned = planProject(built.value, options, target);
  if (!planned.ok) throw new Error(planned.diagnostics[0]?.message);
  const rendered = await renderPlan(planned.value, target);
  if (!rendered.ok) throw new Error(rendered.diagnostics[0]?.message);
  const own = [...rendered.value.values()].filter((file) => !isRuntime(file.path));
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

/** Compares with the folder of this name. `UPDATE_GOLDEN=1` writes it anew: read the diff before committing it. */
export function expectGolden(name: string, files: ReadonlyMap<string, string>): void {
  const folder = join(GOLDEN, name);
  if (process.env['UPDATE_GOLDEN'] === '1') write(folder, files);
  const expected = read(folder);
  expect([...files.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, text] of files) expect(text, path).toBe(expected.get(path));
}
