import { describe, expect, it } from 'vitest';
import { enterprise } from '../../../generators/presets/enterprise/preset.js';
import { large } from '../python/fixture.js';
import { made } from './made.js';

const files = made([], 'python', 'enterprise');

describe('the preset enterprise', () => {
  it('has the layout and every make target of its checklist, in small projects and in large ones', async () => {
    const proofs = (enterprise.targets['python']?.checklist ?? []).flatMap((point) => point.proofs);
    for (const project of [await files, await made([], 'python', 'enterprise', large)]) {
      const there = (path: string): boolean => project.has(path.replace('{package}', 'mcp_petstore'));
      const missing = proofs.flatMap((proof) =>
        proof.kind === 'file' && !proof.anyOf.some(there) ? [proof.anyOf[0]] : [],
      );
      const rules = proofs.flatMap((proof) =>
        proof.kind === 'text' && proof.in === 'Makefile' ? [proof.pattern] : [],
      );
      expect(missing).toEqual([]);
      expect(rules.length).toBeGreaterThan(15);
      for (const rule of rules) expect(project.get('Makefile')).toMatch(new RegExp(rule, 'm'));
    }
  });

  it('gives the container file both names', async () => {
    expect((await files).get('Containerfile')).toBe((await files).get('Dockerfile'));
  });

  it('registers the tools of tools/ with the server', async () => {
    expect((await files).get('src/mcp_petstore/server.py')).toContain('custom_tools.register(mcp)');
    expect((await files).get('src/mcp_petstore/custom_tools.py')).toContain(
      'from .tools.registry import register',
    );
  });

  it('names only commands that the project installs', async () => {
    const makefile = (await files).get('Makefile') ?? '';
    const project = (await files).get('pyproject.toml') ?? '';
    for (const command of ['bandit', 'pip-audit', 'mkdocs']) {
      expect(makefile).toContain(`$(UV) run ${command}`);
      expect(project).toContain(`"${command}`);
    }
  });
});
