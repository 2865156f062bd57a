import { describe, expect, it } from 'vitest';
import { findToolchain } from '../../../../src/check/toolchain/index.js';
import { cacheFolder } from '../../../../src/check/toolchain/cache.js';
import { fakeMachine, python } from './fake-machine.js';

const PYTHON = { '/usr/bin/python3.13': python('3.13.5', '/usr/bin/python3.13') };
const auto = { version: 'auto' };

describe('findToolchain', () => {
  it('names the Python and the uv that steps are run with', async () => {
    const machine = fakeMachine({ ...PYTHON, '/usr/bin/uv': { stdout: 'uv 0.13.8 (x86_64)\n' } });
    const found = await findToolchain('python', auto, machine);
    expect(found).toMatchObject({
      value: {
        values: { python: '/usr/bin/python3.13', uv: '/usr/bin/uv', bin: '.venv/bin' },
        env: { UV_PYTHON: '/usr/bin/python3.13' },
        languageVersion: '3.13',
      },
    });
  });

  it.each([
    ['its own installer', '/home/ann/.local/bin/uv'],
    ['cargo', '/home/ann/.cargo/bin/uv'],
    ['an earlier run of ours', '/home/ann/.cache/create-mcp-server/uv-0.13.8/bin/uv'],
  ])('finds the uv of %s', async (_name, path) => {
    const machine = fakeMachine({ ...PYTHON, [path]: { stdout: 'uv 0.13.8' } });
    expect(await findToolchain('python', auto, machine)).toMatchObject({ value: { values: { uv: path } } });
  });

  it('passes over a uv that does not run or is too old', async () => {
    const machine = fakeMachine({
      ...PYTHON,
      '/shims/uv': { exitCode: 127 },
      '/usr/bin/uv': { stdout: 'uv 0.4.1' },
      '/home/ann/.local/bin/uv': { stdout: 'uv 0.9.0' },
    });
    const found = await findToolchain('python', auto, machine);
    expect(found).toMatchObject({ value: { values: { uv: '/home/ann/.local/bin/uv' } } });
  });

  it('says that a uv which starts and fails is broken, instead of working around it', async () => {
    const machine = fakeMachine({ ...PYTHON, '/usr/bin/uv': { exitCode: 1 } });
    const found = await findToolchain('python', auto, machine);
    expect(found).toMatchObject({
      problem: { code: 'toolchain.uv-broken', message: 'uv at /usr/bin/uv does not work: exit code 1' },
    });
  });

  it('needs no uv where pip is wanted', async () => {
    const found = await findToolchain('python', { ...auto, packageManager: 'pip' }, fakeMachine(PYTHON));
    expect(found).toMatchObject({ value: { values: { python: '/usr/bin/python3.13' } } });
  });

  it('says which Python the project is written for, where it is not the usual one', async () => {
    const lines: string[] = [];
    const machine = fakeMachine(
      { '/usr/bin/python3': python('3.11.2', '/usr/bin/python3'), '/usr/bin/uv': { stdout: 'uv 0.13.8' } },
      { announce: (line) => lines.push(line) },
    );
    const found = await findToolchain('python', auto, machine);
    expect(found).toMatchObject({ value: { languageVersion: '3.11' } });
    expect(lines).toEqual(['Python 3.13 was not found; the project is written for Python 3.11']);
  });

  it('says in one sentence that there is no Python', async () => {
    const found = await findToolchain('python', auto, fakeMachine({}));
    expect(found).toMatchObject({
      problem: { code: 'toolchain.no-python', message: 'No Python from 3.11 on was found on this machine.' },
    });
  });

  it('lets uv fetch a Python, and says so, where there is none', async () => {
    const lines: string[] = [];
    const machine = fakeMachine(
      { '/usr/bin/uv': { stdout: 'uv 0.13.8' } },
      { announce: (line) => lines.push(line) },
    );
    const found = await findToolchain('python', auto, machine);
    expect(machine.ran).toContain('/usr/bin/uv python install --no-bin 3.13');
    expect(lines).toEqual(['Fetching Python 3.13 through uv, for your account only']);
    expect(found).toMatchObject({ problem: { code: 'toolchain.no-python' } });
  });

  it('refuses a target whose tools nobody knows', async () => {
    const found = await findToolchain('cobol', auto, fakeMachine({}));
    expect(found).toMatchObject({ problem: { code: 'toolchain.unknown' } });
  });
});

describe('cacheFolder', () => {
  it('follows XDG_CACHE_HOME, else lies in the home folder, else nowhere', () => {
    expect(cacheFolder(fakeMachine({}, { env: { XDG_CACHE_HOME: '/c' } }))).toBe('/c/create-mcp-server');
    expect(cacheFolder(fakeMachine({}))).toBe('/home/ann/.cache/create-mcp-server');
    expect(cacheFolder(fakeMachine({}, { home: null }))).toBeNull();
  });
});
