import { describe, expect, it } from 'vitest';
import { parseChoice } from '../../../src/model/tool/choice.js';
import { pathPattern } from '../../../src/model/tool/path-pattern.js';
import { build, document, refused } from './build.js';

const root = document({
  paths: {
    '/repos/{owner}': { get: { operationId: 'getRepo', tags: ['repos'] } },
    '/repos/{owner}/issues': {
      get: { operationId: 'listIssues', tags: ['issues'] },
      post: { operationId: 'addIssue', tags: ['issues', 'c+d'] },
      delete: { operationId: 'dropIssues', tags: ['issues'] },
    },
    '/user+keys': { get: { operationId: 'getUser', tags: ['a+b'] } },
  },
});
const chosen = (tools: string): string[] => build(root, { tools }).model.tools.map(({ name }) => name);

describe('the choice of tools', () => {
  it.each([
    ['methods:get', ['get_repo', 'list_issues', 'get_user']],
    ['methods:POST,delete', ['add_issue', 'drop_issues']],
    ['paths:/repos/**', ['get_repo', 'list_issues', 'add_issue', 'drop_issues']],
    ['paths:/repos/*', ['get_repo']],
    ['paths:repos/{owner}/issues', ['list_issues', 'add_issue', 'drop_issues']],
    ['paths:/user+keys', ['get_user']],
    ['tags:issues+read-only', ['list_issues']],
    ['tags:a+b', ['get_user']],
    ['paths:/repos/**+not-methods:delete+not-operations:getRepo', ['list_issues', 'add_issue']],
    ['not-read-only', ['add_issue', 'drop_issues']],
  ])('%s', (tools, expected) => {
    expect(chosen(tools)).toEqual(expected);
  });

  it('lets a mode be said for what filters leave', () => {
    expect(build(root, { tools: 'dynamic+tags:issues' }).model).toMatchObject({
      toolMode: 'dynamic',
      tools: [{ name: 'list_issues' }, { name: 'add_issue' }, { name: 'drop_issues' }],
    });
    expect(build(root, { tools: 'auto+read-only' }).model.toolMode).toBe('static');
  });

  it.each([
    ['methods:patch', 'model.method-unknown'],
    ['paths:/repo/**', 'model.path-unknown'],
    ['scopes:read', 'model.scope-unknown'],
    ['all+dynamic', 'model.tools-choice'],
    ['tags:issues+', 'model.tag-unknown'],
    ['read-only+some', 'model.tools-choice'],
  ])('refuses %s', (tools, code) => {
    const errors = refused(root, { tools }).filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([{ code }]);
  });

  it.each(['', 'tags', 'tags:', 'tags:a,,b', 'not-all', 'methods', 'read-only:x'])(
    'cannot read %j',
    (text) => {
      expect(parseChoice(text)).toBeUndefined();
    },
  );
});

describe('a pattern of paths', () => {
  it.each([
    ['/a/**/z', '/a/z', true],
    ['/a/**/z', '/a/b/c/z', true],
    ['/a/**/z', '/a/b/c', false],
    ['/a/b*', '/a/bcd', true],
    ['/a/b*', '/a/b/c', false],
    ['/a.b', '/axb', false],
    ['/A', '/a', false],
    ['/{id}', '/{id}', true],
    ['/**', '/', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(pathPattern(pattern)(path)).toBe(expected);
  });

  it('takes little time whatever it is', () => {
    const test = pathPattern(`/${'**/'.repeat(40)}x`);
    expect(test(`/${'a/'.repeat(200)}`)).toBe(false);
  });
});
