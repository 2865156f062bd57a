import { describe, expect, it } from 'vitest';
import { lastLines } from '../../../src/migrate/capture/last-lines.js';

const GROUP = `  + Exception Group Traceback (most recent call last):
  |   File "server.py", line 9, in <module>
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "server.py", line 5, in main
    | ConnectionError: no daemon - is it running?
    +------------------------------------
`;

describe('the last lines of a process that failed', () => {
  it('end with the exception, not with the frame around a group of them', () => {
    expect(lastLines(GROUP).split('\n').at(-1)).toBe('ConnectionError: no daemon - is it running?');
    expect(lastLines(GROUP)).not.toMatch(/^\d+ -|\+-/m);
  });

  it('end with the failure, not with a hint of the package manager', () => {
    const text =
      '  × Failed to build `mysql==0.0.3`\n  ╰─▶ the build backend returned an error\n\nhint: Build failures usually …\n';
    expect(lastLines(text)).toBe(
      '  × Failed to build `mysql==0.0.3`\n  ╰─▶ the build backend returned an error',
    );
  });

  it('are none where nothing was said', () => {
    expect(lastLines('\n\n')).toBe('');
  });
});
