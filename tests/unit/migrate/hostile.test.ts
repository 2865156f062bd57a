import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Staged } from '../../../src/diagnostics/types.js';
import type { Migrated } from '../../../src/migrate/index.js';
import { syntaxProblem } from '../../../src/migrate/python/problems.js';
import { parsePython } from '../../../src/migrate/python/tree.js';
import { migrationText } from '../../../src/migrate/report.js';
import { readSource } from '../../../src/migrate/source.js';
import { installCommands } from '../../../src/migrate/typing/checker.js';
import { isSafePath } from '../../../src/write/paths.js';
import { literal, migrateTexts, textIn } from './make.js';

/** Each wants to leave the text that it stands in. */
const PAYLOADS = [
  '"""\nimport os; os.system("zq")\n"""',
  '\'"\n[tool.evil]\nzq = 1',
  `$(zq) \`zq\` $${'{{ secrets.ZQ }} $ZQ'}`,
  '](javascript:zq) <img src=x onerror=zq> | zq |',
  '\u001b]0;zq\u0007\u202ezq\u2028zq',
  '../../../../zq/../zq',
  '{{zq}} {{{zq}}} {{#each zq}}',
  '#!zq\n\tzq:\n\tzq',
];

const server = (payload: string): string => `from mcp.server.fastmcp import FastMCP
import os

mcp = FastMCP(${literal(payload)}, instructions=${literal(payload)})
KEY = os.environ[${literal(payload)}]

@mcp.tool(name=${literal(payload)}, description=${literal(payload)})
def tool(city: str) -> str:
    return city

@mcp.resource(${literal(payload)})
def thing() -> str:
    return ""

mcp.run()
`;

const project = (payload: string, name = 'weather'): string =>
  `[project]\nname = ${JSON.stringify(name)}\ndescription = ${JSON.stringify(payload)}\ndependencies = [${JSON.stringify(payload)}, "requests\\nzq @ file:///etc"]\n`;

describe.each(PAYLOADS)('a source that says %j wherever it can', (payload) => {
  let made: Staged<Migrated>;
  beforeAll(async () => {
    made = await migrateTexts(
      { 'server.py': server(payload), 'pyproject.toml': project(payload) },
      'server.py',
    );
  }, 60_000);

  it('writes into its project only, in names that are safe everywhere', () => {
    expect(made.ok).toBe(true);
    const paths = made.ok ? made.value.files.map(({ path }) => path) : [];
    expect(paths.filter((path) => !isSafePath(path) || path.includes('zq'))).toEqual([]);
  });

  it('stays data in every file', async () => {
    const files = made.ok ? made.value.files : [];
    for (const { path, content } of files) {
      if (typeof content !== 'string') continue;
      if (path.endsWith('.py')) expect(syntaxProblem(path, await parsePython(content))).toBeUndefined();
      if (/^(Makefile|Dockerfile|\.github\/.*|pytest\.ini|\.gitignore|\.dockerignore)$/.test(path))
        expect(content).not.toContain('zq');
    }
    const toml = parseToml(textIn(made, 'pyproject.toml')) as { tool: object; project: { name: string } };
    expect(Object.keys(toml.tool)).toEqual(['hatch', 'ruff', 'mypy', 'coverage']);
    expect(toml.project.name).toBe('mcp-weather');
  });

  it('names the project by words only', async () => {
    const files = { 'server.py': server('x'), 'pyproject.toml': project('x', payload) };
    const toml = parseToml(textIn(await migrateTexts(files, 'server.py'), 'pyproject.toml')) as {
      project: { name: string };
    };
    expect(toml.project.name).toMatch(/^mcp-[a-z0-9-]+$/);
  });

  it('is no markup and no control sequence in what people read', () => {
    const report = made.ok ? migrationText(made.value, { kind: 'not-run' }) : '';
    for (const text of [textIn(made, 'README.md'), report]) {
      expect(text).not.toMatch(/<img|(?<!\\)\]\(javascript|(?!\n)\p{Cc}|\u202e|\u2028/u);
    }
  });
});

