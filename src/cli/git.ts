import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic } from '../diagnostics/types.js';

/** Runs git in a folder; `exitCode` null when it could not be started. */
export type RunGit = (
  args: readonly string[],
) => Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;

export type GitOutcome =
  | { readonly status: 'committed' | 'inside' }
  | { readonly status: 'failed'; readonly problem: Diagnostic };

/** Only for a first commit on a machine where git knows no name yet. */
const NOBODY = ['-c', 'user.name=create-mcp-server', '-c', 'user.email=create-mcp-server@localhost'];

/** Makes a repository with one commit, unless the project lies in a repository already. */
export async function initRepository(git: RunGit): Promise<GitOutcome> {
  const inside = await git(['rev-parse', '--is-inside-work-tree']);
  if (inside.exitCode === 0 && inside.stdout.trim() === 'true') return { status: 'inside' };
  const known =
    (await git(['config', 'user.email'])).exitCode === 0 || process.env['GIT_AUTHOR_EMAIL'] !== undefined;
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    // Hooks and signing keys are the owner's: a first commit must not wait for a passphrase.
    [
      ...(known ? [] : NOBODY),
      '-c',
      'commit.gpgsign=false',
      'commit',
      '--quiet',
      '--no-verify',
      '-m',
      MESSAGE,
    ],
  ];
  for (const step of steps) {
    const done = await git(step);
    if (done.exitCode !== 0) return { status: 'failed', problem: gitProblem(step, done) };
  }
  return { status: 'committed' };
}

const MESSAGE = 'Create the MCP server';

function gitProblem(step: readonly string[], done: { exitCode: number | null; stderr: string }): Diagnostic {
  const command = step.find((word) => ['init', 'add', 'commit'].includes(word)) ?? '';
  const why = done.exitCode === null ? 'git cannot be started' : done.stderr.trim().split('\n').at(-1);
  return problem('git.failed', `git ${command} failed${why === '' ? '' : `: ${why}`}.`);
}
