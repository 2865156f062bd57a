import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPieces, type Piece } from '../../src/manage/merge/pieces.js';
import { splitterFor } from '../../src/manage/merge/split/index.js';

const PARTS: Readonly<Record<string, readonly string[]>> = {
  'a.py': [
    '',
    '# c',
    '@d',
    'def f():',
    '    x = """',
    '"""',
    'class A:',
    '    def m(self):',
    '        return (',
    '  )',
    "s = 'a\\",
    'else:',
    '    # in',
    'x = [',
    ']',
    'import a',
    'from a import b, c',
    '\tif x:',
  ],
  'a.toml': [
    '',
    '# c',
    '[a]',
    '[[a]]',
    'x = 1',
    'y = [',
    '  "q",',
    ']',
    'z = """',
    '"""',
    "w = 'a'",
    '"k" = {a = 1}',
  ],
  'a.json': ['{', '}', '  "a": 1,', '  "a": [', '  ],', '  ]', '  "b": {', '  },', '  "c": "}"', '[', ']'],
  'a.yml': [
    '',
    '# c',
    'a:',
    '  b: 1',
    '  - x',
    '- name: y',
    '    z: |',
    '      text',
    "q: 'v'",
    '---',
    '  # in',
  ],
  'a.md': ['', '# A', '## B', 'text', '```', '~~~', '| a | b |', '### C', '    # code'],
  Makefile: ['', '# c', 'a: b', '\trun', 'X = 1', '.PHONY: a', 'ifeq (a,b)', 'endif', 'a \\', ' b'],
  'a.ts': [
    '',
    '// c',
    'export class A {',
    '  m() {',
    '  }',
    '}',
    'const x = `',
    '`;',
    '/*',
    '*/',
    "import a from 'a';",
    'function f() {',
    ');',
    '/re{/',
  ],
  'a.ini': ['', '[a]', 'x = 1', '  more', '; c', 'y: 2'],
  '.env': ['', 'A=1', '# B=2', '# c', 'export C=3'],
  '.gitignore': ['', 'a', '# c', '*.b'],
};

const keysUnique = (pieces: readonly Piece[]): boolean =>
  new Set(pieces.map((one) => one.key)).size === pieces.length &&
  pieces.every((one) => keysUnique(one.children ?? []));

describe('splitting', () => {
  it.each(Object.entries(PARTS))('%s loses and moves no line, and names are unique', (path, parts) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 25 }), (lines) => {
        const pieces = splitterFor(path)?.(lines);
        if (pieces === undefined) return;
        expect(joinPieces(pieces)).toEqual(lines);
        expect(keysUnique(pieces)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  const tracked = ['src', 'generators', 'templates', 'docs']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
    )
    .filter((path) => /\.(py|ts|json|toml|ya?ml|md)$/.test(path));

  it('understands the files of this repository', () => {
    const found = { split: 0, whole: 0 };
    for (const path of tracked) {
      const lines = readFileSync(path, 'utf8').split('\n');
      const pieces = splitterFor(path)?.(lines);
      if (pieces === undefined) found.whole++;
      else {
        found.split++;
        expect(joinPieces(pieces), path).toEqual(lines);
      }
    }
    expect(found.split).toBeGreaterThan(found.whole * 10);
  });
});
