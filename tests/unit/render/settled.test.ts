import { describe, expect, it } from 'vitest';
import { TreeFormatter } from '../../../src/format/format.js';
import { isSettled } from '../../../src/render/settled.js';
import { templateSources } from '../../../src/render/sources.js';

const TOKENS = { mcp_package: 'mcp_a_rather_long_name_of_a_service' };
const settled = (source: string): boolean =>
  isSettled(source, source.replaceAll('mcp_package', TOKENS.mcp_package), TOKENS);

describe('a copied source is settled', () => {
  it('where the token does not stand in it', () => {
    expect(settled('x = 1\n')).toBe(true);
  });

  it('where the token stands in imports that still fit their lines', () => {
    expect(settled('from mcp_package.runtime.http import ApiClient\n')).toBe(true);
    expect(settled('from mcp_package.runtime.http import (\n    ApiClient,\n    b,\n)\n')).toBe(true);
  });

  it('but not where the longer name makes a line too long', () => {
    expect(settled(`from mcp_package.runtime.http import ${'a'.repeat(50)}\n`)).toBe(false);
  });

  it('nor where the token stands in other code', () => {
    expect(settled('patch("mcp_package.runtime.retries.backoff", print)\n')).toBe(false);
  });
});

describe('the sources that are copied', () => {
  it('are formatted and clean as they lie here', async () => {
    // In process ruff sees no folders, so it has to be told whose package this is, as generated projects tell it.
    const own = [
      '[tool.ruff.lint.isort]',
      'known-first-party = ["mcp_package", "tests"]',
      'section-order = ["future", "standard-library", "third-party", "services", "first-party", "local-folder"]',
      'sections = { services = ["service_v2"] }',
      '',
    ].join('\n');
    const config = `${templateSources.get('targets/python/runtime/pyproject.toml')}\n${own}`;
    const tree = new TreeFormatter(true);
    tree.add({ path: 'pyproject.toml', text: config, owner: 'generated', mode: 0o644 });
    const sources = templateSources.list().filter((path) => path.endsWith('.py'));
    for (const path of sources) {
      tree.add({ path, text: templateSources.get(path), owner: 'generated', mode: 0o644 });
    }
    const formatted = await tree.finish();
    expect(formatted.diagnostics).toEqual([]);
    const changed = sources.filter(
      (path) => formatted.ok && formatted.value.get(path)?.text !== templateSources.get(path),
    );
    expect(sources.length).toBeGreaterThan(20);
    expect(changed).toEqual([]);
  });
});
