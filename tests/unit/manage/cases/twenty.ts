import type { Tree } from '../kit.js';
import type { Case } from './forty.js';

/** A case in one file: what it was, the user's text, the new text. */
function single(
  id: string,
  says: string,
  path: string,
  texts: { readonly was: string; readonly mine: string; readonly now: string },
  holds: readonly string[],
  ends?: 'conflict',
): Case {
  const tree = (text: string): Tree => ({ [path]: text });
  return {
    id,
    says,
    before: tree(texts.was),
    edit: (disk) => disk.write(path, texts.mine),
    now: tree(texts.now),
    holds: { [path]: holds },
    ...(ends === undefined ? {} : { ends }),
  };
}

const TOOLS_TS = `import { Server } from './server.js';

export interface Pet {
  id: number;
}

export class Tools {
  constructor(private readonly server: Server) {}

  async getPet(id: number): Promise<Pet> {
    return this.server.call('getPet', { id });
  }
}

export const limit = 20;
`;
const MODELS = `from pydantic import BaseModel


class Pet(BaseModel):
    """A pet."""

    id: int
    name: str


class Owner(BaseModel):
    """An owner."""

    id: int
`;
const PYPROJECT = `[project]
name = "mcp-pets"
dependencies = [
    "aiohttp>=3.9",
    "mcp>=2.3,<3",
]

[tool.ruff.lint]
select = [
    "E",
    "F",
]
`;
const WORKFLOW = `name: ci
on:
  push:
    branches: [main]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - name: Check out
        uses: actions/checkout@v4
      - name: Test
        run: |
          make install
          make test
`;
const README = `# Pets

A server.

## Tools

| tool | does |
| --- | --- |
| list_pets | lists |

## Start

    make serve
`;
const TOOLS_JSON = `{
  "tools": [
    {
      "name": "list_pets",
      "description": "List pets"
    },
    {
      "name": "get_pet",
      "description": "Get a pet"
    }
  ]
}
`;
const MAKEFILE = `.PHONY: test lint

test:
\tuv run pytest

lint:
\tuv run ruff check
`;

const swap = (text: string, ...changes: readonly (readonly [string, string])[]): string =>
  changes.reduce((sum, [from, to]) => sum.replace(from, () => to), text);

