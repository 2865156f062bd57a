import { describe, expect, it } from 'vitest';
import { migrateTexts, refusal, textIn } from './make.js';

const SERVER = 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n';

describe('what cannot be migrated', () => {
  it.each([
    ['Python 2', 'import os\nprint "x"\n', 'migrate.python-2 a.py:2'],
    ['a bracket that is never closed', 'x = 1\ny = (1,\n', 'migrate.syntax a.py:2'],
    [
      'brackets within brackets',
      `x = 1\ny = ${'('.repeat(9000)}1${')'.repeat(9000)}\n`,
      'migrate.syntax a.py:2',
    ],
    ['a sum without end', `x = 1${' + 1'.repeat(30_000)}\n`, 'migrate.syntax a.py:1'],
    ['no server', 'x = 1\n', 'migrate.no-server a.py:1'],
    [
      'a class of the same name from elsewhere',
      'from mine import FastMCP\nmcp = FastMCP("x")\n',
      'migrate.no-server a.py:1',
    ],
  ])('is refused with its place: %s', async (_, text, expected) => {
    expect(refusal(await migrateTexts({ 'a.py': text }, 'a.py'))).toEqual([expected]);
  });

  it('is refused at the first line that is not UTF-8', async () => {
    const bytes = Buffer.from(`# ok\n${SERVER}# caf\xe9\n`, 'latin1');
    expect(refusal(await migrateTexts({ 'a.py': bytes }, 'a.py'))).toEqual(['migrate.encoding a.py:5']);
  });

  it.each([
    ['server.ts', "import { McpServer } from '@modelcontextprotocol/server';\n"],
    ['main.go', 'package main\n'],
  ])('is a folder with a server in another language: %s', async (name, text) => {
    const made = await migrateTexts({ [name]: text, 'package.json': '{}' });
    expect(refusal(made)).toEqual(['migrate.language weather:']);
  });

  it('is refused where a folder holds servers that do not belong together', async () => {
    const made = await migrateTexts({ 'one/a.py': SERVER, 'two/b.py': SERVER });
    expect(refusal(made)).toEqual(['migrate.several-servers :']);
  });

  it('is refused where a module of the package is broken', async () => {
    const files = { 'pkg/__init__.py': '', 'pkg/server.py': SERVER, 'pkg/broken.py': 'def f(:\n' };
    expect(refusal(await migrateTexts(files))).toEqual(['migrate.syntax pkg/broken.py:1']);
  });
});

describe('unusual sources', () => {
  it('Latin-1 that says so becomes UTF-8', async () => {
    const bytes = Buffer.from(`# -*- coding: latin-1 -*-\n${SERVER.replace('"x"', '"caf\xe9"')}`, 'latin1');
    const made = await migrateTexts({ 'cafe.py': bytes }, 'cafe.py');
    expect(textIn(made, 'src/mcp_cafe/server.py')).toContain('MCPServer("café")');
  });

  it('a byte order mark, tabs and carriage returns do no harm', async () => {
    const text = `\uFEFF${SERVER.replace('mcp.run()\n', '')}@mcp.tool()\ndef f() -> str:\n\treturn "a"\nmcp.run()\n`;
    const made = await migrateTexts({ 'tabs.py': text.replaceAll('\n', '\r\n') }, 'tabs.py');
    expect(textIn(made, 'src/mcp_tabs/server.py')).toMatch(
      /def f\(ctx: Context\[Any, Any\]\) -> str:\r?\n {4}return "a"/,
    );
  });

  it('names of files never lead out of the project', async () => {
    const made = await migrateTexts({
      'pkg/__init__.py': '',
      'pkg/server.py': SERVER,
      'pkg/a b;c.json': '{}',
    });
    expect(made.ok && made.value.files.every(({ path }) => /^[A-Za-z0-9._/-]+$/.test(path))).toBe(true);
    expect(made.ok && made.value.left).toContain('pkg/a b;c.json');
  });
});
