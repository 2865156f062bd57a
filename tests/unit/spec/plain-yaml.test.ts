import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { JsonValue } from '../../../src/model/types.js';
import type { ParsedFile } from '../../../src/spec/parse/file.js';
import { parseYaml } from '../../../src/spec/parse/yaml.js';
import { parsePlainYaml } from '../../../src/spec/parse/yaml-events.js';
import { Report } from '../../../src/spec/report.js';

const SPECS = join(import.meta.dirname, '../../fixtures/specs');
const documents = readdirSync(SPECS, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.ya?ml$/.test(name),
);

/** Every value of a file with its place: what the two readers must agree about. */
function places(file: ParsedFile): [string, string][] {
  const found: [string, string][] = [];
  const walk = (value: JsonValue, at: readonly string[]): void => {
    const { line, column } = file.place(at);
    found.push([at.join('/'), `${line}:${column}`]);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) walk(child, [...at, key]);
  };
  walk(file.value, []);
  return found;
}

function explained(text: string): ParsedFile | undefined {
  const report = new Report();
  const file = parseYaml('x.yaml', text, report);
  return report.failed ? undefined : file;
}

/** Both readers' view of a text. The quick one may always pass; what it reads must be what the other reads. */
function expectSame(text: string): boolean {
  const plain = parsePlainYaml('x.yaml', text);
  if (plain === undefined) return false;
  const other = explained(text);
  expect(other, text).toBeDefined();
  if (other === undefined) return true;
  expect(plain.value).toEqual(other.value);
  expect(places(plain)).toEqual(places(other));
  return true;
}

describe('the quick reader of YAML', () => {
  test.each(documents)('reads %s as the one does that explains mistakes', (name) => {
    expectSame(readFileSync(join(SPECS, name), 'utf8'));
  });

  test('reads every scalar of the core schema alike', () => {
    const scalars =
      '0 -0 +1 007 1_000 0o17 0x1F 0b1 1.0 1. .5 -.5 1e3 1E-3 .inf -.Inf .nan ~ null Null NULL nul true True TRUE tRUE yes no on off 2001-12-14 12:30:45 1:20 - -- <<a =';
    const texts = [
      ...scalars.split(' '),
      '',
      '"1"',
      "'true'",
      '9007199254740993',
      '123456789012345678901234567890',
    ];
    for (const scalar of texts) {
      expectSame(
        `key: ${scalar}\n${scalar === '' ? 'x' : scalar}: 1\nlist:\n  - ${scalar}\n  - [${scalar}, a]\n`,
      );
      expectSame(`openapi: ${scalar}\ninfo:\n  version: ${scalar}\n  title: ${scalar}\n`);
    }
  });

  test('leaves to the other what needs an explanation', () => {
    const texts = [
      '',
      '# nothing\n',
      'a: &x 1\nb: *x\n',
      'a: !!str 1\n',
      'a: 1\na: 2\n',
      '__proto__: 1\n',
      'a: 1\n---\nb: 2\n',
    ];
    const more = [
      '<<: {a: 1}\n',
      '? [a]\n: b\n',
      'a: "x\n',
      '\ta: 1\n',
      '- \n- a\n',
      `${'- '.repeat(900)}a\n`,
      '%YAML 1.1\n---\na: 1\n',
    ];
    for (const text of [...texts, ...more]) expect(parsePlainYaml('x.yaml', text), text).toBeUndefined();
  });

  test('reads layouts of all kinds alike', () => {
    const texts = [
      'a: |\n  one\n   two\n\n  three\nb: >-\n  folded\n  text\n\n  more\nc: |+\n  kept\n\nd: >2\n   indented\n',
      "- |\n one\n- >- # why\n two\n  \n- \"a\\nb\n  c\"\n- 'it''s\n  two'\n- plain\n  goes on\n",
      'a: {b: [1, "x", {c: d}], "e": f, g: }\r\nh: i\r\n',
      '\u{FEFF}a: 1\n',
      '---\na: 1\n...\n',
      '# first\na: 1 # last\n\n\nb:\n# between\n  c: 2\n',
      '"a b": 1\n? c\n: d\n',
      'a:   \n  - b\n  -   c: 1\n      d: 2\n  -\n    e: 3\n',
    ];
    expect(texts.filter(expectSame).length).toBeGreaterThan(5);
  });

  test('reads whatever the other one writes', () => {
    const key = fc.string({ unit: 'grapheme', maxLength: 12 });
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme', maxLength: 90 }),
        fc.string({
          unit: fc.constantFrom('a', ' ', '\n', '#', ':', '-', '"', "'", '|', '>', '\t', '[', '{', ',', '\\'),
          maxLength: 30,
        }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    const widths = fc.constantFrom(0, 20, 80);
    fc.assert(
      fc.property(value, widths, (data, lineWidth) => void expectSame(stringify({ data }, { lineWidth }))),
      { numRuns: 400 },
    );
  });
});
