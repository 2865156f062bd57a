/** The questions in a real terminal: keys typed, output read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CTRL_C,
  DOWN,
  ENTER,
  ESC,
  type Ended,
  hasTerminal,
  Installed,
  type Key,
  TAB,
  UP,
} from './terminal.js';

const installed = new Installed();
const QUIET = ['--no-install', '--no-check', '--no-git'];

/** Each question, what is typed there, and the flags that answer it instead. */
const ALL: readonly (Key & { readonly flags: readonly string[] })[] = [
  { expect: 'Where should the project go', keys: `my-app${ENTER}`, flags: ['my-app'] },
  { expect: 'Where is the OpenAPI document', keys: `${DOWN}${DOWN}${ENTER}`, flags: ['--sample'] },
  { expect: 'Which credentials', keys: ENTER, flags: ['--auth', 'document'] },
  { expect: 'Name of the service', keys: ENTER, flags: ['--name', 'Bookshop'] },
  { expect: 'Package name', keys: ENTER, flags: ['--package-name', 'bookshop'] },
  { expect: 'in one sentence', keys: ENTER, flags: ['--description', 'A shop'] },
  { expect: 'Which operations', keys: ENTER, flags: ['--tools', 'all'] },
  { expect: 'Language of the server', keys: ENTER, flags: ['--target', 'python'] },
  { expect: 'Shape of the project', keys: ENTER, flags: ['--preset', 's-tier'] },
  { expect: 'have besides', keys: ENTER, flags: ['--feature', 'health'] },
  { expect: 'reach the server', keys: ENTER, flags: ['--transports', 'stdio'] },
  { expect: 'installs the project', keys: ENTER, flags: ['--package-manager', 'uv'] },
  { expect: 'Python version', keys: ENTER, flags: ['--python', 'auto'] },
  { expect: 'git repository', keys: ENTER, flags: ['--no-git'] },
  { expect: 'Install the dependencies', keys: `n`, flags: ['--no-install'] },
];
const LAST: Key = { expect: 'Create the project', keys: ENTER };
const QUESTIONS: readonly Key[] = [...ALL.slice(0, 13), LAST];

/** All flags but those of one question. */
const without = (index: number): string[] => ALL.flatMap(({ flags }, one) => (one === index ? [] : flags));

const upTo = (index: number, keys: string): Key[] => [
  ...QUESTIONS.slice(0, index),
  { expect: QUESTIONS[index]?.expect ?? '', keys },
];

function expectRestored(ended: Ended): void {
  expect({ echo: ended.echo, cursor: ended.cursor, missed: ended.missed }).toEqual({
    echo: true,
    cursor: true,
    missed: null,
  });
}

beforeAll(() => installed.install(), 60_000);
afterAll(() => installed.remove());

describe.skipIf(!hasTerminal())('in a terminal', () => {
  it('Enter at every question makes the project', async () => {
    const ended = await installed.run({ args: QUIET, steps: QUESTIONS });
    expectRestored(ended);
    expect(ended).toMatchObject({ code: 0, left: ['my-app'] });
  }, 60_000);

  it.each(ALL.map(({ expect: text }, index) => [text, index] as const))(
    'Ctrl-C at "%s" ends with 130, one line, and nothing on disk',
    async (text, index) => {
      const ended = await installed.run({ args: without(index), steps: [{ expect: text, keys: CTRL_C }] });
      expectRestored(ended);
      expect(ended).toMatchObject({ code: 130, left: [] });
      expect(ended.text.trimEnd().split('\n').at(-1)).toBe('Cancelled, nothing was written.');
    },
    60_000,
  );

  it.each(ALL.slice(10).map(({ expect: text, keys }, index) => [text, keys, index + 10] as const))(
    '"%s" is the only question when flags answer all others, and Ctrl-C at the end leaves nothing',
    async (text, keys, index) => {
      const steps = [
        { expect: text, keys },
        { ...LAST, keys: CTRL_C },
      ];
      expect(await installed.run({ args: without(index), steps })).toMatchObject({
        code: 130,
        left: [],
        missed: null,
      });
    },
    60_000,
  );

  it('Esc goes one question back, and the new answer counts', async () => {
    const clear = '\u007f'.repeat(10);
    const steps: Key[] = [
      ...upTo(1, ESC),
      { expect: 'Where should', keys: `${clear}other${ENTER}` },
      ...QUESTIONS.slice(1),
    ];
    expect(await installed.run({ args: QUIET, steps })).toMatchObject({ code: 0, left: ['other'] });
  }, 60_000);

  it('a name that cannot be used is refused in place and can be mended', async () => {
    const clear = '\u007f'.repeat(10);
    const steps: Key[] = [
      { expect: 'Where should', keys: `My App!${ENTER}` },
      { expect: 'for example my-app', keys: `${clear}my-app${ENTER}` },
      { expect: 'Where is the OpenAPI', keys: CTRL_C },
    ];
    expect(await installed.run({ args: QUIET, steps })).toMatchObject({ code: 130, missed: null });
  }, 60_000);

  it('operations can be searched and chosen', async () => {
    const steps: Key[] = [
      { expect: 'Which operations', keys: `${UP}${ENTER}` },
      { expect: 'type to search', keys: 'place' },
      { expect: 'place_order', keys: `${DOWN}${TAB}` },
      { expect: '◼ place_order', keys: ENTER },
      LAST,
    ];
    const ended = await installed.run({ args: without(6), steps });
    expect(ended).toMatchObject({ code: 0, missed: null });
    expect(ended.text).toContain('--tools operations:place_order');
  }, 60_000);

  it('features are searched and chosen, each with a line that says what it is', async () => {
    const steps: Key[] = [
      { expect: 'have besides', keys: 'limit' },
      { expect: 'Shared rate limit.*one limit per client', keys: `${DOWN}${TAB}` },
      { expect: '◼ Shared rate limit', keys: ENTER },
      LAST,
    ];
    const ended = await installed.run({ args: without(9), steps });
    expect(ended).toMatchObject({ code: 0, missed: null, left: ['my-app'] });
    expect(ended.text).toContain('--feature rate-limit');
  }, 60_000);

  it('a signal in the middle of a question gives the terminal back', async () => {
    const ended = await installed.run({ args: QUIET, steps: upTo(1, ''), signal: 'SIGTERM' });
    expectRestored(ended);
    expect(ended).toMatchObject({ code: 143, left: [] });
  }, 60_000);

  it('TERM=dumb asks in plain lines', async () => {
    const steps: Key[] = [
      { expect: 'Where should', keys: `my-app${ENTER}` },
      { expect: '3 +Use a sample', keys: `3${ENTER}` },
      { expect: 'Which credentials', keys: `back${ENTER}` },
      { expect: 'Where is the OpenAPI', keys: CTRL_C },
    ];
    const ended = await installed.run({ args: QUIET, steps, env: { TERM: 'dumb' } });
    expect(ended).toMatchObject({ code: 130, missed: null, left: [] });
    expect(ended.raw).not.toContain('\u001b[');
  }, 60_000);

  it('NO_COLOR leaves out every colour', async () => {
    const ended = await installed.run({ args: QUIET, steps: upTo(2, CTRL_C), env: { NO_COLOR: '1' } });
    expect(ended.raw).not.toMatch(/\[3[0-7]m/);
  }, 60_000);

  it('CI asks nothing, and names what is missing', async () => {
    const ended = await installed.run({ args: ['my-app', ...QUIET], steps: [], env: { CI: '1' } });
    expect(ended).toMatchObject({ code: 1, left: [] });
    expect(ended.text).toContain('--spec');
  }, 60_000);
});
