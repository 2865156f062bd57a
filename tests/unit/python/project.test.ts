import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../../generators/targets/python/target.js';
import type { Argument, ServiceModel } from '../../../src/model/types.js';
import { specText } from '../../../src/model/text.js';
import type { RenderedTree } from '../../../src/plan/types.js';
import { planProject } from '../../../src/plan/plan.js';
import { renderPlan } from '../../../src/render/render.js';
import { RAW } from '../escape/hostile.js';
import { huge, large, options, petstore } from './fixture.js';

async function render(model: ServiceModel, changes: Partial<typeof options> = {}): Promise<RenderedTree> {
  const planned = planProject(model, { ...options, ...changes }, pythonTarget);
  if (!planned.ok) throw new Error(JSON.stringify(planned.diagnostics));
  const rendered = await renderPlan(planned.value, pythonTarget);
  if (!rendered.ok) throw new Error(rendered.diagnostics.map(({ message }) => message).join('\n'));
  return rendered.value;
}

const textOf = (tree: RenderedTree, path: string): string => tree.get(path)?.text ?? '';

describe('a small service', () => {
  it('has the files that the architecture lists', async () => {
    const paths = [...(await render(petstore)).keys()].filter((path) => !path.includes('runtime/'));
    expect(paths.sort()).toEqual(
      [
        ...['__init__', 'api_client', 'api_models', 'custom_tools', 'server'].map(
          (name) => `src/mcp_petstore/${name}.py`,
        ),
        'src/mcp_petstore/py.typed',
        'src/mcp_petstore/tools.json',
        ...['__init__', 'conftest', 'in_memory', 'test_api_client', 'test_server', 'upstream'].map(
          (name) => `tests/${name}.py`,
        ),
        'tests/cases/all.json',
        ...[
          '.dockerignore',
          '.env.example',
          '.github/workflows/ci.yml',
          '.github/workflows/conformance.yml',
          '.github/workflows/regenerate.yml',
          '.gitignore',
          '.python-version',
          'Dockerfile',
        ],
        ...[
          'Makefile',
          'README.md',
          'pyproject.toml',
          'pytest.ini',
          'scripts/conformance.sh',
          'scripts/find-python.sh',
          'scripts/get-uv.sh',
        ],
        'server.json',
      ].sort(),
    );
  });

  it('gives the same bytes twice', async () => {
    expect([...(await render(petstore))]).toEqual([...(await render(petstore))]);
  });

  it('says its Python version everywhere', async () => {
    const tree = await render(petstore, { languageVersion: '3.11' });
    expect(textOf(tree, '.python-version')).toBe('3.11\n');
    expect(textOf(tree, 'Dockerfile')).toContain('FROM python:3.11-slim');
    expect(textOf(tree, 'pyproject.toml')).toContain('target-version = "py311"');
    expect(textOf(tree, 'Makefile')).toContain('find-python.sh 3.11');
  });

  it('lists every tool and every parameter in the README', async () => {
    const readme = textOf(await render(petstore), 'README.md');
    for (const { name, arguments: args } of petstore.tools) {
      expect(readme).toContain(`### ${name}`);
      for (const argument of args) expect(readme).toContain(`| \`${argument.name}\` |`);
    }
  });

  it('holds no suppression of any tool', async () => {
    for (const [path, { text }] of await render(petstore)) {
      expect(
        `${path}: ${/type: ignore|noqa|pragma: no cover|per-file-ignores|tool\.mypy\.overrides/.exec(text)}`,
      ).toBe(`${path}: null`);
    }
  });

  it('depends on what its runtime needs', async () => {
    const { templateSources } = await import('../../../src/render/sources.js');
    const [, runtime] =
      /dependencies = (\[[^\]]*\])/.exec(templateSources.get('targets/python/runtime/pyproject.toml')) ?? [];
    const [, project] =
      /dependencies = (\[[^\]]*\])/.exec(textOf(await render(petstore), 'pyproject.toml')) ?? [];
    expect(project).toBe(runtime);
  });

  it('does not take the name of a library that it needs', async () => {
    const tree = await render(petstore, { slug: 'types' });
    expect(textOf(tree, 'pyproject.toml')).toContain('name = "mcp-types-api"');
    expect(tree.has('src/mcp_types_api/server.py')).toBe(true);
  });
});

