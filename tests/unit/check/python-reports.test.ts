import { describe, expect, it } from 'vitest';
import {
  readFormat,
  readInstall,
  readLint,
  readTests,
  readTypes,
} from '../../../generators/targets/python/reports.js';

const output = (exitCode: number, stdout: string) => ({ exitCode, stdout, stderr: '' });

describe('what Python tools say', () => {
  it('reads how many packages uv and pip installed', () => {
    const uv = {
      exitCode: 0,
      stdout: '',
      stderr: 'Resolved 70 packages in 1ms\nInstalled 56 packages in 32ms\n',
    };
    expect(readInstall(uv).detail).toBe('56 packages');
    expect(readInstall(output(0, 'Successfully installed a-1 b-2 c-3\n')).detail).toBe('3 packages');
    expect(readInstall(output(0, 'Audited 56 packages')).detail).toBe('nothing to do');
    expect(readInstall(output(1, 'boom'))).toEqual({ detail: 'exit code 1', findings: [] });
  });

  it('reads ruff format: the files, or how many are right', () => {
    expect(readFormat(output(0, '8 files already formatted\n'))).toEqual({ detail: '8 files', findings: [] });
    const report = readFormat(output(1, 'Would reformat: src/a.py\n1 file would be reformatted\n'));
    expect(report).toMatchObject({ detail: '1 file not formatted', findings: [{ file: 'src/a.py' }] });
  });

  it('reads ruff check: file, line, rule and message', () => {
    const found = [
      { code: 'F401', filename: '/p/a.py', location: { row: 3, column: 8 }, message: '`os` unused' },
    ];
    expect(readLint(output(1, JSON.stringify(found)))).toEqual({
      detail: '1 finding',
      findings: [{ file: '/p/a.py', line: 3, message: 'F401 `os` unused' }],
    });
    expect(readLint(output(0, '[]')).detail).toBe('nothing found');
  });

  it('says that ruff failed when it printed no JSON', () => {
    expect(readLint(output(2, 'error: bad config'))).toEqual({ detail: 'ruff check failed', findings: [] });
  });

  it('reads mypy: errors without their notes, or how many files are right', () => {
    const text =
      'src/a.py:3: error: Missing type  [no-untyped-def]\nsrc/a.py:3: note: see this\nFound 1 error\n';
    expect(readTypes(output(1, text))).toEqual({
      detail: '1 error',
      findings: [{ file: 'src/a.py', line: 3, message: 'Missing type  [no-untyped-def]' }],
    });
    expect(readTypes(output(0, 'Success: no issues found in 12 source files\n')).detail).toBe(
      '12 files, strict',
    );
  });

  it('reads pytest: how many passed, and the coverage', () => {
    const text = 'TOTAL            154     23    85%\n11 passed, 6 warnings in 1.46s\n';
    expect(readTests(output(0, text))).toEqual({
      detail: '11 passed, 6 warnings, coverage 85 %',
      findings: [],
    });
  });

  it('reads pytest: each failed test with its file, line and message', () => {
    const text = [
      '_________________ test_x __________________',
      'tests/test_bad.py:3: in test_x',
      '    assert a == 2, "one is not two"',
      '=========== short test summary info ===========',
      'FAILED tests/test_bad.py::test_x - AssertionError: one is not two',
      '1 failed, 11 passed in 1.46s',
    ].join('\n');
    expect(readTests(output(1, text))).toEqual({
      detail: '1 failed, 11 passed',
      findings: [{ file: 'tests/test_bad.py', line: 3, message: 'test_x: AssertionError: one is not two' }],
    });
  });

  it('says that pytest failed when it ran nothing', () => {
    expect(readTests(output(4, '\nno tests ran in 0.00s')).detail).toBe('pytest failed');
  });
});
