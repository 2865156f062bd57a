// What the kits have to know of each target: how a project is made ready and started, and how its own tools check it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from './checks.mjs';
import { pythonFor } from './python.mjs';
import { run } from './world.mjs';

const MINUTE = 60_000;
const GO = process.env.GO ?? 'go';

async function startPython({ dir, package: name }) {
  return [join(await pythonFor(join(dir, 'pyproject.toml')), 'python'), '-m', `${name}.server`];
}

async function startGo({ dir, contract }) {
  const command = [GO, 'build', '-o', 'bin/', './cmd/...'];
  const { code, stderr } = await run(command, { cwd: dir, timeoutMs: 10 * MINUTE });
  if (code !== 0) throw new Error(`go build in ${dir} ended with ${code}: ${stderr.slice(0, 800)}`);
  return [join(dir, contract.stdio[0])];
}

async function checkPython(project, minutes) {
  return checkProject(await pythonFor(join(project.dir, 'pyproject.toml')), project, minutes);
}

/** In two halves, so that a search for suppressions does not find this file. */
const SUPPRESSION = new RegExp(['//no', 'lint|//lint:', 'ignore|//nosec'].join(''));

function suppressionsInGo(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.go'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => SUPPRESSION.test(readFileSync(file, 'utf8')));
}

async function checkGo({ dir }, minutes) {
  const commands = {
    format: ['gofmt', '-l', '.'],
    build: [GO, 'build', '-o', 'bin/', './cmd/...'],
    vet: [GO, 'vet', './...'],
    staticcheck: [GO, 'tool', 'staticcheck', './...'],
    test: [GO, 'test', '-v', '-coverpkg=./...', '-coverprofile=coverage.out', './...'],
    coverage: [GO, 'tool', 'cover', '-func=coverage.out'],
  };
  const steps = {};
  for (const [name, command] of Object.entries(commands)) {
    const { code, stdout, stderr, ms } = await run(command, { cwd: dir, timeoutMs: minutes * MINUTE });
    const ok = code === 0 && (name !== 'format' || stdout === '');
    steps[name] = { ok, text: stdout + stderr, ms };
  }
  const suppressions = suppressionsInGo(dir);
  const tests = [...steps.test.text.matchAll(/^\s*--- PASS/gm)].length;
  const coverage = Number(/^total:.*?(\d+\.\d+)%/m.exec(steps.coverage.text)?.[1] ?? 0);
  const good = Object.values(steps).every(({ ok }) => ok) && suppressions.length === 0;
  return { steps, suppressions, tests, coverage, good };
}

const TARGETS = {
  python: { start: startPython, check: checkPython },
  go: { start: startGo, check: checkGo },
};

/** The command that starts a project's server over stdio, after what has to be built is built. Throws when that fails. */
export const startOf = (project) => TARGETS[project.target].start(project);

/** A project's own checks: `{ steps: {name: {ok, text, ms}}, suppressions, tests, coverage, good }`. */
export const checkOf = (project, minutes) => TARGETS[project.target].check(project, minutes);
