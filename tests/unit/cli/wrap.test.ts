import { describe, expect, it } from 'vitest';
import { wrapped } from '../../../src/cli/wrap.js';

describe('text on a terminal', () => {
  it('is broken between words, and what goes on is indented', () => {
    expect(wrapped('a.yaml:1:2  cli.usage  Unknown option. See help.', 24)).toBe(
      'a.yaml:1:2  cli.usage\n  Unknown option. See\n  help.',
    );
  });

  it('keeps the second column of a table a column', () => {
    expect(wrapped('  --spec <file>   OpenAPI document, JSON or YAML', 42)).toBe(
      '  --spec <file>   OpenAPI document, JSON\n                  or YAML',
    );
  });

  it('puts the second column below the first where it is narrow', () => {
    expect(wrapped('  --spec <file>   OpenAPI document, JSON or YAML', 30)).toBe(
      '  --spec <file>\n      OpenAPI document, JSON\n      or YAML',
    );
  });

  it('leaves words, lines of a document and what fits as they are', () => {
    const text = `${'x'.repeat(50)}\n  14 |   ${'y '.repeat(30)}\n${' '.repeat(40)}^\nshort`;
    expect(wrapped(text, 30)).toBe(text);
  });

  it('is not touched where there is no terminal', () => {
    expect(wrapped('a b c d', Number.POSITIVE_INFINITY)).toBe('a b c d');
  });
});
