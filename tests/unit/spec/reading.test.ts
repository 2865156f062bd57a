import { describe, expect, it } from 'vitest';
import { codes, load, loadFiles, petApi, places, value } from './helpers.js';

const text = JSON.stringify(petApi(), null, 1);
const YAML_HEAD = 'openapi: 3.0.3\ninfo: {title: a, version: 1.10}\npaths:\n';
const YAML = `${YAML_HEAD}  /a:\n    get:\n      operationId: a\n      responses: {200: {description: ok}}\n`;

describe('encodings', () => {
  it('reads UTF-8 with a byte order mark', async () => {
    expect(value(await load(`\ufeff${text}`)).version).toBe('3.0.3');
  });

  it('reads UTF-16 with a byte order mark, in both orders', async () => {
    const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const big = Buffer.from(little).swap16();
    expect(codes(await load(little))).toEqual([]);
    expect(codes(await load(big))).toEqual([]);
  });

  it('reads bytes that are not UTF-8 as Windows-1252, keeps those that are, and says where', async () => {
    const mixed = petApi((api) => {
      api.info = { title: 'Grüße, @', version: '1' };
    });
    const [before = '', after = ''] = JSON.stringify(mixed, null, 1).split('@');
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from([0xe9]), Buffer.from(after)]);
    const loaded = await load(bytes);
    expect(value(loaded).root['info']).toMatchObject({ title: 'Grüße, é' });
    expect(places(loaded)).toEqual(['/api/openapi.json:4:20 warning spec.encoding']);
  });

  it('refuses what is no text', async () => {
    expect(codes(await load(new Uint8Array([0, 37, 74, 111])))).toEqual(['spec.binary']);
  });
});

describe('syntax', () => {
  it.each([
    ['{"openapi": "3.0.3",}', '1:21', 'There is a comma too many before }'],
    ['{\n "openapi" "3.0.3"}', '2:12', 'A colon is missing before "\\""'],
    ['{"a": [1, 2', '1:11', 'The text ends in the middle of a value; [ is not closed'],
    ['{"a": [1, 2}', '1:12', '} closes what [ has opened'],
    ['{"a": 1} x', '1:10', 'There is more text behind the end of the JSON value'],
    ['{"a": // no\n 1}', '1:7', 'JSON has no comments'],
    [
      '{"a": "\u0001"}',
      '1:7',
      'A string is not closed, or has a character or an escape that JSON does not know',
    ],
  ])('says where JSON is wrong: %s', async (broken, where, message) => {
    const loaded = await load(broken);
    expect(places(loaded)).toEqual([`/api/openapi.json:${where} error spec.json-syntax`]);
    expect(loaded.diagnostics[0]?.message).toBe(message);
  });

  it.each([
    ['openapi: 3.0.3\ninfo:\n\ttitle: a\n', '3:1'],
    ['openapi: 3.0.3\ninfo:\n  title: a\n version: "1"\n', '4:1'],
    ['openapi: "3.0.3\n', '2:1'],
    ['openapi: *nowhere\n', '1:10'],
  ])('says where YAML is wrong: %j', async (broken, where) => {
    expect(places(await load(broken, '/api/a.yaml'))).toEqual([
      `/api/a.yaml:${where} error spec.yaml-syntax`,
    ]);
  });

  it('reads YAML in a file called .json, and JSON in one called .yaml', async () => {
    expect(codes(await load(YAML, '/api/a.json'))).toEqual([]);
    expect(codes(await load(text, '/api/a.yaml'))).toEqual([]);
  });

  it('keeps a version and response statuses as they are written in YAML', async () => {
    const { root } = value(await load(YAML, '/api/a.yaml'));
    expect(root['info']).toEqual({ title: 'a', version: '1.10' });
    expect(root['paths']).toMatchObject({ '/a': { get: { responses: { '200': { description: 'ok' } } } } });
  });

  it('reads on in quotes where the next line is indented too little, and says so', async () => {
    const broken = `${YAML}x-a:\n  b: "one\n  two \\" three"\n  c: 'four\n  five'\nx-d: 1\n`;
    const loaded = await load(broken, '/api/a.yaml');
    expect(places(loaded)).toEqual([
      '/api/a.yaml:9:10 warning spec.yaml-quoted-indent',
      '/api/a.yaml:11:11 warning spec.yaml-quoted-indent',
    ]);
    expect(value(loaded).root).toMatchObject({
      'x-a': { b: 'one   two " three', c: 'four   five' },
      'x-d': 1,
    });
    expect(value(loaded).positionOf('/x-d')).toMatchObject({ line: 13, column: 1 });
  });

  it('leaves yes, no and dates as texts, as YAML 1.2 has it', async () => {
    const loaded = await load(`${YAML}x-a: [yes, no, 2020-01-01, 1_000]\n`, '/api/a.yaml');
    expect(value(loaded).root['x-a']).toEqual(['yes', 'no', '2020-01-01', '1_000']);
  });

  it('lets the last of two equal keys count, and says so', async () => {
    const loaded = await load(
      `openapi: 3.0.3\ninfo: {title: a, version: b}\npaths: {}\n${YAML.slice(YAML_HEAD.length - 7)}`,
      '/api/a.yaml',
    );
    expect(places(loaded)).toEqual(['/api/a.yaml:4:1 warning spec.duplicate-key']);
    expect(Object.keys(value(loaded).root['paths'] ?? {})).toEqual(['/a']);
  });

  it('says so in JSON, too', async () => {
    const doubled = text.replace('"info"', '"x-a": {"b": 1, "b" : {"c": 1, "c": 2}},\n"info"');
    expect(places(await load(doubled))).toEqual([
      '/api/openapi.json:3:18 warning spec.duplicate-key',
      '/api/openapi.json:3:33 warning spec.duplicate-key',
    ]);
  });

  it('reads the first of several YAML documents, and says so', async () => {
    expect(places(await load(`${YAML}---\nb: 1\n`, '/api/a.yaml'))).toEqual([
      '/api/a.yaml:8:1 warning spec.yaml-several',
    ]);
  });
});

