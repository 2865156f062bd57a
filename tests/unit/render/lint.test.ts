import { describe, expect, it } from 'vitest';
import { HELPERS_OF as GO } from '../../../generators/targets/go/helpers.js';
import { HELPERS_OF as PYTHON } from '../../../generators/targets/python/helpers.js';
import { HELPERS_OF as TYPESCRIPT } from '../../../generators/targets/typescript/helpers.js';
import { templateSources } from '../../../src/render/sources.js';
import { isBlock, isMustache, isPartial, nameOf, parseTemplate, statements } from './ast.js';

const templates = templateSources.list().filter((path) => path.endsWith('.hbs'));
const BLOCKS = ['if', 'unless', 'each', 'with'];

const HELPERS_OF = { ...PYTHON, ...GO, ...TYPESCRIPT };

/** The helpers that a kind of file may print through. */
function kindOf(path: string): readonly (keyof typeof HELPERS_OF)[] {
  const name = path.replace(/\.hbs$/, '');
  if (path.includes('/partials/readme-') || name.endsWith('.md')) return ['markdown', 'plain'];
  if (name.endsWith('.go') || path.includes('targets/go/partials/')) return ['go'];
  if (name.endsWith('.ts') || path.includes('targets/typescript/partials/')) return ['typescript'];
  if (name.endsWith('.py') || path.includes('/partials/')) return ['python'];
  if (name.endsWith('.toml')) return ['toml', 'plain'];
  if (name.endsWith('env.example')) return ['env', 'plain'];
  return ['plain'];
}

describe.each(templates)('%s', (path) => {
  const text = templateSources.get(path);
  const all = statements(parseTemplate(text));

  it('prints through a helper of its own language only', () => {
    const allowed = kindOf(path).flatMap((kind) => Object.keys(HELPERS_OF[kind]));
    const printed = all.flatMap(({ node }) => (isMustache(node) ? [node] : []));
    expect(printed.filter((node) => node.params.length === 0).map(nameOf)).toEqual([]);
    expect(printed.map(nameOf).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('uses only if, unless, each, with and partials with a context of their own', () => {
    const blocks = all.flatMap(({ node }) => (isBlock(node) ? [nameOf(node)] : []));
    expect(blocks.filter((name) => !BLOCKS.includes(name))).toEqual([]);
    const partials = all.flatMap(({ node }) => (isPartial(node) ? [node] : []));
    expect(partials.filter((node) => node.params.length !== 1)).toEqual([]);
    expect(text).not.toMatch(/\{\{\{|\{\{~|~\}\}|\{\{\{\{/);
  });

  it('is short and flat', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(120);
    expect(Math.max(0, ...all.map(({ depth }) => depth))).toBeLessThanOrEqual(2);
  });
});
