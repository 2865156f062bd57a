import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, fixOf, problem } from '../../../src/diagnostics/catalogue.js';
import { reportJson, reportText } from '../../../src/diagnostics/report.js';
import type { Diagnostic } from '../../../src/diagnostics/types.js';
import { visible } from '../../../src/diagnostics/visible.js';

const at = (line: number, column: number): Diagnostic =>
  problem('cli.value', 'Pet is not defined.', {
    place: { file: 'api.yaml', line, column },
    fix: 'Define it.',
  });

describe('the text report', () => {
  it('prints place, code, message and fix on one line, then the source with an arrow', () => {
    const text = reportText([at(2, 9)], { verbose: false, sourceOf: () => 'paths:\n  $ref: "#/Pet"\n' });
    expect(text).toBe(
      [
        'api.yaml:2:9  cli.value  Pet is not defined. Define it.',
        '  2 |   $ref: "#/Pet"',
        '              ^',
        '',
      ].join('\n'),
    );
  });

  it('shows only the part around the column of a document on one long line', () => {
    const text = reportText([at(1, 5000)], { verbose: false, sourceOf: () => 'x'.repeat(10_000) });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(120);
  });

  it('names the pointer where no line is known', () => {
    const found = problem('cli.value', 'Bad.', { place: { file: 'a.json', pointer: '/paths' }, fix: '' });
    expect(reportText([found], { verbose: false })).toBe('a.json#/paths  cli.value  Bad.\n');
  });

  it('counts repairs per code, and prints each with --verbose', () => {
    const repair = (message: string): Diagnostic => ({
      code: 'cli.value',
      severity: 'repair',
      message,
      fix: '',
    });
    const both = [repair('One.'), repair('Two.')];
    expect(reportText(both, { verbose: false })).toBe('2 repairs: cli.value 2 (--verbose shows them)\n');
    expect(reportText(both, { verbose: true })).toContain('cli.value  repair: One.\ncli.value  repair: Two.');
  });

  it('gives warnings a line each, three of a kind and ten in all, and counts the rest', () => {
    const warnings = ['a', 'b', 'c', 'd'].flatMap((code) =>
      Array.from(
        { length: 5 },
        (_, index): Diagnostic => ({ code, severity: 'warning', message: `${index}`, fix: '' }),
      ),
    );
    const lines = reportText(warnings, { verbose: false }).trimEnd().split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'a  warning: 0.',
      'a  warning: 1.',
      'a  warning: 2.',
      'b  warning: 0.',
    ]);
    expect(lines.slice(9)).toEqual([
      'd  warning: 0.',
      '10 more warnings: a 2, b 2, c 2, d 4 (--verbose shows them)',
    ]);
  });

  it('cuts a message that holds a name without end', () => {
    expect(reportText([problem('cli.value', 'x'.repeat(1e6))], { verbose: true }).length).toBeLessThan(2_000);
  });

  it('stops after twenty errors and says how many are left', () => {
    const text = reportText(
      Array.from({ length: 25 }, () => at(1, 1)),
      { verbose: false },
    );
    expect(text).toContain('… and 5 more; --verbose shows all.');
  });

  it('says nothing when there is nothing', () => {
    expect(reportText([], { verbose: true })).toBe('');
  });

  it('never lets a character through that a terminal acts on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const text = reportText([problem('cli.value', message, { fix: '' })], { verbose: true });
        return !/[\p{Cc}\p{Cf}]|\u3164|\u{e0100}/u.test(text.replaceAll('\n', ''));
      }),
    );
  });
});

describe('visible', () => {
  it.each([
    ['\u001b[31m', '\\u001B[31m'],
    ['a\u202eb', 'a\\u202Eb'],
    ['\ud800', '\\uD800'],
    ['naïve 😀 漢字', 'naïve 😀 漢字'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('the catalogue', () => {
  it('holds every code that the sources use', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const used = files.flatMap((path) => {
      const text = readFileSync(join('src', path), 'utf8');
      return [
        ...text.matchAll(/'((?:cli|write|git|internal|check|toolchain|spec|model)\.[a-z][a-z-]+)'/g),
      ].map(([, code]) => code);
    });
    expect(new Set(used).size).toBeGreaterThan(30);
    expect([...new Set(used)].filter((code) => code !== undefined && !(code in CATALOGUE))).toEqual([]);
  });

  it.each(Object.entries(CATALOGUE))('%s has a title, a cause and a fix', (_code, entry) => {
    for (const text of [entry.title, entry.cause, entry.fix]) expect(text.trim()).not.toBe('');
  });

  it('gives a diagnostic without a fix the one of its code, also in JSON', () => {
    const found = problem('write.denied', 'No.');
    expect(fixOf(found)).toBe(CATALOGUE['write.denied']?.fix);
    expect(reportJson([found])[0]?.fix).toBe(CATALOGUE['write.denied']?.fix);
  });
});
