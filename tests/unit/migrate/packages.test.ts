import { describe, expect, it } from 'vitest';
import { recordedFacts } from '../../../src/migrate/record.js';
import { migrationText } from '../../../src/migrate/report.js';
import { withoutWheels } from '../../../src/migrate/typing/lock.js';
import { migrateTexts, textIn } from './make.js';

const LOW = `from mcp.server import Server, NotificationOptions
from mcp.server.models import InitializationOptions
import mcp.server.stdio
import mcp.types as types
from pydantic import AnyUrl
from .data import LIST

server = Server("low")


@server.list_resources()
async def resources() -> list[types.Resource]:
    found = types.Resource(uri=AnyUrl("memo://x"), name="x", mimeType="text/plain")
    print(found.mimeType)
    return [found]


async def main() -> None:
    async with mcp.server.stdio.stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options(NotificationOptions()))
`;
const PACKAGE = {
  'pyproject.toml':
    '[project]\nname = "mcp-server-low"\ndependencies = ["mcp>=1.1", "requests==2.32.3", "pydantic==2.10.0"]\n[project.scripts]\nlow = "low_server:main"\n',
  'src/low_server/__init__.py':
    'import asyncio\nfrom . import server\nfrom low_server.data import LIST\n\ndef main():\n    asyncio.run(server.main())\n',
  'src/low_server/server.py': LOW,
  'src/low_server/data.py': 'import requests\nHEAD = requests.head\nLIST = [1]\n',
  'src/low_server/table.json': '{"kept":   true}',
  LICENSE: 'Copyright somebody\n',
  'notes.txt': 'x',
  'tests/test_low.py': 'def test(): ...\n',
};

describe('distributions without a wheel', () => {
  it('are what uv.lock has only sources of', () => {
    const lock = `[[package]]
name = "amadeus"
version = "12.0.0"
source = { registry = "https://index.test/simple" }
sdist = { url = "https://index.test/amadeus-12.0.0.tar.gz" }

[[package]]
name = "anyio"
source = { registry = "https://index.test/simple" }
wheels = [{ url = "https://index.test/anyio-4-py3-none-any.whl" }]

[[package]]
name = "mcp-x"
source = { editable = "." }
`;
    expect(withoutWheels(lock)).toEqual(['amadeus']);
  });

  it('may be built where the project is installed, and are named', async () => {
    const nothing = { stubs: new Map(), development: [], findings: [], forgotten: [] };
    const made = await migrateTexts(
      { 'x.py': 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n' },
      'x.py',
      async ({ code }) => ({ ...nothing, code, built: ['amadeus'] }),
    );
    expect(textIn(made, 'pyproject.toml')).toMatch(
      /\[tool\.uv\]\n#.*\nno-binary-package = \[\n {4}"amadeus",\n\]\n/,
    );
    if (!made.ok) throw new Error('not made');
    expect(migrationText(made.value, { kind: 'not-run' })).toContain('`amadeus`: has no wheel');
    const { options } = JSON.parse(textIn(made, '.create-mcp-server/manifest.json'));
    expect(recordedFacts(options)?.built).toEqual(['amadeus']);
  });
});

describe('a package', () => {
  it('keeps its modules, its relative imports and its data, byte for byte', async () => {
    const made = await migrateTexts(PACKAGE);
    expect(textIn(made, 'src/mcp_low/server.py')).toContain('from .data import LIST');
    expect(textIn(made, 'src/mcp_low/table.json')).toBe('{"kept":   true}');
    expect(textIn(made, 'LICENSE')).toBe('Copyright somebody\n');
  });

  it('imports itself by its new name', async () => {
    const text = textIn(await migrateTexts(PACKAGE), 'src/mcp_low/__init__.py');
    expect(text).toContain('from mcp_low.data import LIST');
    expect(text).not.toContain('low_server');
  });

  it('keeps the decorators of a low-level server', async () => {
    const text = textIn(await migrateTexts(PACKAGE), 'src/mcp_low/server.py');
    expect(text).toContain('from mcp_low.runtime.lowlevel import Server');
    expect(text).toContain('@server.list_resources()');
    expect(text).toContain('from mcp.server import NotificationOptions');
  });

  it('reads protocol types by their new names and passes URIs as texts', async () => {
    const text = textIn(await migrateTexts(PACKAGE), 'src/mcp_low/server.py');
    expect(text).toContain('print(found.mime_type)');
    expect(text).toContain('uri=str(AnyUrl("memo://x"))');
    expect(text).toContain('mime_type="text/plain"');
  });

  it('starts as its console script did', async () => {
    const text = textIn(await migrateTexts(PACKAGE), 'src/mcp_low/server.py');
    expect(text).toContain('from mcp_low import main as begin');
    expect(text).toContain('serving.run(begin, "mcp-low")');
  });

  it('carries its dependencies over, and frees those that the new SDK needs later', async () => {
    const made = await migrateTexts(PACKAGE);
    const text = textIn(made, 'pyproject.toml');
    expect(text).toContain('"requests==2.32.3"');
    expect(text).toContain('"mcp>=2.3,<3"');
    expect(text).not.toContain('pydantic==2.10.0');
    expect(made.ok && made.value.dependencies.find(({ note }) => note !== undefined)?.note).toMatch(
      /pydantic==2\.10\.0/,
    );
  });

  it('adds what it imports without declaring it, but nothing that a distribution of a longer name brings', async () => {
    const declared = ['mcp', 'mysql-connector-python', 'wikipedia-api', 'types-requests'];
    const made = await migrateTexts({
      'pyproject.toml': `[project]\nname = "x"\ndependencies = ${JSON.stringify(declared)}\n`,
      'x.py':
        'import mysql.connector\nimport requests\nimport wikipediaapi\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n',
    });
    const names = made.ok ? made.value.dependencies.map(({ requirement }) => requirement) : [];
    expect(names).toEqual(expect.arrayContaining(['mysql-connector-python', 'wikipedia-api', 'requests']));
    expect(names).not.toContain('mysql');
    expect(names).not.toContain('wikipediaapi');
  });

  it('says which files have no place in the new project', async () => {
    const made = await migrateTexts(PACKAGE);
    expect(made.ok && made.value.left).toEqual(['notes.txt']);
  });

  it('gets a server.py that starts it where its server is made in a module of another name', async () => {
    const files = {
      'calc/__init__.py': 'from .calculator import main\n',
      'calc/__main__.py': 'from calc import main\n\nmain()\n',
      'calc/calculator.py':
        'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("calc")\ndef main():\n    mcp.run()\n',
    };
    const made = await migrateTexts(files);
    expect(textIn(made, 'src/mcp_calculator/server.py')).toContain(
      'from mcp_calculator.calculator import mcp as app',
    );
    expect(textIn(made, 'src/mcp_calculator/server.py')).toContain(
      'serving.run_module("mcp_calculator.__main__", "mcp-calculator")',
    );
    expect(textIn(made, 'src/mcp_calculator/__main__.py')).toContain('from mcp_calculator import main');
  });
});
