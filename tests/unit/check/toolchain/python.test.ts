import { describe, expect, it } from 'vitest';
import { compareVersions, findPython } from '../../../../src/check/toolchain/python.js';
import { fakeMachine, python } from './fake-machine.js';

/** A pyenv shim of a version that is installed but not selected. */
const deadShim = { exitCode: 127 };

describe('findPython', () => {
  it('finds the 3.13 of pyenv although 3.11 is selected and the shim of 3.13 fails', async () => {
    const machine = fakeMachine({
      '/shims/python3.13': deadShim,
      '/shims/python3': python('3.11.7', '/pyenv/versions/3.11.7/bin/python3.11'),
      '/usr/bin/python3': python('3.11.2', '/usr/bin/python3'),
      '/pyenv/versions/3.11.7/bin/python': python('3.11.7', '/pyenv/versions/3.11.7/bin/python3.11'),
      '/pyenv/versions/3.13.0/bin/python': python('3.13.0', '/pyenv/versions/3.13.0/bin/python'),
    });
    expect(await findPython('auto', machine)).toMatchObject({ version: '3.13.0', minor: '3.13' });
  });

  it.each([
    ['asdf', '/home/ann/.asdf/installs/python/3.13.2/bin/python'],
    ['mise', '/home/ann/.local/share/mise/installs/python/3.13.2/bin/python'],
    ['uv', '/home/ann/.local/share/uv/python/cpython-3.13.2-linux-x86_64-gnu/bin/python'],
    ['Homebrew', '/opt/homebrew/opt/python@3.13/bin/python3.13'],
    ['python.org', '/Library/Frameworks/Python.framework/Versions/3.13/bin/python3'],
    ['PATH', '/shims/python3.13'],
  ])('finds the one of %s', async (_name, path) => {
    const machine = fakeMachine({ [path]: python('3.13.2', path) });
    expect(await findPython('auto', machine)).toMatchObject({ path });
  });

  it('asks the py launcher on Windows', async () => {
    const machine = fakeMachine(
      { py: python('3.13.1', 'C:\\Python313\\python.exe') },
      { platform: 'win32', env: { PATH: 'C:\\Windows' } },
    );
    expect(await findPython('auto', machine)).toMatchObject({ path: 'C:\\Python313\\python.exe' });
    expect(machine.ran[0]).toMatch(/^py -3\.13 /);
  });

  it('takes 3.12 before 3.11, and either before one that is newer than tested', async () => {
    const programs = {
      '/usr/bin/python3.11': python('3.11.9', '/usr/bin/python3.11'),
      '/usr/bin/python3.14': python('3.14.0', '/usr/bin/python3.14'),
    };
    expect(await findPython('auto', fakeMachine(programs))).toMatchObject({ minor: '3.11' });
    const more = { ...programs, '/usr/bin/python3.12': python('3.12.4', '/usr/bin/python3.12') };
    expect(await findPython('auto', fakeMachine(more))).toMatchObject({ minor: '3.12' });
  });

  it('takes a newer one where there is nothing else', async () => {
    const machine = fakeMachine({ '/usr/bin/python3.14': python('3.14.0', '/usr/bin/python3.14') });
    expect(await findPython('auto', machine)).toMatchObject({ minor: '3.14' });
  });

  it('gives nothing for a machine whose only Python is too old', async () => {
    const machine = fakeMachine({ '/usr/bin/python3': python('3.9.18', '/usr/bin/python3') });
    expect(await findPython('auto', machine)).toBeNull();
  });

  it('takes nothing but the version that was asked for', async () => {
    const machine = fakeMachine({ '/usr/bin/python3': python('3.11.2', '/usr/bin/python3') });
    expect(await findPython('3.12', machine)).toBeNull();
    expect(await findPython('3.11', machine)).toMatchObject({ version: '3.11.2' });
  });

  it('takes the very program that was named, and refuses it when it is too old', async () => {
    const programs = {
      '/opt/a/python': python('3.12.1', '/opt/a/python'),
      '/opt/b/python': python('3.9.1', '/opt/b/python'),
    };
    expect(await findPython('/opt/a/python', fakeMachine(programs))).toMatchObject({ path: '/opt/a/python' });
    expect(await findPython('/opt/b/python', fakeMachine(programs))).toBeNull();
  });

  it('skips a program that prints something else', async () => {
    const machine = fakeMachine({
      '/shims/python3.13': { stdout: 'Python was not found; run without arguments to install' },
      '/usr/bin/python3': python('3.12.0', '/usr/bin/python3'),
    });
    expect(await findPython('auto', machine)).toMatchObject({ minor: '3.12' });
  });

  it('never looks into a relative folder of PATH', async () => {
    const programs = { 'tools/python3': python('3.13.0', 'tools/python3') };
    expect(await findPython('auto', fakeMachine(programs, { env: { PATH: 'tools:' } }))).toBeNull();
  });
});

describe('compareVersions', () => {
  it('orders by number, not by text', () => {
    expect(compareVersions('3.9', '3.13')).toBeLessThan(0);
    expect(compareVersions('0.13.8', '0.13')).toBeGreaterThan(0);
    expect(compareVersions('3.13', '3.13.0')).toBe(0);
  });
});
