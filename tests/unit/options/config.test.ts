import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/parse.js';
import { configText, parseConfig } from '../../../src/options/config.js';
import { replayArguments, replayCommand, shellWord } from '../../../src/options/replay.js';
import type { Answers } from '../../../src/options/table.js';

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,:'"$!{}()-]{0,20}$/).map((text) => text.trim());
const answers: fc.Arbitrary<Answers> = fc.record(
  {
    dir: fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/),
    spec: word,
    name: word,
    auth: fc.constantFrom('document', 'api-key:X-Key'),
    tools: fc.constantFrom('all', 'tags:a,b'),
    pin: fc.array(fc.stringMatching(/^[a-z_]{1,8}$/), { minLength: 1, maxLength: 3 }),
    resource: fc.array(word, { minLength: 1, maxLength: 3 }),
    transports: fc.constantFrom(['stdio'], ['stdio', 'http']),
    git: fc.boolean(),
    install: fc.boolean(),
    sample: fc.constant(true),
  },
  { requiredKeys: ['dir'] },
);
const reason = async (text: string): Promise<string> =>
  (await parseConfig(text, 'a.json')).diagnostics[0]?.message ?? '';

describe('the answers file', () => {
  it('holds every answer that it was written with', async () => {
    await fc.assert(
      fc.asyncProperty(answers, async (given) => {
        expect(await parseConfig(configText(given), 'a.json')).toMatchObject({ ok: true, value: given });
      }),
    );
  });

  it('may be YAML', async () => {
    expect(await parseConfig('spec: a.yaml\ngit: false\n', 'a.yaml')).toMatchObject({
      value: { spec: 'a.yaml', git: false },
    });
  });

  it('leaves out what belongs to one run', () => {
    expect(JSON.parse(configText({ dir: 'x', yes: true, overwrite: true }))).toEqual({ dir: 'x' });
  });

  it.each([
    ['{', 'neither JSON nor YAML'],
    ['{"tool": "all"}', 'Did you mean tools?'],
    ['{"git": "no"}', 'git:'],
    ['[]', 'object'],
  ])('%j is refused: %s', async (text, why) => {
    expect(await reason(text)).toContain(why);
  });
});

describe('the command that makes the same project', () => {
  it('is read back as the answers that it was made of', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const parsed = parseArguments(replayArguments(given), {});
        // On and off by default is not said twice.
        const { git, install, ...rest } = given;
        const said = {
          ...rest,
          ...(git === false ? { git } : {}),
          ...(install === false ? { install } : {}),
          yes: true,
        };
        expect(parsed).toEqual({ kind: 'create', flags: said });
      }),
    );
  });

  it('quotes what a shell would take apart', () => {
    expect(shellWord("it's $HOME")).toBe(`'it'\\''s $HOME'`);
    expect(shellWord('a-b/c.yaml')).toBe('a-b/c.yaml');
  });

  it('names the version, so that it makes the same next year', () => {
    expect(replayCommand({ dir: 'x' }, '1.2.3')).toBe('npx create-mcp-server@1.2.3 x --yes');
  });
});
