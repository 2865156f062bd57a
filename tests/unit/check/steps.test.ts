import { describe, expect, it } from 'vitest';
import { commandStep, fillCommand, projectEnv } from '../../../src/check/command-step.js';
import { reportOf } from '../../../src/check/report.js';
import type { RunOptions, RunResult } from '../../../src/check/run.js';
import { chooseSteps } from '../../../src/check/steps.js';
import type { Toolchain } from '../../../src/check/toolchain/types.js';
import type { Step } from '../../../src/check/types.js';
import { checks } from '../../../generators/targets/python/checks.js';
import { checks as typescriptChecks } from '../../../generators/targets/typescript/checks.js';

const toolchain: Toolchain = {
  values: { python: '/py', uv: '/uv', bin: '.venv/bin' },
  env: { UV_PYTHON: '/py' },
  bin: ['.venv/bin'],
  languageVersion: '3.13',
  summary: '',
};
const context = { onLine: () => undefined, signal: new AbortController().signal };

function stepThat(result: Partial<RunResult>, installs = false) {
  const seen: { command?: readonly string[]; options?: RunOptions } = {};
  const step = commandStep(
    { id: 'x', title: 'X', command: ['{bin}/tool', '-q'], after: [], timeoutMs: 5000, installs },
    '/project',
    toolchain,
    {
      env: { PATH: '/usr/bin', HTTPS_PROXY: 'http://proxy', VIRTUAL_ENV: '/other', BOOKS_API_TOKEN: 'real' },
      run: async (command, options) => {
        Object.assign(seen, { command, options });
        return { exitCode: 0, stdout: '', stderr: '', ms: 1, ...result };
      },
    },
  );
  return { step, seen };
}

describe('a command of the project', () => {
  it('fills in programs, and takes relative ones from the project', () => {
    expect(fillCommand(['{bin}/ruff', '{python}', '{other}'], '/project', toolchain)).toEqual([
      '/project/.venv/bin/ruff',
      '/py',
      '{other}',
    ]);
    expect(fillCommand(['{uv}', 'sync'], '/project', toolchain)).toEqual(['/uv', 'sync']);
    expect(fillCommand(['mcp-books'], '/project', toolchain)).toEqual(['mcp-books']);
  });

  it("puts the project's programs first", () => {
    expect(projectEnv({ PATH: '/usr/bin' }, '/project', toolchain)).toEqual({
      PATH: '/project/.venv/bin:/usr/bin',
      UV_PYTHON: '/py',
    });
  });

  it('checks without the credentials and proxies of its user', async () => {
    const { step, seen } = stepThat({});
    await step.run(context);
    expect(Object.keys(seen.options?.env ?? {}).sort()).toEqual(['COLUMNS', 'PATH', 'UV_PYTHON']);
  });

  it('installs with the proxies of its user, but not into another environment', async () => {
    const { step, seen } = stepThat({}, true);
    await step.run(context);
    expect(seen.options?.env).toMatchObject({ HTTPS_PROXY: 'http://proxy', UV_PYTHON: '/py' });
    expect(seen.options?.env).not.toHaveProperty('VIRTUAL_ENV');
  });

  it('shows the last words of a tool that failed without findings', async () => {
    const { step } = stepThat({
      exitCode: 2,
      stderr: '\u001b[31merror\u001b[0m: no solution\n  because of x\n',
    });
    expect(await step.run(context)).toMatchObject({
      status: 'failed',
      findings: [{ message: 'error: no solution' }, { message: '  because of x' }],
      detail: 'exit code 2',
    });
  });

  it('says that a program is missing, or was too slow', async () => {
    const missing = await stepThat({ exitCode: null, stopped: 'ENOENT' }).step.run(context);
    expect(missing).toMatchObject({ status: 'failed', detail: '/project/.venv/bin/tool does not exist' });
    const slow = await stepThat({ exitCode: null, stopped: 'timeout' }).step.run(context);
    expect(slow).toMatchObject({ status: 'failed', detail: 'stopped after 5 s' });
  });

  it('names files relative to the project', async () => {
    const step = commandStep(
      {
        id: 'x',
        title: 'X',
        command: ['t'],
        after: [],
        timeoutMs: 1,
        report: () => ({ detail: '', findings: [{ file: '/project/src/a.py', message: 'm' }] }),
      },
      '/project',
      toolchain,
      { env: {}, run: async () => ({ exitCode: 1, stdout: '', stderr: '', ms: 1 }) },
    );
    expect((await step.run(context)).findings).toEqual([{ file: 'src/a.py', message: 'm' }]);
  });
});

