import { expect, it } from 'vitest';
import { migrateTexts, textIn } from './make.js';

const SERVER = `import importlib
import pkgutil

from mcp.server.fastmcp import FastMCP

import src.tools

mcp = FastMCP("x")
for _, name, _ in pkgutil.iter_modules(src.tools.__path__):
    importlib.import_module(f"src.tools.{name}")
ONE = importlib.import_module("src.tools.one")
ALL = importlib.import_module("src")
JSON = importlib.import_module("json")
OTHER = importlib.import_module(f"src{ONE}")
TEXT = "src.tools.one"


def main():
    mcp.run()
`;

it('the own tests of a source load modules by their new names, too', async () => {
  const made = await migrateTexts({
    'src/__init__.py': '',
    'src/server.py': SERVER,
    'src/tools/__init__.py': '',
    'tests/test_x.py': `from importlib import import_module
from unittest.mock import patch

NAME = "tools"


def test_x():
    with patch("src.tools.one"):
        assert import_module("src.server") and import_module(f"src.{NAME}")
`,
  });
  const text = textIn(made, 'original_tests/test_x.py');
  expect(text).toMatch(/import_module\("mcp_(\w+)\.server"\) and import_module\(f"mcp_\1\.\{NAME\}"\)/);
  expect(text).toMatch(/patch\("mcp_\w+\.tools\.one"\)/);
});

it('modules that are loaded by their names are loaded by their new names, other texts stay', async () => {
  const made = await migrateTexts({
    'pyproject.toml': '[project]\nname = "mcp-x"\n[project.scripts]\nx = "src.server:main"\n',
    'src/__init__.py': '',
    'src/server.py': SERVER,
    'src/tools/__init__.py': '',
    'src/tools/one.py': 'ONE = 1\n',
  });
  const text = textIn(made, 'src/mcp_x/server.py');
  const loaded = [...text.matchAll(/import_module\((.*)\)/g)].map(([, name]) => name);
  expect(loaded).toEqual(['f"mcp_x.tools.{name}"', '"mcp_x.tools.one"', '"mcp_x"', '"json"', 'f"src{ONE}"']);
  expect(text).toContain('TEXT = "src.tools.one"');
});
