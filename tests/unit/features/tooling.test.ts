/** What stands around the code: each file calls only what the project has. */
import { describe, expect, it } from 'vitest';
import { choicesFor, FEATURES } from '../../../src/options/choices.js';
import { data, made } from './made.js';

const TARGETS = ['python', 'typescript', 'go'];
const targetsOf = (makefile: string): Set<string> =>
  new Set([...makefile.matchAll(/^([a-z][a-z0-9-]*):/gm)].map(([, name]) => name ?? ''));
/** The targets that a text calls: `make install`, `make format-check lint`. */
const called = (text: string): string[] =>
  [...text.matchAll(/\bmake((?: [a-z][a-z0-9-]*)+)/g)].flatMap(([, names]) =>
    (names ?? '').trim().split(' '),
  );

describe.each(TARGETS)('in a %s project', (target) => {
  const files = made(
    ['hardening', 'devcontainer', 'gitlab', 'kubernetes', 'mcpb', 'pre-commit', 'docs-site', 'helm'],
    target,
  );

  it.each(['.gitlab-ci.yml', '.devcontainer/devcontainer.json', '.pre-commit-config.yaml'])(
    '%s calls make targets that there are',
    async (path) => {
      const targets = targetsOf((await files).get('Makefile') ?? '');
      const lines = ((await files).get(path) ?? '').split('\n').filter((line) => !/^\s*#/.test(line));
      expect(lines.length).toBeGreaterThan(5);
      expect(called(lines.join('\n')).filter((name) => !targets.has(name))).toEqual([]);
    },
  );

  it('each section of the README names make targets that there are', async () => {
    const targets = targetsOf((await files).get('Makefile') ?? '');
    const code = [...((await files).get('README.md') ?? '').matchAll(/`(make [^`]+)`/g)].map(
      ([, text]) => text,
    );
    expect(code.length).toBeGreaterThan(8);
    expect(code.flatMap((text) => called(text ?? '')).filter((name) => !targets.has(name))).toEqual([]);
  });

  it('no heading of the README stands there twice', async () => {
    const all = choicesFor(FEATURES, target).map(({ value }) => value);
    const readme = (await made(all, target)).get('README.md') ?? '';
    const headings = [...readme.matchAll(/^## .*$/gm)].map(String);
    expect(headings.length).toBeGreaterThan(all.length);
    expect(headings.filter((one, index) => headings.indexOf(one) !== index)).toEqual([]);
  });

  it('what a feature reads stands below its name in .env.example', async () => {
    const text = (await made(['health', 'cache'], 'python')).get('.env.example') ?? '';
    expect(text).toMatch(
      /^# Health\n\n#[^\n]*\n#MCP_READY_UPSTREAM=[\s\S]*^# Cache\n[\s\S]*^#MCP_CACHE_SECONDS=/m,
    );
    expect(text).toMatch(/[^\n]\n$/);
  });

  it('no two features define a make target twice', async () => {
    const rules = [...((await files).get('Makefile') ?? '').matchAll(/^([a-z][a-z0-9-]*):/gm)].map(String);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it('the pipeline has a job for the checks and one for the image', async () => {
    expect(Object.keys(data(await files, '.gitlab-ci.yml') as object)).toEqual([
      'stages',
      'workflow',
      'check',
      'container',
    ]);
  });
});
