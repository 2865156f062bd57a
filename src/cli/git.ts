import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { World } from './world.js';

/** Runs git in a folder; `exitCode` null when it could not be started. */
export type RunGit = (
  args: readonly string[],
) => Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;

/** Git in a folder, whatever repository the environment names. */
export function gitIn(cwd: string, { env, signal }: Pick<World, 'env' | 'signal'>): RunGit {
  return async (args) => {
    const [{ run }, { gitEnv }] = await Promise.all([import('../check/run.js'), import('../check/env.js')]);
    return run(['git', ...args], { cwd, env: gitEnv(env), timeoutMs: GIT_MS, signal });
  };
}

const GIT_MS = 30_000;

export type GitOutcome =
  | { readonly status: 'committed' | 'inside' }
  | { readonly status: 'failed'; readonly problem: Diagnostic };

/** Only for a first commit on a machine where git knows no name yet. */
const NOBODY = ['-c', 'user.name=create-mcp-server', '-c', 'user.email=create-mcp-server@localhost'];

/** Makes a repository with one commit, unless the project lies in a repository already. */
export async function initRepository(git: RunGit): Promise<GitOutcome> {
  const inside = await git(['rev-parse', '--is-inside-work-tree']);
  if (inside.exitCode === 0 && inside.stdout.trim() === 'true') return { status: 'inside' };
  const steps = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    await commitStep(git, MESSAGE),
  ];
  for (const step of steps) {
    const done = await git(step);
    if (done.exitCode !== 0) return { status: 'failed', problem: gitProblem(step, done) };
  }
  return { status: 'committed' };
}

/** Commits all changes of a folder; the hash of the commit. Errors: `git.failed`. */
export async function commitChanges(git: RunGit, message: string): Promise<Staged<string>> {
  for (const step of [['add', '--all', '.'], await commitStep(git, message)]) {
    const done = await git(step);
    if (done.exitCode !== 0) return { ok: false, diagnostics: [gitProblem(step, done)] };
  }
  const { stdout } = await git(['rev-parse', 'HEAD']);
  return { ok: true, value: stdout.trim(), diagnostics: [] };
}

/** Hooks and signing keys are the owner's: such a commit must not wait for a passphrase. */
async function commitStep(git: RunGit, message: string): Promise<string[]> {
  const known =
    (await git(['config', 'user.email'])).exitCode === 0 || process.env['GIT_AUTHOR_EMAIL'] !== undefined;
  const settings = [...(known ? [] : NOBODY), '-c', 'commit.gpgsign=false'];
  return [...settings, 'commit', '--quiet', '--no-verify', '-m', message];
}

const MESSAGE = 'Create the MCP server';

function gitProblem(step: readonly string[], done: { exitCode: number | null; stderr: string }): Diagnostic {
  const command = step.find((word) => ['init', 'add', 'commit'].includes(word)) ?? '';
  const why = done.exitCode === null ? 'git cannot be started' : done.stderr.trim().split('\n').at(-1);
  return problem('git.failed', `git ${command} failed${why === '' ? '' : `: ${why}`}.`);
}
