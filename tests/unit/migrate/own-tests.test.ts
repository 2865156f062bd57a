import { describe, expect, it } from 'vitest';
import { migrateTexts, textIn } from './make.js';

const FILES = {
  'src/notes_server/__init__.py': 'from .server import main\n',
  'src/notes_server/server.py':
    'from mcp.server.fastmcp import FastMCP\n\nfrom .store import keep\n\nmcp = FastMCP("notes")\n\n\n@mcp.tool()\ndef add(text: str) -> str:\n    return keep(text)\n\n\ndef main():\n    mcp.run()\n',
  'src/notes_server/store.py': 'def keep(text: str) -> str:\n    return text\n',
  'tests/test_store.py':
    'from unittest.mock import patch\n\nfrom notes_server.store import keep\n\n\ndef test_keep():\n    with patch("notes_server.server.keep"):\n        assert keep("notes_server.server") == "notes_server.server"\n',
  'tests/test_untidy.py': 'from notes_server.store import *\n\n\ndef test_it():\n    assert keep("a")\n',
  'tests/test_two.py': 'print "old"\n',
};

describe("the source's own tests", () => {
  it('import the program by its new name, also where a text names what is patched, and nowhere else', async () => {
    const text = textIn(await migrateTexts(FILES), 'original_tests/test_store.py');
    expect(text).toContain('from mcp_notes.store import keep');
    expect(text).toContain('patch("mcp_notes.server.keep")');
    expect(text).toContain('assert keep("notes_server.server") == "notes_server.server"');
  });

  it('come along although the linter has something to say of them: it is not asked', async () => {
    const made = await migrateTexts(FILES);
    expect(textIn(made, 'original_tests/test_untidy.py')).toContain('from mcp_notes.store import *');
    expect(textIn(made, 'Makefile')).toContain('ruff check src tests');
    expect(textIn(made, 'pyproject.toml')).toContain('extend-exclude = ["original_tests"]');
  });

  it('find the program where it is, also when they named it from the top of the source', async () => {
    const test = 'from src.notes_server import store\nfrom src.notes_server.store import keep\n';
    const made = await migrateTexts({ ...FILES, 'tests/test_top.py': test });
    const text = textIn(made, 'original_tests/test_top.py');
    expect(text).toContain('from mcp_notes import store');
    expect(text).toContain('from mcp_notes.store import keep');
  });

  it('find each other', async () => {
    const made = await migrateTexts({
      ...FILES,
      'tests/fakes.py': 'FAKE = 1\n',
      'tests/test_top.py': 'from tests import fakes\nfrom tests.fakes import FAKE\n',
    });
    const text = textIn(made, 'original_tests/test_top.py');
    expect(text).toContain('from original_tests import fakes');
    expect(text).toContain('from original_tests.fakes import FAKE');
  });

  it('that are no Python 3 do not stop the migration', async () => {
    const made = await migrateTexts(FILES);
    expect(made.ok && made.value.left).toContain('tests/test_two.py');
  });
});
