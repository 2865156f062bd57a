import { describe, expect, it } from 'vitest';
import { defaults, type Layers, resolveOptions } from '../../../src/options/resolve.js';
import { type Answers, isOffered, ROWS } from '../../../src/options/table.js';
import { valueProblem } from '../../../src/options/values.js';

const layers = (some: Partial<Layers>): Layers => ({
  flags: {},
  config: {},
  answers: {},
  preset: {},
  ...some,
});
const resolved = (some: Partial<Layers>): Answers => {
  const staged = resolveOptions(layers(some));
  if (!staged.ok) throw new Error(JSON.stringify(staged.diagnostics));
  return staged.value;
};
const refused = (flags: Answers): string[] =>
  resolveOptions(layers({ flags })).diagnostics.map(({ code }) => code);

describe('precedence', () => {
  const order = ['flags', 'config', 'answers', 'preset'] as const;
  it.each(order.map((layer, index) => [layer, order.slice(index + 1)] as const))(
    '%s wins over %j',
    (layer, below) => {
      const lower = Object.fromEntries(below.map((name) => [name, { tools: 'read-only' }]));
      expect(resolved({ [layer]: { tools: 'dynamic' }, ...lower }).tools).toBe('dynamic');
    },
  );

  it('takes the default of the table when nobody says anything', () => {
    expect(resolved({})).toEqual(defaults());
  });

  it('lets a flag switch on what the answers file switched off', () => {
    expect(resolved({ flags: { git: true }, config: { git: false } }).git).toBe(true);
  });

  it('ignores a member that is there but not said', () => {
    expect(
      resolved({ flags: { tools: undefined } as unknown as Answers, config: { tools: 'all' } }).tools,
    ).toBe('all');
  });

  it('lets the document of a higher layer hide every other way to name one', () => {
    const options = resolved({ flags: { spec: 'a.yaml' }, config: { sample: true } });
    expect(options.sample).toBeUndefined();
    expect(options.spec).toBe('a.yaml');
  });

  it('freezes the result', () => {
    expect(Object.isFrozen(resolved({}))).toBe(true);
  });
});

describe('refused', () => {
  it.each<[Answers, string]>([
    [{ target: 'pyton' }, 'cli.value'],
    [{ tools: 'tags:' }, 'cli.value'],
    [{ feature: ['metrics'] }, 'cli.value'],
    [{ transports: [] }, 'cli.value'],
    [{ packageName: 'My Api' }, 'cli.name'],
    [{ name: 'a\u001b[31m' }, 'cli.value'],
    [{ overwrite: true, merge: true }, 'cli.conflict'],
    [{ spec: 'a', sample: true }, 'cli.conflict'],
    [{ baseUrl: 'https://a.example' }, 'cli.missing'],
  ])('%j: %s', (flags, code) => {
    expect(refused(flags)).toEqual([code]);
  });

  it('names all problems at once', () => {
    expect(refused({ target: 'x', preset: 'y', python: 'z' })).toHaveLength(3);
  });

  it('suggests what was meant', () => {
    expect(valueProblem('tools', 'tag:pets')?.fix).toContain('Did you mean tags?');
    expect(valueProblem('packageManager', 'uvv')?.fix).toContain('Did you mean uv?');
  });

  it('takes the path of a Python for a version', () => {
    expect(valueProblem('python', '/opt/python/bin/python3')).toBeUndefined();
    expect(valueProblem('python', '3.9')?.fix).toContain('3.13');
  });

  it('says what exists when nothing is near', () => {
    expect(valueProblem('target', 'cobol')?.fix).toContain('There are python, typescript');
  });
});

describe('the table', () => {
  it('has no flag twice', () => {
    const flags = ROWS.flatMap((row) => [row.flag, row.alias, row.short]).filter(
      (flag) => flag !== undefined,
    );
    expect(new Set(flags).size).toBe(flags.length);
  });

  it.each(
    ROWS.filter((row) => row.choices !== undefined && isOffered(row)).map((row) => [row.key, row] as const),
  )('the default of %s is one of its choices', (_key, row) => {
    const values = row.choices?.map((choice) => choice.value) ?? [];
    expect(values).toEqual(expect.arrayContaining([row.default ?? []].flat()));
  });
});
