/** The scripts of the workflows that regenerate, run by bash with a real git; npx and gh are scripts of this test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './tree.js';

interface Step {
  readonly name?: string;
  readonly run?: string;
}
const stepsIn = (path: string): readonly Step[] => {
  const file = parse(readFileSync(join(ROOT, path), 'utf8'));
  return file.runs?.steps ?? file.jobs.regenerate.steps;
};
const scriptOf = (steps: readonly Step[], name: string): string =>
  steps.find((step) => step.name === name)?.run ?? '';

const generated = stepsIn('templates/shared/regenerate.yml');
const reusable = stepsIn('.github/workflows/regenerate-project.yml');
const action = stepsIn('.github/actions/regenerate/action.yml');
const gitlab: string = parse(readFileSync(join(ROOT, 'ci/gitlab-regenerate.yml'), 'utf8')).regenerate
  .script[0];

const home = mkdtempSync(join(tmpdir(), 'workflow-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const at = (path: string): string => join(home, path);
const git = (...words: string[]): string =>
  execFileSync('git', words, {
    cwd: at('work'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

const program = (name: string, text: string): void => {
  writeFileSync(at(`bin/${name}`), `#!/bin/bash\n${text}\n`);
  chmodSync(at(`bin/${name}`), 0o755);
};

/** Runs one script as the runner does; what it prints and how it ends. */
function bash(script: string, env: Readonly<Record<string, string>>): { code: number | null; text: string } {
  const ended = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: at('work'),
    encoding: 'utf8',
    env: {
      PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      RUNNER_TEMP: home,
      GITHUB_STEP_SUMMARY: at('step.md'),
      GITHUB_OUTPUT: at('output'),
      ...env,
    },
  });
  return { code: ended.status, text: `${ended.stdout}${ended.stderr}` };
}

const REGENERATE = { VERSION: 'latest', PROJECT: '.', ALL: 'false', DOCUMENT: '', ALLOW_BREAKING: 'false' };
const PULL = { BRANCH: 'regenerate', BASE: 'main', GH_TOKEN: 'x', OWN_TOKEN: 'false', CHECKS: 'passed' };

beforeEach(() => {
  for (const name of ['work', 'origin', 'bin', 'step.md', 'output', 'calls', 'summary.md']) {
    rmSync(at(name), { recursive: true, force: true });
  }
  mkdirSync(at('bin'));
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', at('origin')]);
  execFileSync('git', ['clone', '--quiet', at('origin'), at('work')], { stdio: 'ignore' });
  git('switch', '--quiet', '--create', 'main');
  writeFileSync(at('work/file'), 'old\n');
  git('add', '.');
  git('-c', 'user.name=me', '-c', 'user.email=me@example.com', 'commit', '--quiet', '-m', 'first');
  git('push', '--quiet', 'origin', 'main');
  program(
    'npx',
    `printf '%s|' "$@" >> ${at('calls')}\nsed -n p <<< "$NEW" > file\nprintf 'Summary.\\n' > ${at('summary.md')}\nexit "\${CODE:-0}"`,
  );
  program('gh', `printf '%s|' "$@" >> ${at('calls')}\nif [ "$2" = list ]; then echo "\${OPEN:-0}"; fi`);
});
const calls = (): string => readFileSync(at('calls'), 'utf8');

