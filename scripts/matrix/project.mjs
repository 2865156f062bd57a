// One project of the matrix: made by the command line from the sample document, then checked by its own tools.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { complaints } from '../kits/lib/checks.mjs';
import { describeProject } from '../kits/lib/projects.mjs';
import { checkOf } from '../kits/lib/targets.mjs';
import { CACHE, CLI, ROOT, run } from '../kits/lib/world.mjs';

const FOLDER = join(CACHE, 'matrix');
const SPEC = join(ROOT, 'examples', 'bookshop.yaml');
const MINUTES = 10;

/** Generates anew. `{ ok, name, target, dir, package, contract, features }`, or `message` where it was refused. */
export async function makeProject({ name, target = 'python', preset, features }) {
  const dir = join(FOLDER, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const named = features.length > 0 ? ['--feature', features.join(',')] : [];
  const chosen = ['--target', target, '--preset', preset, ...named];
  const quiet = ['--yes', '--no-install', '--no-check', '--no-git', '--json'];
  const { code, stdout, stderr } = await run([
    process.execPath,
    CLI,
    dir,
    '--spec',
    SPEC,
    ...chosen,
    ...quiet,
  ]);
  if (code !== 0) return { ok: false, name, message: (stderr || stdout).trim().slice(0, 600) };
  const project = { ok: true, name, target, dir, ...describeProject(dir) };
  return { ...project, features: featuresIn(project) };
}

/** What the server has of features: those that were chosen and those of its preset, by its folder. */
function featuresIn({ dir, package: name, target }) {
  const folder =
    target === 'go' ? join(dir, 'internal', 'features') : join(dir, 'src', name ?? '', 'features');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => file.replace(/\.(py|ts)$/, '').replaceAll('_', '-'));
}

/** `{ project, steps, tests, coverage, cells, complaints }`: what its formatter, linter, types and tests say; cells for a table with these steps. */
export async function checkedProject(one, redis) {
  const project = await makeProject(one);
  if (!project.ok) {
    const refused = `${one.name}: not generated: ${project.message}`;
    return {
      project,
      steps: [],
      cells: (steps) => [...steps.map(() => '-'), 0, 0],
      complaints: [refused],
    };
  }
  const env = redis === undefined ? {} : { TEST_REDIS_URL: redis };
  const found = await checkOf(project, MINUTES, env);
  const state = (step) => (found.steps[step]?.ok ? 'ok' : 'FAILED');
  return {
    project,
    steps: Object.keys(found.steps),
    tests: found.tests,
    coverage: found.coverage,
    cells: (steps) => [...steps.map(state), found.tests, found.coverage],
    complaints: complaints(one.name, found),
  };
}
