/** Rules of the house that are not about imports: size, exits, casts, and what core code may know. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROWS } from '../../../src/options/table.js';
import type { Token } from './scan.js';
import { ROOT, readSource, type SourceFile, sourcesBelow } from './tree.js';

const MAX_LINES = 400;
const MEDIAN_LINES = 80;
const sources = sourcesBelow('src', 'generators');
const everything = [...sources, ...sourcesBelow('tests')].filter(
  (file) => !file.path.startsWith('tests/golden'),
);

const places = (
  files: readonly SourceFile[],
  wrong: (token: Token, index: number, code: readonly Token[]) => boolean,
) =>
  files.flatMap((file) => {
    const code = file.tokens.filter((token) => token.kind !== 'comment');
    return code.filter(wrong).map((token) => `${file.path}:${token.line} ${token.text}`);
  });

const OPERAND = /^[\w$)\]]/;
const KEYWORDS = new Set([
  'return',
  'typeof',
  'case',
  'await',
  'in',
  'of',
  'else',
  'do',
  'void',
  'yield',
  'throw',
]);

/** The type: behind a colon, an angle bracket, `as`, or in a union. A variable may be called so. */
const isAny = (token: Token, index: number, code: readonly Token[]): boolean =>
  token.kind === 'word' &&
  token.text === 'any' &&
  [':', '<', '|', '&', 'as', '>', 'extends'].includes(code[index - 1]?.text ?? '');

/** A `!` behind an operand that does not begin `!=`. */
const isNonNull = (token: Token, index: number, code: readonly Token[]): boolean => {
  const before = code[index - 1];
  if (token.kind !== 'mark' || token.text !== '!' || before === undefined) return false;
  if (code[index + 1]?.text === '=' || KEYWORDS.has(before.text)) return false;
  return (before.kind === 'word' || before.kind === 'mark') && OPERAND.test(before.text);
};

const isExit = (token: Token, index: number, code: readonly Token[]): boolean =>
  token.text === 'process' &&
  code[index + 1]?.text === '.' &&
  /^(exit|abort)$/.test(code[index + 2]?.text ?? '');

/** Concatenated, so that this file does not hold what it looks for. */
const SUPPRESSIONS = ['biome-', '@ts-', 'eslint-'].map(
  (tool) => new RegExp(`${tool}(ignore|expect-error|nocheck|disable)`),
);
const isSuppression = (token: Token): boolean =>
  token.kind === 'comment' && SUPPRESSIONS.some((pattern) => pattern.test(token.text));
const isUnfinished = (token: Token): boolean =>
  token.kind === 'comment' && /\b(TODO|FIXME|XXX)\b/.test(token.text);
const comments = (wrong: (token: Token) => boolean): string[] =>
  everything.flatMap((file) =>
    file.tokens.filter(wrong).map((token) => `${file.path}:${token.line} ${token.text}`),
  );

describe('the house', () => {
  it(`has no file over ${MAX_LINES} lines`, () => {
    const long = everything.filter((file) => file.lines > MAX_LINES);
    expect(long.map((file) => `${file.path} ${file.lines}`)).toEqual([]);
  });

  it('has small files', (context) => {
    const lines = sources.map((file) => file.lines).sort((a, b) => a - b);
    const median = lines[Math.floor(lines.length / 2)] ?? 0;
    context.annotate(`median ${median} lines of ${lines.length} files (aim: at most ${MEDIAN_LINES})`);
    expect(median).toBeLessThanOrEqual(120);
  });

  it('ends the process only in src/main.ts', () => {
    const others = sources.filter((file) => file.path !== 'src/main.ts');
    expect(places(others, isExit)).toEqual([]);
  });

  it('has no any', () => {
    expect(places(everything, isAny)).toEqual([]);
  });

  it('has no non-null assertion', () => {
    expect(places(everything, isNonNull)).toEqual([]);
  });

  it('suppresses no finding of a tool', () => {
    expect(comments(isSuppression)).toEqual([]);
  });

  it('leaves nothing unfinished in a comment', () => {
    expect(comments(isUnfinished)).toEqual([]);
  });

  it('would notice each of these', () => {
    const text =
      'const a: any = b!.c; process.exit(1); // @ts-' +
      'ignore\n/* TO' +
      'DO */ if (!d != !e) f = (g as any)!;';
    const file = readSource('src/x.ts', text);
    expect(places([file], isAny)).toHaveLength(2);
    expect(places([file], isNonNull)).toHaveLength(2);
    expect(places([file], isExit)).toHaveLength(1);
    expect(file.tokens.filter(isSuppression)).toHaveLength(1);
    expect(file.tokens.filter(isUnfinished)).toHaveLength(1);
  });
});

/**
 * Core code works for any language, feature and preset; their names are data of the registry. These places know names:
 * - `src/options` holds the static list that `--help` and the prompts print without loading a generator;
 * - `src/prompts/steps.ts` names keys of that list, and `python` is one (the version of Python);
 * - `src/format`, `src/escape`, `src/check/toolchain` and `src/migrate` are about languages: each language is a file of its own there;
 */
const KNOWS_LANGUAGES = [
  'src/options/',
  'src/format/',
  'src/escape/',
  'src/check/toolchain',
  'src/migrate/',
  'src/prompts/steps.ts',
];

const folders = (path: string): string[] => {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
};
/** Words that mean something else in core code: keys of options, such as `auth` for what the API asks for. */
const words = new Set(ROWS.map(({ key }) => String(key)));
const names = new Set(
  ['generators/targets', 'generators/features', 'generators/presets']
    .flatMap(folders)
    .filter((name) => !words.has(name)),
);

describe('core code', () => {
  it.runIf(names.size > 0)('names no language, feature or preset', () => {
    const core = sources.filter(
      (file) =>
        file.path.startsWith('src/') && !KNOWS_LANGUAGES.some((folder) => file.path.startsWith(folder)),
    );
    const isName = (token: Token): boolean => token.kind === 'string' && names.has(token.text);
    expect(places(core, isName)).toEqual([]);
  });
});