describe('tests of the source that say it, in a program whose requests move', () => {
  it.each(PAYLOADS)('%j', async (payload) => {
    const text = `import respx\nX = ${literal(payload)}\n`;
    const follows = `from unittest.mock import patch\nimport requests\nX = patch(${literal(payload)})\nY = patch("server.requests.get", ${literal(payload)})\n`;
    const name = `tests/test_${payload.replaceAll('/', '').replaceAll('\0', '')}`;
    const made = await migrateTexts({
      'server.py': `${server('x').replace('import os', 'import os\nimport requests')}\n\ndef f():\n    return requests.get(${literal(payload)})\n`,
      [`${name}.py`]: text,
      [`${name}_b.py`]: follows,
    });
    if (!made.ok) throw new Error('not migrated');
    expect(made.value.http.libraries).toEqual(['requests']);
    const paths = made.value.files.map(({ path }) => path);
    expect(paths.filter((path) => !isSafePath(path))).toEqual([]);
    for (const { path, content } of made.value.files) {
      if (typeof content === 'string' && path.endsWith('.py'))
        expect(syntaxProblem(path, await parsePython(content))).toBeUndefined();
    }
    expect(migrationText(made.value, { kind: 'not-run' })).not.toMatch(
      /<img|(?<!\\)\]\(javascript|(?!\n)\p{Cc}|\u202e|\u2028/u,
    );
  });
});

describe('requirements that are no names of packages', () => {
  it('are not carried over', async () => {
    const files = {
      'server.py': server('x'),
      'requirements.txt': '-e ./evil\nhttp://x/y.whl\nrequests\n--zq\n',
    };
    const toml = textIn(await migrateTexts(files, 'server.py'), 'pyproject.toml');
    expect(toml).not.toMatch(/evil|whl|zq/);
    expect(toml).toContain('"requests"');
  });
});

describe('dependencies of a draft', () => {
  const commands = (mayBuild: boolean, values: Readonly<Record<string, string>>): string[] => {
    const toolchain = { values, env: {}, bin: [], languageVersion: '3.13', summary: '' };
    const all = installCommands({ folder: 'draft', toolchain, development: ['mypy'], mayBuild });
    return all.map((one) => one.join(' '));
  };

  it('run nothing while they are installed, unless the user said yes to running things', () => {
    expect(commands(false, { uv: 'uv' })[0]).toBe(
      'uv sync --quiet --all-groups --no-build --no-install-project',
    );
    expect(commands(false, { python: 'py' })[1]).toContain('--only-binary :all:');
    expect(commands(true, { uv: 'uv' })).toEqual(['uv sync --quiet --all-groups']);
  });
});

describe('a source on the disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrate-source-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const read = async (name: string): Promise<string> => {
    const source = await readSource(name, folder);
    return source.ok
      ? [...source.value.files.keys()].join()
      : source.diagnostics
          .map(({ code, place }) => `${code} ${place?.file ?? ''}:${place?.line ?? ''}`)
          .join();
  };

  it('of 5 MB is refused', async () => {
    await writeFile(join(folder, 'a.py'), 'x = 1\n'.repeat(900_000));
    expect(await read('a.py')).toBe('migrate.too-large a.py:1');
  });

  it('whose links go round in circles is read once', async () => {
    await writeFile(join(folder, 'a.py'), 'x = 1\n');
    await mkdir(join(folder, 'deep'));
    await symlink('..', join(folder, 'deep', 'up'));
    await symlink('deep', join(folder, 'again'));
    await symlink('self', join(folder, 'self'));
    expect(await read('.')).toBe('a.py');
  });

  it('with a module that is a link is refused', async () => {
    await writeFile(join(folder, 'a.py'), 'x = 1\n');
    await symlink('/etc/hostname', join(folder, 'b.py'));
    expect(await read('.')).toBe('migrate.link b.py:');
  });

  it('that is not there, or no Python, is refused', async () => {
    for (const name of ['a.txt', 'server.ts', 'main.go']) await writeFile(join(folder, name), 'x');
    expect(await read('none.py')).toBe('migrate.not-found none.py:');
    for (const name of ['a.txt', 'server.ts', 'main.go'])
      expect(await read(name)).toBe(`migrate.language ${name}:`);
  });
});