describe('YAML aliases and merge keys', () => {
  it('copies what an alias stands for', async () => {
    const loaded = await load(`${YAML}x-a: &a {b: [1]}\nx-c: *a\n`, '/api/a.yaml');
    expect(value(loaded).root['x-c']).toEqual({ b: [1] });
    expect(value(loaded).root['x-c']).not.toBe(value(loaded).root['x-a']);
  });

  it('merges maps under the members that a map has itself', async () => {
    const loaded = await load(`${YAML}x-a: &a {b: 1, c: 1}\nx-d: {b: 2, <<: *a}\n`, '/api/a.yaml');
    expect(value(loaded).root['x-d']).toEqual({ b: 2, c: 1 });
  });

  it('refuses aliases that multiply', async () => {
    const lines = [`x-0: &x0 [${'a,'.repeat(10)}]`];
    for (let i = 1; i < 9; i++) lines.push(`x-${i}: &x${i} [${`*x${i - 1},`.repeat(10)}]`);
    expect(codes(await load(`${YAML}${lines.join('\n')}\n`, '/api/a.yaml'))).toEqual(['spec.yaml-aliases']);
  });

  it('refuses an alias inside its own anchor', async () => {
    expect(places(await load(`${YAML}x-a: &a [*a]\n`, '/api/a.yaml'))).toEqual([
      '/api/a.yaml:8:10 error spec.yaml-aliases',
    ]);
  });
});

describe('values that must not be met later', () => {
  it('takes out members called __proto__ and pollutes nothing', async () => {
    const loaded = await load(text.replace('"info"', '"x-a": {"__proto__": {"polluted": 1}},\n"info"'));
    expect(codes(loaded)).toEqual(['spec.proto-key']);
    expect(value(loaded).root['x-a']).toEqual({});
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('does not take a merged __proto__ for a member', async () => {
    const loaded = await load(`${YAML}x-a: &a {__proto__: {polluted: yes}}\nx-b: {<<: *a}\n`, '/api/a.yaml');
    expect(value(loaded).root['x-b']).toEqual({});
  });

  it('takes out numbers that JSON cannot hold', async () => {
    const loaded = await load(`${YAML}x-a: {b: .inf, c: [.nan, 1]}\n`, '/api/a.yaml');
    expect(value(loaded).root['x-a']).toEqual({ c: [1] });
    expect(codes(loaded)).toEqual(['spec.number-not-json', 'spec.number-not-json']);
    expect(codes(await load(text.replace('"info"', '"x-a": 1e999,\n"info"')))).toEqual([
      'spec.number-not-json',
    ]);
  });

  it('refuses nesting that would overflow a stack, in JSON and in YAML, with a place', async () => {
    const json = text.replace('"info"', `"x-a": ${'['.repeat(20_000)}${']'.repeat(20_000)},\n"info"`);
    expect(places(await load(json))).toEqual(['/api/openapi.json:3:409 error spec.too-deep']);
    const yaml = `${YAML}x-a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    expect(places(await load(yaml, '/api/a.yaml'))).toEqual(['/api/a.yaml:8:406 error spec.too-deep']);
  });
});

describe('limits and files', () => {
  it('refuses a document beyond the limit', async () => {
    expect(codes(await loadFiles({ '/api/a.json': text }, { maxBytes: 100 }))).toEqual(['spec.too-large']);
  });

  it('says what is wrong with the file', async () => {
    const loaded = await loadFiles(
      { '/a/b.json': text },
      {},
      { ...(await import('./helpers.js')).memoryWorld({}) },
    );
    expect(loaded.diagnostics[0]).toMatchObject({
      code: 'spec.unreadable',
      message: 'There is no such file',
    });
  });

  it('gives the texts for the copy in the project', async () => {
    expect(value(await load(text)).files).toEqual([{ path: 'openapi.json', text }]);
  });
});
