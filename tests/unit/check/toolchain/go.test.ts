import { describe, expect, it } from 'vitest';
import { findToolchain } from '../../../../src/check/toolchain/index.js';
import { fakeMachine } from './fake-machine.js';

const go = (version: string) => ({
  stdout: JSON.stringify({ GOVERSION: `go${version}`, GOPROXY: 'https://mirror.example' }),
});
const find = (version: string, machine: ReturnType<typeof fakeMachine>) =>
  findToolchain('go', { version }, machine);

describe('the Go that projects are checked with', () => {
  it('is the first on PATH that serves, with the gofmt beside it', async () => {
    const machine = fakeMachine({
      '/shims/go': go('1.22.1'),
      '/usr/bin/go': go('1.25.3'),
      '/usr/bin/cc': {},
    });
    expect(await find('auto', machine)).toMatchObject({
      value: {
        values: { go: '/usr/bin/go', gofmt: '/usr/bin/gofmt' },
        env: { GOTOOLCHAIN: 'local', GOPROXY: 'https://mirror.example' },
        languageVersion: '1.25',
      },
    });
  });

  it.each(['/usr/local/go/bin/go', '/home/ann/go/bin/go', '/home/ann/sdk/go1.26.1/bin/go'])(
    'is found at %s',
    async (path) => {
      expect(await find('auto', fakeMachine({ [path]: go('1.26.1') }))).toMatchObject({
        value: { values: { go: path } },
      });
    },
  );

  it('runs tests without the race detector where there is no C compiler', async () => {
    const found = await find('auto', fakeMachine({ '/usr/bin/go': go('1.26.8') }));
    expect(found).toMatchObject({ value: { values: { race: '-count=1' } } });
    expect(found).toHaveProperty('value.summary', 'Go 1.26.8 (/usr/bin/go), no C compiler: no race detector');
    const compiled = await find('auto', fakeMachine({ '/usr/bin/go': go('1.26.8'), cc: {} }));
    expect(compiled).toMatchObject({ value: { values: { race: '-race' } } });
  });

  it('is fetched by an older one', async () => {
    const lines: string[] = [];
    const machine = fakeMachine(
      { '/usr/bin/go': go('1.22.1') },
      {
        announce: (line) => lines.push(line),
        run: async ([program = '', ...args], { env }) => {
          const fetched = program === '/mod/toolchain/bin/go';
          const stdout = args.includes('-json')
            ? go(fetched ? '1.26.8' : '1.22.1').stdout
            : '/mod/toolchain\n';
          const known = fetched || (program === '/usr/bin/go' && env['GOTOOLCHAIN'] !== undefined);
          return { exitCode: known ? 0 : 1, stdout, stderr: '', ms: 1 };
        },
      },
    );
    expect(await find('auto', machine)).toMatchObject({ value: { values: { go: '/mod/toolchain/bin/go' } } });
    expect(lines).toEqual(['Fetching Go 1.26.8 through /usr/bin/go, for your account only']);
  });

  it.each([
    ['there is none', {}],
    ['it is too old to fetch another', { '/usr/bin/go': go('1.19') }],
    ['what is there is broken', { '/usr/bin/go': { exitCode: 1 } }],
  ])('is missed where %s', async (_name, programs) => {
    expect(await find('auto', fakeMachine(programs))).toMatchObject({
      problem: { code: 'toolchain.no-go', message: 'No Go from 1.25 on was found on this machine.' },
    });
  });

  it('is the program that was named, if it serves', async () => {
    const machine = fakeMachine({ '/opt/go/bin/go': go('1.26.8'), '/usr/bin/go': go('1.25.3') });
    expect(await find('/opt/go/bin/go', machine)).toMatchObject({
      value: { values: { go: '/opt/go/bin/go' } },
    });
  });
});
