// One Python environment for all generated projects: they share their dependencies, and installing each takes minutes.
// Projects are not installed into it; PYTHONPATH=<project>/src finds them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { CACHE, run } from './world.mjs';

const WANTED = /^3\.(11|12|13)$/;

/** Every list of requirements in a pyproject.toml, without the groups' references to each other. */
const READ_REQUIREMENTS = `
import json, sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))
lists = [project["project"].get("dependencies", [])]
lists += project["project"].get("optional-dependencies", {}).values()
lists += project.get("dependency-groups", {}).values()
print(json.dumps(sorted({entry for entries in lists for entry in entries if isinstance(entry, str)})))
`;

async function must(command, options) {
  const result = await run(command, options);
  if (result.code !== 0) {
    throw new Error(
      `${command.join(' ')} ended with ${result.code}: ${(result.stderr || result.stdout).slice(-800)}`,
    );
  }
  return result.stdout;
}

/** A Python that the generated projects accept: newest first, also one that pyenv has but does not select. */
async function findPython() {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const versions = existsSync(pyenv) ? readdirSync(pyenv).sort().reverse() : [];
  const candidates = [
    ...versions.map((version) => join(pyenv, version, 'bin', 'python')),
    ...['python3.13', 'python3.12', 'python3.11', 'python3'],
  ];
  for (const python of candidates) {
    const print = 'import sys; print("%d.%d" % sys.version_info[:2])';
    const { code, stdout } = await run([python, '-c', print], { timeoutMs: 10_000 });
    if (code === 0 && WANTED.test(stdout.trim())) return python;
  }
  throw new Error('No Python 3.11, 3.12 or 3.13 found: the kits that start generated servers need one.');
}

/** uv of the PATH, or one from PyPI in a folder of its own. */
async function findUv(python) {
  if ((await run(['uv', '--version'])).code === 0) return 'uv';
  const own = join(CACHE, 'uv');
  if (!existsSync(join(own, 'bin', 'uv'))) {
    await must([python, '-m', 'venv', own]);
    await must([join(own, 'bin', 'python'), '-m', 'pip', 'install', '-q', 'uv'], { timeoutMs: 300_000 });
  }
  return join(own, 'bin', 'uv');
}

/** A Python, uv, and a PATH on which the command line finds both. */
export async function toolsForPython() {
  const python = await findPython();
  const uv = await findUv(python);
  const folders = [dirname(python), ...(uv === 'uv' ? [] : [dirname(uv)])];
  return { python, uv, path: [...folders, process.env.PATH].join(delimiter) };
}

/** The folder with `python`, `ruff`, `mypy` and `pytest` for the projects that want what `pyproject` (a path) lists. */
export async function pythonFor(pyproject) {
  const python = await findPython();
  const requirements = JSON.parse(await must([python, '-c', READ_REQUIREMENTS, pyproject]));
  const key = createHash('sha256').update(JSON.stringify(requirements)).digest('hex').slice(0, 12);
  const venv = join(CACHE, `venv-${key}`);
  const stamp = join(venv, '.complete');
  if (!existsSync(stamp)) {
    mkdirSync(CACHE, { recursive: true });
    console.error(`Installing ${requirements.length} Python packages into ${venv} …`);
    const uv = await findUv(python);
    await must([uv, 'venv', '--clear', '--python', python, venv], { timeoutMs: 60_000 });
    const install = [uv, 'pip', 'install', '--python', join(venv, 'bin', 'python'), ...requirements];
    await must(install, { timeoutMs: 600_000 });
    writeFileSync(stamp, requirements.join('\n'));
  }
  return join(venv, 'bin');
}
