import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { featureIds, findFeature } from '../../../generators/registry.js';
import { made } from '../features/made.js';

const RUNTIME = new URL('../../../templates/targets/go/runtime/', import.meta.url);
const runtime = (name: string): string => readFileSync(new URL(name, RUNTIME), 'utf8');

/** Features that are part of a Go server. */
async function inside(): Promise<string[]> {
  const all = await Promise.all(featureIds.map(findFeature));
  return all.flatMap((feature) =>
    feature?.targets['go']?.slots?.['server.features'] === undefined ? [] : [feature.id],
  );
}

describe('features of a Go project', () => {
  it('leave nothing behind that was not chosen', async () => {
    const files = await made([], 'go');
    expect([...files.keys()].filter((path) => path.startsWith('internal/features/'))).toEqual([]);
    expect(files.get('internal/tools/tools.go')).not.toContain('features');
    expect(files.get('go.mod')).toBe(runtime('go.mod').replace('module mcp-package', 'module mcp-petstore'));
    expect(files.get('go.sum')).toBe(runtime('go.sum'));
  });

  it('are listed in the order of the registry, each with a package and a test of its own', async () => {
    const ids = await inside();
    const files = await made([...ids].reverse(), 'go');
    const listed = files.get('internal/features/features.go') ?? '';
    const packages = [...listed.matchAll(/^\t\t(\w+)\.New,$/gm)].map(([, name]) => name);
    expect(packages).toEqual(ids.map((id) => id.replaceAll('-', '')));
    for (const name of packages) {
      const own = [...files.keys()].filter((path) => path.startsWith(`internal/features/${name}/`));
      expect(own).toContain(`internal/features/${name}/${name}.go`);
      expect(own).toContain(`internal/features/${name}/${name}_test.go`);
    }
  });

  it('are the same wherever they stand: no file of one depends on what else was chosen', async () => {
    const ids = await inside();
    const together = await made(ids, 'go');
    for (const id of ids) {
      const alone = await made([id], 'go');
      const own = [...alone].filter(([path]) => /^internal\/features\/.+\//.test(path));
      expect(own.length).toBeGreaterThan(1);
      for (const [path, text] of own) expect(together.get(path), path).toBe(text);
    }
  });
});
