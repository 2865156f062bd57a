/** `create-mcp-server regenerate --all <dir>`: many projects, two at a time, one summary. */
import { resolve } from 'node:path';
import { problem } from '../../../diagnostics/catalogue.js';
import { reasonUnreadable } from '../../../diagnostics/file-errors.js';
import { EXIT, type ExitCode, type Staged } from '../../../diagnostics/types.js';
import { visible } from '../../../diagnostics/visible.js';
import { failure, type Outcome } from '../../outcome.js';
import type { World } from '../../world.js';
import type { RegenerateFlags } from '../flags.js';
import { coloured } from '../say.js';
import { rightVersion } from '../version.js';
import { findProjects } from './find.js';
import { type ProjectResult, readResult } from './result.js';
import type { RunProject } from './run-project.js';
import { fleetMarkdown, projectLine, summaryLine } from './say.js';

/** So many at a time: some 300 MB each with the largest documents. */
const AT_A_TIME = 2;

export interface FleetFlags extends RegenerateFlags {
  readonly all: string;
}

/** Regenerates every project below a folder. Ends with the highest exit code of them. Errors: `manage.no-project`. */
export async function regenerateAll(
  flags: FleetFlags,
  world: World,
  runProject: RunProject,
): Promise<Outcome> {
  const right = rightVersion(flags, world);
  if (!right.ok) return failure(right.diagnostics, world, flags.verbose);
  const found = projectsBelow(flags.all, world.cwd);
  if (!found.ok) return failure(found.diagnostics, world, flags.verbose);
  const results: ProjectResult[] = [];
  const queue = found.value[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (const project of queue) results.push(await one(project, flags, world, runProject));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const sorted = results.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  world.screen.say(summaryLine(sorted));
  return {
    exitCode: sorted.reduce<ExitCode>(
      (worst, { exitCode }) => (exitCode > worst ? exitCode : worst),
      EXIT.ok,
    ),
    diagnostics: [],
    json: {
      command: 'regenerate',
      all: flags.all,
      projects: sorted,
      summary: fleetMarkdown(sorted),
    },
  };
}

function projectsBelow(folder: string, cwd: string): Staged<readonly string[]> {
  const none = (message: string): Staged<never> => ({
    ok: false,
    diagnostics: [
      problem('manage.no-project', message, {
        fix: 'Name a folder that has projects in it: create-mcp-server regenerate --all services',
      }),
    ],
  });
  try {
    const found = findProjects(resolve(cwd, folder));
    if (found.length === 0) return none(`There is no project in ${folder}.`);
    const shown = found.map((path) => (path === '.' ? folder : `${folder.replace(/[\\/]+$/, '')}/${path}`));
    return { ok: true, value: shown, diagnostics: [] };
  } catch (error) {
    return none(`${folder} cannot be read: ${reasonUnreadable(error)}.`);
  }
}

async function one(
  project: string,
  flags: FleetFlags,
  world: World,
  runProject: RunProject,
): Promise<ProjectResult> {
  const { screen } = world;
  const step = screen.step(visible(project));
  const { result, diff } = readResult(
    project,
    await runProject(['regenerate', project, ...flags.passed, '--json']),
  );
  step.end(result.exitCode === EXIT.ok ? 'ok' : 'failed', projectLine(result));
  if (diff !== '')
    screen.say(
      diff
        .split('\n')
        .map((line) => coloured(line, screen))
        .join('\n'),
    );
  for (const { code, message, fix } of result.diagnostics) {
    screen.complain(`  ${code}  ${visible(message)}${fix === undefined ? '' : ` ${visible(fix)}`}`);
  }
  return result;
}