describe('chooseSteps', () => {
  const step = (id: string, installs: boolean, after: string[] = []): Step => ({
    id,
    title: id,
    after,
    installs,
    run: async () => ({ status: 'ok', detail: '', findings: [] }),
  });
  const steps = [step('install', true), step('lint', false, ['install']), step('secrets', false)];
  const ids = (chosen: readonly Step[]) => chosen.map(({ id, after }) => [id, ...after].join(' after '));

  it('takes what is wanted', () => {
    expect(ids(chooseSteps(steps, { install: true, check: true }, false))).toEqual([
      'install',
      'lint after install',
      'secrets',
    ]);
    expect(ids(chooseSteps(steps, { install: true, check: false }, false))).toEqual(['install']);
  });

  it('does not wait for an installation that was done before', () => {
    expect(ids(chooseSteps(steps, { install: false, check: true }, true))).toEqual(['lint', 'secrets']);
    expect(ids(chooseSteps(steps, { install: false, check: true }, false))).toEqual([
      'lint after install',
      'secrets',
    ]);
  });
});

describe('the steps of a TypeScript project', () => {
  it.each(['npm', 'pnpm'])('install without running the scripts of packages: %s', (packageManager) => {
    const installing = typescriptChecks({ packageManager }).filter(({ installs }) => installs);
    expect(installing.map(({ command }) => command.slice(0, 3))).toEqual([
      [`{${packageManager}}`, 'install', '--ignore-scripts'],
    ]);
  });
});

describe('the steps of a Python project', () => {
  it('all wait for the installation, which takes dependencies as wheels only', () => {
    const uv = checks({});
    expect(uv.filter(({ installs }) => installs).map(({ command }) => command.join(' '))).toEqual([
      '{uv} sync --all-groups --no-build --no-install-project',
      '{uv} sync --all-groups',
    ]);
    const pip = checks({ packageManager: 'pip' });
    expect(pip.filter(({ installs }) => installs).map(({ id }) => id)).toEqual([
      'environment',
      'installer',
      'install',
    ]);
    const fetching = pip.filter(({ command }) => command.includes('pip'));
    expect(fetching.every(({ command }) => command.join(' ').includes('--only-binary :all:'))).toBe(true);
    expect(uv.filter(({ installs }) => !installs).every(({ after }) => after.includes('install'))).toBe(true);
  });
});

describe('reportOf', () => {
  const result = { id: 'lint', title: 'Lint', ms: 5, findings: [] };

  it('turns each failure into a diagnostic with the first finding and its place', () => {
    const findings = [{ message: 'note' }, { file: 'src/a.py', line: 3, message: 'F401 unused' }];
    const report = reportOf([{ ...result, status: 'failed', detail: '2 findings', findings }], new Set());
    expect(report).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: 'check.failed',
          message: 'Lint: 2 findings: F401 unused',
          place: { file: 'src/a.py', line: 3 },
        },
      ],
    });
  });

  it('tells a failed installation from a failed check', () => {
    const report = reportOf(
      [{ ...result, id: 'install', status: 'failed', detail: 'no' }],
      new Set(['install']),
    );
    expect(report.diagnostics[0]?.code).toBe('check.install');
  });

  it('is content with what was skipped', () => {
    expect(reportOf([{ ...result, status: 'skipped', detail: 'no Dockerfile' }], new Set())).toMatchObject({
      ok: true,
    });
  });
});
