import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderNameProblem, slugProblem, suggestName } from '../../../src/options/names.js';
import { didYouMean, editDistance } from '../../../src/options/suggest.js';

describe('folder names', () => {
  it.each([
    'CON',
    'nul',
    'com1.txt',
    'LPT9',
    'a:b',
    'a?b',
    'a|b',
    'trail.',
    'my app',
    'café',
    'приложение',
    '',
    '-x',
    'n'.repeat(101),
  ])('refuses %j', (name) => {
    expect(folderNameProblem(name)).toBeTypeOf('string');
  });

  it.each(['my-app', 'My_App', 'app2', 'v1.2', 'console', 'com10'])('accepts %j', (name) => {
    expect(folderNameProblem(name)).toBeUndefined();
  });
});

describe('package names', () => {
  it.each(['Petstore', '1api', 'a_b', 'a--b', 'a-', '', 'nul', 'a'.repeat(64)])('refuses %j', (name) => {
    expect(slugProblem(name)).toBeTypeOf('string');
  });
});

describe('the suggested name', () => {
  it.each([
    ['My App!', 'my-app'],
    ['café-☕', 'cafe'],
    ['приложение', 'my-mcp-server'],
    ['3d models', 'api-3d-models'],
    ['nul', 'nul-server'],
  ])('%j becomes %j', (name, suggested) => {
    expect(suggestName(name)).toBe(suggested);
  });

  it('is always accepted, as a folder and as a package', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const suggested = suggestName(name);
        return folderNameProblem(suggested) === undefined && slugProblem(suggested) === undefined;
      }),
    );
  });
});

describe('did you mean', () => {
  it('counts a swap of neighbours as one edit', () => {
    expect(editDistance('pyhton', 'python')).toBe(1);
  });

  it('suggests the nearest candidate', () => {
    expect(didYouMean('pyton', ['python', 'typescript', 'go'])).toBe('python');
  });

  it('suggests nothing when all are far', () => {
    expect(didYouMean('cobol', ['python', 'typescript', 'go'])).toBeUndefined();
  });

  it('is symmetric and zero only for equal texts', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
