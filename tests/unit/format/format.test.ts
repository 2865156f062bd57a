import { describe, expect, it } from 'vitest';
import { TreeFormatter } from '../../../src/format/format.js';
import type { RenderedFile } from '../../../src/plan/types.js';

const CONFIG = '[tool.ruff]\nline-length = 100\n[tool.ruff.lint]\nselect = ["E", "F", "I", "UP"]\n';

const file = (path: string, text: string): RenderedFile => ({ path, text, owner: 'generated', mode: 0o644 });

function format(...files: readonly RenderedFile[]) {
  return formatted(true, files);
}

function formatted(lint: boolean, files: readonly RenderedFile[]) {
  const tree = new TreeFormatter(lint);
  for (const one of [file('pyproject.toml', CONFIG), ...files]) tree.add(one);
  return tree.finish();
}

async function problemsOf(...files: readonly RenderedFile[]): Promise<string[]> {
  const result = await format(...files);
  return result.ok ? [] : result.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe('formatting a tree', () => {
  it('lays Python out as ruff does', async () => {
    const result = await format(file('a.py', "x = {'a':1,\n  'b':2}\n"));
    expect(result.ok && result.value.get('a.py')?.text).toBe('x = {"a": 1, "b": 2}\n');
  });

  it('leaves what it has formatted as it is', async () => {
    const text = 'def f(a: int) -> int:\n    """Say."""\n    return a\n';
    const result = await format(file('a.py', text));
    expect(result.ok && result.value.get('a.py')?.text).toBe(text);
  });

  it('keeps owner, mode and order of the files', async () => {
    const script: RenderedFile = { path: 's.sh', text: '#!/bin/sh\n', owner: 'merged', mode: 0o755 };
    const result = await format(file('b.py', 'x = 1\n'), script);
    expect(result.ok && [...result.value.keys()]).toEqual(['pyproject.toml', 'b.py', 's.sh']);
    expect(result.ok && result.value.get('s.sh')).toEqual(script);
  });

  it('says which file is no Python', async () => {
    const [problem] = await problemsOf(file('ok.py', 'x = 1\n'), file('bad.py', 'def f(:\n'));
    expect(problem).toMatch(/^internal\.render bad\.py: /);
  });

  it('says what the project itself would find fault with', async () => {
    const [problem] = await problemsOf(file('unused.py', 'import os\n'));
    expect(problem).toMatch(/^internal\.render unused\.py: line 1: F401 /);
  });

  it('asks only the parser where no checks are wanted', async () => {
    expect(await formatted(false, [file('unused.py', 'import os\n')])).toMatchObject({ ok: true });
    expect(await formatted(false, [file('bad.py', 'def f(:\n')])).toMatchObject({ ok: false });
  });

  it.each([
    ['data.json', '{'],
    ['pyproject.toml', 'a = '],
    ['ci.yml', 'a: b: c'],
  ])('says that %s does not parse', async (path, text) => {
    const [problem] = await problemsOf(file(path, text));
    expect(problem).toMatch(new RegExp(`^internal\\.render ${path}: `));
  });

  it('gives the same texts whether one thread works or two', async () => {
    const body = "def f():\n  return {'a': 1}\n\n".repeat(100);
    const files = Array.from({ length: 300 }, (_, index) =>
      file(`m${index}.py`, `x${index} = ${index}\n${body}`.replaceAll('def f', 'def f_')),
    );
    const unique = files.map((one) => ({ ...one, text: renumber(one.text) }));
    const [large, small] = [await format(...unique), await format(...unique.slice(0, 10))];
    expect(large.ok && small.ok).toBe(true);
    if (!large.ok || !small.ok) return;
    expect(large.value.size).toBe(301);
    for (const [path, { text }] of small.value) expect(large.value.get(path)?.text).toBe(text);
    expect(large.value.get('m299.py')?.text.startsWith('x299 = 299\n')).toBe(true);
  });
});

/** Functions of one name in one file would be a finding of the linter. */
function renumber(text: string): string {
  let number = 0;
  return text.replace(/def f_/g, () => `def f${number++}`);
}
