/** Projects made by the bundle as a user has it, installed with what the machine has. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MINUTE = 60_000;

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(command: string, args: readonly string[], cwd: string, timeout: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += text));
    child.stderr.on('data', (text) => (said.stderr += text));
    child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, ...said }));
  });
}

export interface Made {
  /** The folder to delete afterwards. */
  readonly folder: string;
  readonly project: string;
  readonly ended: Ended;
}

/**
 * Builds the bundle and runs it on a document. `name` keeps tests that run side by side apart: the bundle lies in the repository, so that
 * the one package that is not bundled is found, and never in dist/, which others may be using.
 */
export async function makeProject(name: string, spec: string, ...flags: string[]): Promise<Made> {
  const bundle = join(ROOT, 'node_modules', '.cache', `output-test-${name}`);
  const script = `import { build } from './scripts/build.mjs'; await build({ outdir: ${JSON.stringify(bundle)} });`;
  const built = await run(process.execPath, ['--input-type=module', '-e', script], ROOT, MINUTE);
  expect(built).toMatchObject({ exitCode: 0 });
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const project = join(folder, name);
  const args = [join(bundle, 'main.js'), project, '--spec', spec, '--yes', '--no-git', '--json', ...flags];
  return { folder, project, ended: await run(process.execPath, args, folder, 4 * MINUTE) };
}
