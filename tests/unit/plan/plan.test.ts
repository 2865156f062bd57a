import { describe, expect, it } from 'vitest';
import { planProject } from '../../../src/plan/plan.js';
import type { FileEntry, FilePlan, Target } from '../../../src/plan/types.js';
import { options, petstore } from '../python/fixture.js';

const text = (path: string): FileEntry => ({ kind: 'text', path, text: '', owner: 'generated' });

const targetWith = (plan: FilePlan): Target => ({
  id: 'toy',
  title: 'Toy',
  slots: [],
  tokens: () => ({}),
  plan: () => ({ plan, diagnostics: [] }),
  runContract: () => ({ stdio: [], http: [], path: '/mcp', health: '/health', env: {} }),
  helpers: {},
  checks: () => [],
});

const planned = (plan: FilePlan) => planProject(petstore, options, targetWith(plan));

describe('planning a project', () => {
  it('sorts the files by path', () => {
    const result = planned({ files: [text('b'), text('a/c')] });
    expect(result.ok && result.value.files.map(({ path }) => path)).toEqual(['a/c', 'b']);
  });

  it('writes a folder of sources out as files, with tokens replaced in paths', () => {
    const source = 'targets/python/runtime';
    const tree = { source, path: 'sub', owner: 'generated', replace: { mcp_package: 'mcp_x' } } as const;
    const result = planned({ files: [], trees: [{ ...tree, leaveOut: ['pyproject.toml'] }] });
    const paths = result.ok ? result.value.files.map(({ path }) => path) : [];
    expect(paths).toContain('sub/src/mcp_x/runtime/http.py');
    expect(paths).not.toContain('sub/pyproject.toml');
  });

  it.each(['../up', '/etc/passwd', 'a/../b', 'a//b', 'a\\b', 'name with blank', ''])(
    'refuses the path %j',
    (path) => {
      const result = planned({ files: [text(path)] });
      expect(result.ok).toBe(false);
      expect(result.diagnostics[0]?.code).toBe('internal.render');
    },
  );

  it('refuses two files that are one where case is not told apart', () => {
    const result = planned({ files: [text('src/A.py'), text('src/a.py')] });
    expect(result.diagnostics.map(({ message }) => message)).toEqual(['The file src/a.py is planned twice.']);
  });
});
