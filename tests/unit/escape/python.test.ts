import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pyComment, pyDocstring, pyString, pyValue } from '../../../src/escape/python.js';
import { hostileText, RAW, wellFormed } from './hostile.js';

/** Runs Python's own parser once over a whole batch of sources. */
function python(program: string, input: unknown): unknown {
  const run = spawnSync('python3', ['-c', program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
const samples = (count: number): string[] => fc.sample(hostileText, { numRuns: count, seed: 20_261_121 });

describe.skipIf(!hasPython)('what Python reads', () => {
  it('is the text that was quoted', () => {
    const texts = samples(2_000);
    const read = python(
      'import ast, json, sys; print(json.dumps([ast.literal_eval(s) for s in json.load(sys.stdin)]))',
      texts.map(pyString),
    );
    expect(read).toEqual(texts.map(wellFormed));
  });

  it('is one docstring and nothing else', () => {
    const sources = samples(2_000).map((text) => `def f():\n    ${pyDocstring(text, 4)}\n    return 1\n`);
    const kinds = python(
      `import ast, json, sys
def kinds(source):
    body = ast.parse(source).body
    return [len(body), [type(node).__name__ for node in body[0].body], type(body[0].body[0].value).__name__]
print(json.dumps([kinds(source) for source in json.load(sys.stdin)]))`,
      sources,
    );
    expect(kinds).toEqual(sources.map(() => [1, ['Expr', 'Return'], 'Constant']));
  });

  it('is no statement where a comment was written', () => {
    const counts = python(
      'import ast, json, sys; print(json.dumps([len(ast.parse(s).body) for s in json.load(sys.stdin)]))',
      samples(1_000).map((text) => `${pyComment(text)}\nx = 1\n`),
    );
    expect(new Set(counts as number[])).toEqual(new Set([1]));
  });

  it('is the same value for every JSON value', () => {
    const values = fc
      .sample(fc.jsonValue(), { numRuns: 500, seed: 1 })
      .map((value) => JSON.parse(JSON.stringify(value)));
    const read = python(
      'import ast, json, sys; print(json.dumps([ast.literal_eval(s) for s in json.load(sys.stdin)]))',
      values.map(pyValue),
    );
    expect(read).toEqual(values);
  });
});

describe('Python text', () => {
  it('never holds a hidden character', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(pyString(text) + pyDocstring(text) + pyComment(text)).not.toMatch(RAW);
      }),
    );
  });

  it('keeps a docstring of one line on one line', () => {
    expect(pyDocstring('Find a "pet".')).toBe('"""Find a "pet"."""');
    expect(pyDocstring('Ends with "quotes"')).toBe('"""Ends with "quotes\\""""');
  });

  it('indents the lines of a docstring, but not the empty ones', () => {
    expect(pyDocstring('One.\n\nTwo.', 4)).toBe('"""One.\n\n    Two.\n    """');
  });

  it('writes whole numbers that JavaScript would write with an exponent as whole numbers', () => {
    expect(pyValue(1e21)).toBe('1000000000000000000000');
  });
});
