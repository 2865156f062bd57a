// A generated project's own checks: ruff, ruff format, mypy --strict, pytest with coverage, and a search for suppressions.
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, run } from './world.mjs';

const COVERAGE_AT_LEAST = 90;
/** In two halves, so that a search for suppressions does not find this file. */
const SUPPRESSION = new RegExp(
  ['type: ', 'ignore|no', 'qa|pragma: no ', 'cover|per-file-', 'ignores'].join(''),
);

function suppressions(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|toml|ini)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => SUPPRESSION.test(readFileSync(file, 'utf8')));
}

const coverageOf = (text) => Number(/^TOTAL.*?(\d+(?:\.\d+)?)%/m.exec(text)?.[1] ?? 0);
const testsOf = (text) => Number(/(\d+) passed/.exec(text)?.[1] ?? 0);

const MYPY = join(CACHE, 'mypy');
const mypyCache = (name) => join(MYPY, name);
const COMMON = '_common';

/** What mypy knows about the packages that all projects share is learned once, which takes it half a minute. */
function seedMypy(from, to) {
  if (!existsSync(mypyCache(from)) || existsSync(mypyCache(to))) return;
  const half = mypyCache(`${to}.${process.pid}.${Math.random()}`);
  cpSync(mypyCache(from), half, { recursive: true });
  try {
    renameSync(half, mypyCache(to));
  } catch {
    // Another project was first.
    rmSync(half, { recursive: true, force: true });
  }
}

/** `{ steps: {name: {ok, text, ms}}, suppressions, tests, coverage, good }`; `minutes` bounds each step. */
export async function checkProject(bin, project, minutes, more = {}) {
  const { dir } = project;
  const env = {
    ...more,
    PYTHONPATH: join(dir, 'src'),
    PYTHONDONTWRITEBYTECODE: '1',
    VIRTUAL_ENV: join(bin, '..'),
  };
  const commands = {
    ruff: [join(bin, 'ruff'), 'check', '--no-cache', '.'],
    format: [join(bin, 'ruff'), 'format', '--no-cache', '--check', '.'],
    mypy: [join(bin, 'mypy'), '--strict', '--cache-dir', mypyCache(project.name), 'src', 'tests'],
    pytest: [
      ...[join(bin, 'python'), '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
      ...['--cov', '--cov-report=term'],
    ],
  };
  const steps = {};
  seedMypy(COMMON, project.name);
  for (const [name, command] of Object.entries(commands)) {
    const result = await run(command, { cwd: dir, env, timeoutMs: minutes * 60_000 });
    steps[name] = { ok: result.code === 0, text: result.stdout + result.stderr, ms: result.ms };
  }
  if (steps.mypy.ok) seedMypy(project.name, COMMON);
  const found = suppressions(dir);
  const coverage = coverageOf(steps.pytest.text);
  const good =
    Object.values(steps).every(({ ok }) => ok) && found.length === 0 && coverage >= COVERAGE_AT_LEAST;
  return { steps, suppressions: found, tests: testsOf(steps.pytest.text), coverage, good };
}

const lastLines = (text, count = 12) => text.trim().split('\n').slice(-count).join('\n    ');

/** What did not pass, as lines. */
export function complaints(name, { steps, suppressions: found, coverage }) {
  const failed = Object.entries(steps).flatMap(([step, { ok, text }]) =>
    ok ? [] : [`${name}: ${step}\n    ${lastLines(text)}`],
  );
  const low = steps.pytest?.ok && coverage < COVERAGE_AT_LEAST ? [`${name}: coverage ${coverage} %`] : [];
  return [...failed, ...low, ...found.map((file) => `${name}: suppression in ${file}`)];
}
