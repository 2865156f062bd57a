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

  it('stay behind, with the reason, where the linter refuses them', async () => {
    const made = await migrateTexts(FILES);
    if (!made.ok) throw new Error('not migrated');
    expect(made.value.files.map(({ path }) => path)).not.toContain('original_tests/test_untidy.py');
    expect(made.value.left).toContain('tests/test_untidy.py');
    expect(made.value.tests.findings.map(({ file }) => file)).toContain('original_tests/test_untidy.py');
  });

  it('that are no Python 3 do not stop the migration', async () => {
    const made = await migrateTexts(FILES);
    expect(made.ok && made.value.left).toContain('tests/test_two.py');
  });
});