export const TWENTY: readonly Case[] = [
  single(
    'p1',
    'Python: names added to the same import on both sides',
    'a.py',
    {
      was: 'from models import Pet\n\n\ndef a() -> Pet: ...\n',
      mine: 'from models import Owner, Pet\n\n\ndef a() -> Pet: ...\n',
      now: 'from models import Pet, Store\n\n\ndef a() -> Pet: ...\n',
    },
    ['from models import Owner, Pet, Store\n'],
  ),
  single(
    'p2',
    'Python: a field added to the same class on both sides',
    'models.py',
    {
      was: MODELS,
      mine: swap(MODELS, ['    name: str\n', '    name: str\n    mine: bool = False\n']),
      now: swap(MODELS, ['    name: str\n', '    name: str\n    age: int\n']),
    },
    ['mine: bool = False', 'age: int', 'class Owner'],
  ),
  single(
    'p3',
    'Python: a class edited that the template removes',
    'models.py',
    {
      was: MODELS,
      mine: swap(MODELS, ['"""An owner."""', '"""My owner."""']),
      now: MODELS.slice(0, MODELS.indexOf('\n\nclass Owner')),
    },
    ['"""My owner."""', '<<<<<<< yours'],
    'conflict',
  ),
  single(
    'p4',
    'Python: the same function added on both sides, differently',
    'models.py',
    {
      was: MODELS,
      mine: `${MODELS}\n\ndef check() -> int:\n    return 1\n`,
      now: swap(MODELS, ['\n\nclass Owner', '\n\ndef check() -> str:\n    return "2"\n\n\nclass Owner']),
    },
    ['return 1', 'return "2"', '<<<<<<< yours'],
    'conflict',
  ),
  single(
    'p5',
    'Python: a renamed function whose body the template edits',
    'a.py',
    {
      was: 'def load(path):\n    """Load."""\n    text = read(path)\n    return parse(text)\n',
      mine: 'def load_all(path):\n    """Load."""\n    text = read(path)\n    return parse(text)\n',
      now: 'def load(path):\n    """Load."""\n    text = read(path, "utf-8")\n    return parse(text)\n',
    },
    ['def load_all(path)', 'read(path, "utf-8")', '!def load('],
  ),
  single(
    'p6',
    'Python: functions reordered by the template while the user edits one',
    'a.py',
    {
      was: 'def a():\n    one()\n    two()\n\n\ndef b():\n    three()\n    four()\n',
      mine: 'def a():\n    one()\n    two(mine=1)\n\n\ndef b():\n    three()\n    four()\n',
      now: 'def b():\n    three()\n    four()\n\n\ndef a():\n    one(new=1)\n    two()\n',
    },
    ['one(new=1)\n    two(mine=1)', '!<<<<'],
  ),
  single(
    't1',
    'TypeScript: a method added on both sides at the same place',
    'tools.ts',
    {
      was: TOOLS_TS,
      mine: swap(TOOLS_TS, ['{ id });\n  }\n', '{ id });\n  }\n\n  mine(): void {}\n']),
      now: swap(TOOLS_TS, [
        '{ id });\n  }\n',
        '{ id });\n  }\n\n  async listPets(): Promise<Pet[]> {\n    return [];\n  }\n',
      ]),
    },
    ['mine(): void {}', 'async listPets(): Promise<Pet[]> {'],
  ),
  single(
    't2',
    'TypeScript: an import added next to one that the template changes',
    'tools.ts',
    {
      was: TOOLS_TS,
      mine: `import { mine } from './mine.js';\n${TOOLS_TS}`,
      now: swap(TOOLS_TS, ["'./server.js'", "'./runtime/server.js'"]),
    },
    ["'./mine.js'", "'./runtime/server.js'"],
  ),
  single(
    't3',
    'TypeScript: the same constant changed differently',
    'tools.ts',
    {
      was: TOOLS_TS,
      mine: swap(TOOLS_TS, ['limit = 20', 'limit = 50']),
      now: swap(TOOLS_TS, ['limit = 20', 'limit = 100']),
    },
    ['limit = 50', 'limit = 100'],
    'conflict',
  ),
  single(
    'c1',
    'TOML: a dependency added on both sides at the same place',
    'pyproject.toml',
    {
      was: PYPROJECT,
      mine: swap(PYPROJECT, ['    "mcp>=2.3,<3",\n', '    "mcp>=2.3,<3",\n    "mine>=1",\n']),
      now: swap(PYPROJECT, ['    "mcp>=2.3,<3",\n', '    "mcp>=2.3,<3",\n    "pydantic>=2",\n']),
    },
    ['"mine>=1",', '"pydantic>=2",'],
  ),
  single(
    'c2',
    'TOML: a table added by the user at the end and by the template in the middle',
    'pyproject.toml',
    {
      was: PYPROJECT,
      mine: `${PYPROJECT}\n[tool.mypy]\nstrict = true\nmine = 1\n`,
      now: swap(PYPROJECT, ['[tool.ruff.lint]', '[tool.mypy]\nstrict = true\nnew = 2\n\n[tool.ruff.lint]']),
    },
    ['mine = 1', 'new = 2'],
  ),
  single(
    'c3',
    'TOML: a version pinned by the user that the template raises',
    'pyproject.toml',
    {
      was: PYPROJECT,
      mine: swap(PYPROJECT, ['aiohttp>=3.9', 'aiohttp==3.9.1']),
      now: swap(PYPROJECT, ['aiohttp>=3.9', 'aiohttp>=3.13']),
    },
    ['aiohttp==3.9.1', 'aiohttp>=3.13'],
    'conflict',
  ),
  single(
    'y1',
    'YAML: a step added by the user where the template raises the version beside it',
    '.github/workflows/ci.yml',
    {
      was: WORKFLOW,
      mine: swap(WORKFLOW, [
        '      - name: Test\n',
        '      - name: Mine\n        run: ./mine\n      - name: Test\n',
      ]),
      now: swap(WORKFLOW, ['checkout@v4', 'checkout@v6']),
    },
    ['- name: Mine', 'checkout@v6'],
  ),
  single(
    'y2',
    'YAML: a job added on both sides',
    '.github/workflows/ci.yml',
    {
      was: WORKFLOW,
      mine: `${WORKFLOW}  mine:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./mine\n`,
      now: `${WORKFLOW}  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make lint\n`,
    },
    ['  mine:\n', '  lint:\n', '- run: ./mine', '- run: make lint'],
  ),
  single(
    'm1',
    'Markdown: a section added by the user before one that the template edits',
    'README.md',
    {
      was: README,
      mine: swap(README, ['## Start\n', '## Mine\n\nMy words.\n\n## Start\n']),
      now: swap(README, ['## Start\n\n    make serve\n', '## Start\n\n    make install serve\n']),
    },
    ['My words.', 'make install serve'],
  ),
  single(
    'm2',
    'Markdown: a row of the table of tools added by the template, a word changed by the user',
    'README.md',
    {
      was: README,
      mine: swap(README, ['A server.', 'My server.']),
      now: swap(README, ['| list_pets | lists |\n', '| list_pets | lists |\n| get_pet | gets |\n']),
    },
    ['My server.', '| get_pet | gets |'],
  ),
  single(
    'm3',
    'Markdown: an edited section that the template removes',
    'README.md',
    {
      was: README,
      mine: swap(README, ['    make serve\n', '    make serve  # mine\n']),
      now: README.slice(0, README.indexOf('\n## Start')),
    },
    ['make serve  # mine', '<<<<<<< yours'],
    'conflict',
  ),
  single(
    'j1',
    'JSON: an element added on both sides at the end',
    'tools.json',
    {
      was: TOOLS_JSON,
      mine: swap(TOOLS_JSON, [
        '"Get a pet"\n    }\n',
        '"Get a pet"\n    },\n    {\n      "name": "mine"\n    }\n',
      ]),
      now: swap(TOOLS_JSON, [
        '"Get a pet"\n    }\n',
        '"Get a pet"\n    },\n    {\n      "name": "add_pet"\n    }\n',
      ]),
    },
    ['"mine"', '"add_pet"', '!<<<<'],
  ),
  single(
    'j2',
    'JSON: a member added by the user after the one that the template edits',
    'tools.json',
    {
      was: TOOLS_JSON,
      mine: swap(TOOLS_JSON, ['"List pets"', '"List pets",\n      "mine": true']),
      now: swap(TOOLS_JSON, ['"List pets"', '"List all pets"']),
    },
    ['"description": "List all pets",\n      "mine": true\n'],
  ),
  single(
    'j3',
    'JSON: a tool a line; the user edits one, the template its neighbours',
    'tools.json',
    {
      was: '{"tools": [\n{"name":"a","d":"A"},\n{"name":"b","d":"B"},\n{"name":"c","d":"C"}\n]}\n',
      mine: '{"tools": [\n{"name":"a","d":"A"},\n{"name":"b","d":"my B"},\n{"name":"c","d":"C"}\n]}\n',
      now: '{"tools": [\n{"name":"a","d":"new A"},\n{"name":"b","d":"B"},\n{"name":"d","d":"D"}\n]}\n',
    },
    ['"new A"},\n{"name":"b","d":"my B"},\n{"name":"d","d":"D"}\n]}\n'],
  ),
  single(
    'k1',
    'Makefile: a target added on both sides at the end',
    'Makefile',
    {
      was: MAKEFILE,
      mine: `${MAKEFILE}\nmine:\n\t./mine\n`,
      now: `${MAKEFILE}\nserve:\n\tuv run serve\n`,
    },
    ['\nmine:\n\t./mine\n', '\nserve:\n\tuv run serve\n'],
  ),
];