describe('a large service', () => {
  it('has a module per group, imported when it is first used', async () => {
    const tree = await render(large);
    const paths = [...tree.keys()];
    for (const folder of ['server', 'api_client']) {
      expect(paths).toContain(`src/mcp_petstore/${folder}/pets.py`);
      expect(paths).toContain(`src/mcp_petstore/${folder}/store.py`);
    }
    expect(textOf(tree, 'src/mcp_petstore/server/base.py')).toContain('"pets": "mcp_petstore.server.pets"');
    expect(textOf(tree, 'src/mcp_petstore/server/__init__.py')).not.toContain('import pets');
  });

  it('keeps what several groups share in a module that imports none of them', async () => {
    const tree = await render(large);
    expect(textOf(tree, 'src/mcp_petstore/api_models/shared.py')).toContain('class Status(StrEnum)');
    expect(textOf(tree, 'src/mcp_petstore/api_models/pets.py')).toContain('from .shared import Status');
    expect(textOf(tree, 'src/mcp_petstore/api_models/shared.py')).not.toContain('from .pets');
  });
});

describe('a huge group', () => {
  it('is spread over modules, whose classes the first one brings together', async () => {
    const tree = await render(huge);
    const client = textOf(tree, 'src/mcp_petstore/api_client/pets.py');
    expect(client).toMatch(/^class PetsApi\(PetsApi2.*\):$/m);
    expect(client).toContain('from .pets_2 import PetsApi2');
    expect(textOf(tree, 'src/mcp_petstore/api_client/pets_2.py')).toContain('class PetsApi2(ApiGroup):');
  });
});

describe('names that are taken', () => {
  const argument = (name: string): Argument => ({
    name,
    source: { in: 'member', name: specText(name) },
    required: false,
    type: { kind: 'array', items: { kind: 'string' } },
  });
  const [, , update] = petstore.tools;
  const withTool = (name: string, args: readonly Argument[]): ServiceModel => ({
    ...petstore,
    tools: update === undefined ? [] : [{ ...update, name, arguments: args }],
  });

  it('stay usable as names of arguments', async () => {
    const names = ['answer', 'get_client', 'list', 'dict', 'type', 'null_or', 'text_of', 'str'];
    const tree = await render(withTool('update_pet', names.map(argument)));
    const server = textOf(tree, 'src/mcp_petstore/server.py');
    for (const name of names)
      expect(server).toMatch(new RegExp(`^    ${name}: list\\[str\\] \\| None = None,$`, 'm'));
    expect(server).toContain('answer as answer_');
    expect(textOf(tree, 'src/mcp_petstore/api_client.py')).toContain('"list": list_');
  });

  it.each(['list', 'import', 'mcp', 'print', 'app'])(
    'stay usable as the name of a tool: %s',
    async (name) => {
      const server = textOf(await render(withTool(name, [])), 'src/mcp_petstore/server.py');
      expect(server).toMatch(new RegExp(`@mcp\\.operation\\("${name}"\\)\nasync def ${name}_\\(`));
    },
  );
});

describe('text of a document', () => {
  const HOSTILE = '"""\n\\ </script>{{7*7}}$\u007b7*7}`$(touch canary)`\u202e\u0000\n| #\r\n- x: y\\';
  const hostile = JSON.parse(
    JSON.stringify(petstore, (key, value) =>
      ['title', 'description', 'summary', 'license'].includes(key) ? { spec: HOSTILE } : value,
    ),
  ) as ServiceModel;

  it('reaches no Makefile, Dockerfile, script or workflow', async () => {
    const [plain, tree] = [await render(petstore), await render(hostile)];
    for (const path of [
      'Makefile',
      'Dockerfile',
      '.github/workflows/ci.yml',
      '.github/workflows/regenerate.yml',
      'scripts/get-uv.sh',
      '.dockerignore',
    ]) {
      expect(textOf(tree, path)).toBe(textOf(plain, path));
    }
  });

  it('leaves every file what it is, and hides nothing in it', async () => {
    for (const [path, { text }] of await render(hostile))
      expect(`${path} ${RAW.exec(text)}`).toBe(`${path} null`);
  });
});