describe.skipIf(process.platform === 'win32')('the workflows that regenerate', () => {
  it('are one script in three files', () => {
    for (const name of ['Regenerate', 'Check', 'Open a pull request']) {
      expect(scriptOf(generated, name)).not.toBe('');
      expect(scriptOf(reusable, name)).toBe(scriptOf(generated, name));
    }
    expect(scriptOf(action, 'Regenerate')).toBe(scriptOf(generated, 'Regenerate'));
  });

  const regenerate = scriptOf(generated, 'Regenerate');
  it.each([
    ['nothing changes', { NEW: 'old' }, 0, 'code=0\nchanged=false\n'],
    ['files change', { NEW: 'new' }, 0, 'code=0\nchanged=true\n'],
    ['a conflict is to be settled', { NEW: 'new', CODE: '2' }, 0, 'code=2\nchanged=true\n'],
    ['callers would break', { NEW: 'old', CODE: '2' }, 2, 'code=2\nchanged=false\n'],
    ['it fails', { NEW: 'old', CODE: '1' }, 1, 'code=1\nchanged=false\n'],
  ])('say so when %s', (_, env, code, output) => {
    expect(bash(regenerate, { ...REGENERATE, ...env }).code).toBe(code);
    expect(readFileSync(at('output'), 'utf8')).toBe(output);
    expect(readFileSync(at('step.md'), 'utf8')).toBe('Summary.\n');
    const summary = at('summary.md');
    expect(calls()).toBe(`--yes|create-mcp-server@latest|regenerate|.|--refresh|--summary|${summary}|`);
  });

  it('pass on what they were given, as single words', () => {
    const env = { PROJECT: 'a b', ALL: 'true', DOCUMENT: '$(touch hacked); x', ALLOW_BREAKING: 'true' };
    bash(regenerate, { ...REGENERATE, ...env, VERSION: '1.2.3', NEW: 'new' });
    const given = `--all|a b|--refresh|--summary|${at('summary.md')}|--spec|$(touch hacked); x|--allow-breaking|`;
    expect(calls()).toBe(`--yes|create-mcp-server@1.2.3|regenerate|${given}`);
    expect(existsSync(at('work/hacked'))).toBe(false);
  });

  const check = scriptOf(generated, 'Check');
  it.each([
    ['true', '0', 'passed'],
    ['false', '0', 'failed'],
    ['true', '2', 'not run, for something is to be settled first'],
  ])('say how the checks ended: %s, %s', (command, code, result) => {
    expect(bash(check, { CODE: code, COMMAND: command }).code).toBe(0);
    expect(readFileSync(at('output'), 'utf8')).toBe(`result=${result}\n`);
  });

  const open = scriptOf(generated, 'Open a pull request');
  const change = (text: string): void => {
    writeFileSync(at('work/file'), `${text}\n`);
    writeFileSync(at('summary.md'), 'Summary.\n');
  };
  it('open one pull request, and bring it up to date', () => {
    change('new');
    expect(bash(open, PULL)).toMatchObject({ code: 0 });
    expect(git('show', 'origin/regenerate:file')).toBe('new');
    expect(calls()).toContain('pr|create|--base|main|--head|regenerate|--title|Regenerate the project|');
    expect(readFileSync(at('summary.md'), 'utf8')).toBe('Summary.\n\nChecks: passed.\n');
    git('switch', '--quiet', 'main');
    change('newer');
    expect(bash(open, { ...PULL, OPEN: '1', CHECKS: 'failed' })).toMatchObject({ code: 1 });
    expect(git('show', 'origin/regenerate:file')).toBe('newer');
    expect(calls()).toContain('pr|edit|regenerate|--title|Regenerate the project: to be settled|');
  });

  it('never write over what somebody put onto the branch', () => {
    change('new');
    bash(open, PULL);
    git(
      '-c',
      'user.name=me',
      '-c',
      'user.email=me@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'mine',
    );
    git('push', '--quiet', 'origin', 'regenerate');
    const mine = git('rev-parse', 'HEAD');
    git('switch', '--quiet', 'main');
    change('newer');
    const ended = bash(open, { ...PULL, OPEN: '1' });
    expect(ended.code).toBe(1);
    expect(ended.text).toContain('has commits of somebody');
    expect(git('rev-parse', 'origin/regenerate')).toBe(mine);
  });

  it('say what is needed when workflow files change', () => {
    change('new');
    mkdirSync(at('work/.github/workflows'), { recursive: true });
    writeFileSync(at('work/.github/workflows/ci.yml'), 'x\n');
    const ended = bash(open, PULL);
    expect(ended.code).toBe(1);
    expect(ended.text).toContain('REGENERATE_TOKEN');
    expect(bash(open, { ...PULL, OWN_TOKEN: 'true' }).code).toBe(0);
  });

  it('are text that a shell can read, on GitLab too', () => {
    for (const script of [regenerate, check, open, gitlab]) {
      expect(() => execFileSync('bash', ['-n', '-c', script])).not.toThrow();
    }
    expect(gitlab).toContain('regenerate "$@" || code=$?');
  });
});
