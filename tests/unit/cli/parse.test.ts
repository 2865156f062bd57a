import { describe, expect, it } from 'vitest';
import { missingAnswers } from '../../../src/cli/answers.js';
import { EXIT_CODES, helpText } from '../../../src/cli/help.js';
import { inspectHelp } from '../../../src/cli/inspect/help.js';
import { replayArguments } from '../../../src/options/replay.js';
import { parseArguments, type Parsed } from '../../../src/cli/parse.js';
import { EXIT } from '../../../src/diagnostics/types.js';
import { isOffered, ROWS } from '../../../src/options/table.js';

const parse = (line: string, env: NodeJS.ProcessEnv = {}): Parsed =>
  parseArguments(
    line.split(' ').filter((word) => word !== ''),
    env,
  );
const problemOf = (parsed: Parsed) => (parsed.kind === 'wrong' ? parsed.diagnostics[0] : undefined);

describe('arguments', () => {
  it('become answers under the keys of the table', () => {
    expect(parse('my-app --spec a.yaml --package-manager pip --transports stdio,http --no-git -y')).toEqual({
      kind: 'create',
      flags: {
        dir: 'my-app',
        spec: 'a.yaml',
        packageManager: 'pip',
        transports: ['stdio', 'http'],
        git: false,
        yes: true,
      },
    });
  });

  it('say nothing about what is not given', () => {
    expect(parse('')).toEqual({ kind: 'create', flags: {} });
  });

  it('may repeat some options', () => {
    expect(parse('--allow-ref-host a --allow-ref-host b')).toMatchObject({
      flags: { allowRefHost: ['a', 'b'] },
    });
  });

  it('may use the other name of an option', () => {
    expect(parse('--lang python')).toEqual({ kind: 'create', flags: { target: 'python' } });
  });

  it('may switch back on what an answers file switched off', () => {
    expect(parse('--git')).toEqual({ kind: 'create', flags: { git: true } });
  });

  it.each(['-- my-app --yes', 'my-app -- --yes'])(
    'ignore the -- that package managers pass on: %s',
    (line) => {
      expect(parse(line)).toEqual({ kind: 'create', flags: { dir: 'my-app', yes: true } });
    },
  );

  it.each([
    ['--help', 'help'],
    ['my-app -h', 'help'],
    ['--version', 'version'],
    ['-V', 'version'],
  ])('%s asks for %s', (line, kind) => {
    expect(parse(line).kind).toBe(kind);
  });
});

describe('inspect', () => {
  it('takes its argument as the document', () => {
    expect(parse('inspect api.yaml --tools all')).toEqual({
      kind: 'inspect',
      flags: { spec: 'api.yaml', tools: 'all', yes: true },
      files: {},
    });
  });

  it.each(['help', 'help inspect', 'help regenerate', 'help check'])('is found under %s too', (line) => {
    const parsed = parse(line);
    const asked = 'argv' in parsed ? parsed.argv : ['--help'];
    expect(asked).toContain('--help');
    expect(['help', 'inspect-help', 'regenerate', 'check']).toContain(parsed.kind);
  });

  it('may write a page, an overlay and a tools.yaml', () => {
    expect(parse('inspect a.yaml --html a.html --propose-overlay=o.yaml --tools-yaml t.yaml')).toMatchObject({
      files: { html: 'a.html', proposeOverlay: 'o.yaml', toolsYaml: 't.yaml' },
    });
    expect(parse('--html a.html').kind).toBe('wrong');
  });

  it('has a help of its own', () => {
    expect(parse('inspect --help').kind).toBe('inspect-help');
    expect(parse('inspect a.yaml -h').kind).toBe('inspect-help');
    expect(problemOf(parse('inspect a.yaml --bogus'))?.fix).toContain('create-mcp-server inspect --help');
    expect(
      Math.max(
        ...inspectHelp()
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(120);
  });

  it('wants a document', () => {
    expect(parse('inspect').kind).toBe('wrong');
  });
});

describe('wrong arguments', () => {
  it('are named, with what was meant', () => {
    expect(problemOf(parse('--overwrtie'))).toMatchObject({
      code: 'cli.usage',
      message: "Unknown option '--overwrtie'.",
      fix: 'Did you mean --overwrite?',
    });
  });

  it.each(['--bogus', 'a b', '--spec'])('%s', (line) => {
    expect(parse(line).kind).toBe('wrong');
  });

  it('are explained when npm has kept the options for itself', () => {
    expect(problemOf(parse('my-app api.yaml', { npm_command: 'exec' }))?.fix).toContain(' -- ');
  });
});

describe('--help', () => {
  const text = helpText();

  it.each(ROWS.filter((row) => row.flag !== undefined && isOffered(row)).map((row) => row.flag ?? ''))(
    'explains %s',
    (flag) => {
      expect(text).toContain(flag);
    },
  );

  it('offers features, which may be repeated or stand in a list', () => {
    expect(text).toContain('--feature');
    const flags = ['--feature', 'health,cache', '--feature', 'auth'];
    expect(parseArguments(flags, {})).toMatchObject({ flags: { feature: ['health', 'cache', 'auth'] } });
  });

  it('takes none for a list that stays empty, and says so in what can be run again', () => {
    const parsed = parseArguments(['--feature', 'none'], {});
    expect(parsed).toMatchObject({ flags: { feature: [] } });
    expect(replayArguments({ feature: [], transports: ['stdio'] })).toEqual([
      '--feature',
      'none',
      '--transports',
      'stdio',
      '--yes',
    ]);
  });

  it('documents every exit code', () => {
    expect(EXIT_CODES.map(([code]) => code).toSorted((a, b) => a - b)).toEqual(
      Object.values(EXIT).toSorted((a, b) => a - b),
    );
    for (const [code] of EXIT_CODES) expect(text).toMatch(new RegExp(`\\n {2}${code} `));
  });

  it('fits on a screen of 120 columns', () => {
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(125);
  });
});

describe('when nobody can be asked', () => {
  it('names all missing answers with their flags in one error', () => {
    const { message } = missingAnswers({}, 'CI is set') ?? { message: '' };
    for (const part of ['CI is set', '[dir]', '--spec', '--sample']) expect(message).toContain(part);
  });

  it('misses nothing when folder and document are said', () => {
    expect(missingAnswers({ dir: 'x', sample: true }, 'CI is set')).toBeUndefined();
  });
});
