import { describe, expect, it } from 'vitest';
import { cutAtSentence, plainText } from '../../../src/model/words/plain-text.js';

describe('plain text', () => {
  it.each([
    ['<p>One <b>bold</b> &amp; <a href="https://x.example">link</a>.</p>', 'One bold & link.'],
    ['a<br/>b', 'a\nb'],
    ['<script>alert(1)</script>text<!-- hidden -->', 'text'],
    ['the <owner>/<repo> of List<String>', 'the <owner>/<repo> of List<String>'],
    ['a &lt;b&gt; &#39;c&#x27; &unknown; &#0;', "a <b> 'c' &unknown; &#0;"],
    ['## Title ##\n**bold** and *em* and `code`', 'Title\nbold and em and `code`'],
    ['See [the docs](https://x.example/a_(b) "t") ![logo](x.png)', 'See the docs logo'],
    ['* one\n+ two', '- one\n- two'],
    ['| a | b |\n|---|:-:|\n| 1 | 2 |', 'a | b\n1 | 2'],
    ['> [!NOTE]\n> quoted', 'NOTE\nquoted'],
    ['```json\n{}\n```', '{}'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['a\u202eb\u200b c\u0007', 'ab c'],
    ['a\r\n\r\n\r\nb   c', 'a\nb c'],
  ])('of %j', (text, plain) => {
    expect(plainText(text)).toBe(plain);
  });

  it.each([
    '<'.repeat(100_000),
    '['.repeat(100_000),
    '*'.repeat(100_000),
    '<a '.repeat(30_000),
    '&'.repeat(100_000),
    '![('.repeat(30_000),
  ])('of a hostile text is made at once', (text) => {
    const start = performance.now();
    plainText(text);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('cutting', () => {
  it.each([
    ['Short.', 10, 'Short.'],
    ['One sentence. Another one.', 20, 'One sentence.'],
    ['No sentence ends anywhere here', 20, 'No sentence ends…'],
    ['x'.repeat(50), 10, `${'x'.repeat(9)}…`],
  ])('%j to %d', (text, max, cut) => {
    expect(cutAtSentence(text, max)).toBe(cut);
  });

  it('does not cut a character in half', () => {
    expect(cutAtSentence('😀'.repeat(20), 10)).not.toMatch(/\p{Surrogate}/u);
  });
});
