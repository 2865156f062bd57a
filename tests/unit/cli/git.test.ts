import { describe, expect, it } from 'vitest';
import { initRepository, type RunGit } from '../../../src/cli/git.js';

/** A git that answers by the first word that it knows, and remembers what it was asked. */
function fakeGit(
  answers: Readonly<Record<string, { exitCode: number | null; stdout?: string; stderr?: string }>>,
) {
  const asked: string[] = [];
  const git: RunGit = async (args) => {
    asked.push(args.join(' '));
    const known = Object.keys(answers).find((word) => args.includes(word));
    return { exitCode: 0, stdout: '', stderr: '', ...(known === undefined ? {} : answers[known]) };
  };
  return { git, asked };
}
const outside = { 'rev-parse': { exitCode: 128 } };

describe('the first commit', () => {
  it('is made in a new repository', async () => {
    const { git, asked } = fakeGit(outside);
    expect(await initRepository(git)).toEqual({ status: 'committed' });
    expect(asked.some((command) => command.startsWith('init'))).toBe(true);
  });

  it('is not made inside of another repository', async () => {
    const { git, asked } = fakeGit({ 'rev-parse': { exitCode: 0, stdout: 'true\n' } });
    expect(await initRepository(git)).toEqual({ status: 'inside' });
    expect(asked).toHaveLength(1);
  });

  it('is signed by nobody in particular where git knows no name', async () => {
    const { git, asked } = fakeGit({ ...outside, 'user.email': { exitCode: 1 } });
    await initRepository(git);
    expect(asked.at(-1)).toMatch(/user\.email=create-mcp-server@localhost.* commit /);
  });

  it.each([
    ['init', { exitCode: 1, stderr: 'fatal: no' }, 'git init failed: fatal: no.'],
    ['commit', { exitCode: 1, stderr: 'first\nhook said no\n' }, 'git commit failed: hook said no.'],
    ['init', { exitCode: null }, 'git init failed: git cannot be started.'],
  ])('reports that %s failed', async (step, answer, message) => {
    const { git } = fakeGit({ ...outside, [step]: answer });
    expect(await initRepository(git)).toMatchObject({
      status: 'failed',
      problem: { code: 'git.failed', message },
    });
  });
});
