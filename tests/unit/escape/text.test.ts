import { describe, expect, it } from 'vitest';
import { clip, firstSentence, isBlank, joinText, oneLine, openText, wrap } from '../../../src/escape/text.js';

describe('text', () => {
  it('stays untrusted when it is joined with ours', () => {
    expect(joinText('GET ', { spec: '/pets' })).toEqual({ spec: 'GET /pets' });
  });

  it('replaces lone surrogates, which no file can hold', () => {
    expect(openText({ spec: 'a\ud800b' })).toBe('a\ufffdb');
  });

  it('is cut at a word and marked', () => {
    expect(clip('one two three four', 12)).toEqual({ spec: 'one two…' });
    expect(clip('short', 12)).toEqual({ spec: 'short' });
  });

  it('gives its first sentence, not its first abbreviation', () => {
    expect(firstSentence('Uses e.g. this. And that.', 100)).toEqual({ spec: 'Uses e.g. this.' });
  });

  it('is blank when only white space is in it', () => {
    expect([undefined, '', ' \n', { spec: '\t' }, 'x'].map(isBlank)).toEqual([true, true, true, true, false]);
  });

  it('wraps paragraphs and leaves lists alone', () => {
    expect(wrap('aaa bbb ccc', 7)).toEqual({ spec: 'aaa bbb\nccc' });
    expect(wrap('- aaa bbb ccc', 7)).toEqual({ spec: '- aaa bbb ccc' });
  });

  it('becomes one line', () => {
    expect(oneLine(' a\n\tb  c ')).toEqual({ spec: 'a b c' });
  });
});
