import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mdBlock, mdCode, mdJson, mdText } from '../../../src/escape/markdown.js';
import { hostileText, RAW } from './hostile.js';

describe('Markdown text', () => {
  it('holds no tag, no hidden character and no line break', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const out of [mdText(text), mdCode(text)]) {
          expect(out).not.toMatch(RAW);
          expect(out).not.toMatch(/[<\n]/);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('cannot end a table cell', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(`${mdText(text)}${mdCode(text)}`.replace(/\\\\|\\\|/g, '')).not.toContain('|');
      }),
    );
  });

  it('cannot end a table cell by a backslash before a bar', () => {
    expect(mdCode('\\|')).toBe('\\\\\\|');
  });

  it('escapes what would be markup and leaves the rest readable', () => {
    expect(mdText('Use [this](x), *not* that_one & <b>')).toBe(
      'Use \\[this\\](x), \\*not\\* that_one &amp; &lt;b&gt;',
    );
    expect(mdText('# Title')).toBe('\\# Title');
    expect(mdText('1. item')).toBe('1\\. item');
  });

  it('keeps paragraphs apart', () => {
    expect(mdBlock('One\n\n\n\nTwo')).toBe('One\n\nTwo');
  });

  it('makes a code span that its own backticks do not end', () => {
    expect(mdCode('a ` b')).toBe('``a ` b``');
    expect(mdCode('`')).toBe('`` ` ``');
  });

  it('cannot end a block of JSON', () => {
    expect(mdJson({ x: '```\n</script>' }).split('```')).toHaveLength(4);
    expect(mdJson({ x: '</script>' })).not.toContain('<');
  });
});
