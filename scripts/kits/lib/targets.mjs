// What the kits have to know of each target: how a project is made ready and started, and how its own tools check it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from './checks.mjs';
import { builtServer, nodeProgram, withPackages } from './node.mjs';
import { pythonFor } from './python.mjs';
import { CACHE, run } from './world.mjs';

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

async function checkPython(project, minutes, env) {
  return checkProject(await pythonFor(join(project.dir, 'pyproject.toml')), project, minutes, env);
}

/** By language, each in two halves, so that a search for suppressions does not find this file. */
const SUPPRESSIONS = {
  go: new RegExp(['//no', 'lint|//lint:', 'ignore|//nosec'].join('')),
  typescript: new RegExp(
    ['biome-', 'ignore|@ts-', '(ignore|expect-error|nocheck)|(v8|c8|istanbul) ', 'ignore'].join(''),
  ),
};

/** Files below a folder that hold one, those of installed packages and of `dist/` aside. */
function suppressionsIn(dir, language, extension) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(join(dir, 'dist')))
    .filter((file) => SUPPRESSIONS[language].test(readFileSync(file, 'utf8')));
}

/** Where it is written down that the tests of a runtime have passed: but for the project's name they are the same in every project. */
function testedFile(target, dir, dependencies, folders) {
  const hash = createHash('sha256').update(dependencies);
  for (const folder of folders.map((below) => join(dir, below)))
    for (const name of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, name), 'utf8');
      hash.update(name).update(text.replaceAll(/"mcp-[a-z0-9-]+\/internal/g, '"internal'));
    }
  const folder = join(CACHE, `tested-${target}`);
  mkdirSync(folder, { recursive: true });
  return join(folder, `${hash.digest('hex').slice(0, 16)}.json`);
}

/** Runs each command: `{name: {ok, text, ms}}`. */
async function stepsOf(commands, dir, minutes, env = {}) {
  const steps = {};
  for (const [name, command] of Object.entries(commands)) {
    const { code, stdout, stderr, ms } = await run(command, { cwd: dir, env, timeoutMs: minutes * MINUTE });
    steps[name] = { ok: code === 0, text: stdout + stderr, ms };
  }
  return steps;
}

/** With its coverage where the tests of the runtime have not passed yet; without both where they have. */
async function checkGo({ dir }, minutes, env) {
  const tested = testedFile('go', dir, readFileSync(join(dir, 'go.mod'), 'utf8').replace(/^module .*/, ''), [
    'internal/rest',
    'internal/server',
  ]);
  const known = existsSync(tested) ? JSON.parse(readFileSync(tested, 'utf8')).tests : undefined;
  const others = ['internal/features', 'tests'].filter((folder) => existsSync(join(dir, folder)));
  const which =
    known === undefined
      ? ['-coverpkg=./...', '-coverprofile=coverage.out', './...']
      : ['internal/tools', ...others].map((folder) => `./${folder}/...`);
  const commands = {
    format: ['gofmt', '-l', '.'],
    modules: [GO, 'mod', 'tidy', '-diff'],
    build: [GO, 'build', '-o', 'bin/', './cmd/...'],
    vet: [GO, 'vet', './...'],
    staticcheck: [GO, 'tool', 'staticcheck', './...'],
    test: [GO, 'test', '-v', '-vet=off', ...which],
  };
  const steps = await stepsOf(commands, dir, minutes, env);
  steps.format.ok &&= steps.format.text === '';
  const suppressions = suppressionsIn(dir, 'go', '.go');
  const passed = (text) => [...text.matchAll(/^\s*--- PASS/gm)].length;
  const tests = passed(steps.test.text) + (known ?? 0);
  const covered =
    known === undefined ? await run([GO, 'tool', 'cover', '-func=coverage.out'], { cwd: dir }) : undefined;
  const coverage = /^total:.*?(\d+\.\d+)%/m.exec(covered?.stdout ?? '')?.[1];
  const good = Object.values(steps).every(({ ok }) => ok) && suppressions.length === 0;
  if (known === undefined && steps.test.ok)
    writeFileSync(tested, JSON.stringify({ tests: runtimeTestsOfGo(steps.test.text) }));
  return {
    steps,
    suppressions,
    tests,
    coverage: coverage === undefined ? undefined : Number(coverage),
    good,
  };
}

/** Of a run of all tests, by package in the order of their names: how many are the runtime's. */
function runtimeTestsOfGo(text) {
  const blocks = text.split(/^(?:ok|\?|FAIL)\s+(?=\S+\/internal\/|\S+\/cmd\/)/m);
  return blocks.reduce((sum, block, index) => {
    const next = blocks[index + 1] ?? '';
    const isRuntime = /^\S+\/internal\/(rest|server)\s/.test(next);
    return sum + (isRuntime ? [...block.matchAll(/^\s*--- PASS/gm)].length : 0);
  }, 0);
}

/** With its coverage where the tests of the runtime have not passed yet; without both where they have. */
async function checkTypescript({ dir }, minutes, env) {
  await withPackages(dir);
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const tested = testedFile('typescript', dir, JSON.stringify([dependencies, devDependencies]), [
    'src/runtime',
    'tests/runtime',
  ]);
  const known = existsSync(tested) ? JSON.parse(readFileSync(tested, 'utf8')).tests : undefined;
  const which = known === undefined ? ['--coverage'] : ['--exclude', 'tests/runtime/**'];
  const commands = {
    format: nodeProgram('@biomejs/biome/bin/biome', 'format', '.'),
    lint: nodeProgram('@biomejs/biome/bin/biome', 'lint', '--error-on-warnings', '.'),
    types: nodeProgram('typescript/bin/tsc', '--noEmit', '--pretty', 'false'),
    build: nodeProgram('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--pretty', 'false'),
    test: nodeProgram('vitest/vitest.mjs', 'run', ...which, '--no-color'),
  };
  const steps = await stepsOf(commands, dir, minutes, env);
  const suppressions = suppressionsIn(dir, 'typescript', '.ts');
  const said = steps.test.text;
  const tests = Number(/Tests +(\d+) passed/.exec(said)?.[1] ?? 0) + (known ?? 0);
  const coverage = /^All files(?: *\|[^|]*){3}\| *([\d.]+)/m.exec(said)?.[1];
  const good = Object.values(steps).every(({ ok }) => ok) && suppressions.length === 0;
  if (known === undefined && steps.test.ok)
    writeFileSync(tested, JSON.stringify({ tests: runtimeTotal(said) }));
  return {
    steps,
    suppressions,
    tests,
    coverage: coverage === undefined ? undefined : Number(coverage),
    good,
  };
}

/** Of a run of vitest: how many tests the files of the runtime have. */
const runtimeTotal = (said) =>
  [...said.matchAll(/✓ tests\/runtime\/\S+ \((\d+) tests?/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );

const TARGETS = {
  python: { start: startPython, check: checkPython },
  typescript: { start: ({ dir }) => builtServer(dir), check: checkTypescript },
  go: { start: startGo, check: checkGo },
};

/** The command that starts a project's server over stdio, after what has to be built is built. Throws when that fails. */
export const startOf = (project) => TARGETS[project.target].start(project);

/** A project's own checks: `{ steps: {name: {ok, text, ms}}, suppressions, tests, coverage, good }`. */
export const checkOf = (project, minutes, env) => TARGETS[project.target].check(project, minutes, env);
