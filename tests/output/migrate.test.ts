/**
 * Small servers of our own, migrated by the bundled program: the original is run with the libraries that it needs, the new one
 * with today's, and their lists are compared. Slow, needs a Python package index; skipped where there is no Python.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/check/toolchain/machine.js';
import { findPython } from '../../src/check/toolchain/python.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLE = join(ROOT, 'node_modules', '.cache', 'migrate-test');
const MINUTE = 60_000;
const python = await findPython(
  'auto',
  thisMachine(() => undefined),
);

const PROJECT = '[project]\nname = "Paper.notes"\nversion = "3.2.1"\n';

const SCRIPT = `from importlib.metadata import version

from mcp.server.fastmcp import FastMCP, Context

VERSION = version("Paper.notes")
mcp = FastMCP("notes", instructions="Keep it short.", port=9)
print("a line that is no message")


@mcp.tool()
def add(text: str, times: int = 1) -> str:
    """Add a note.

    Args:
        text: What to keep.

    Returns:
        What was kept.
    """
    return text * times


@mcp.tool(name="fail")
async def broken(ctx: Context) -> dict:
    raise ValueError("no paper")


@mcp.resource("note://{number}")
def note(number: str) -> str:
    """One note."""
    return number


@mcp.prompt()
def sum_up(style: str) -> str:
    """Sum up."""
    return style


if __name__ == "__main__":
    mcp.run(transport="stdio")
`;

const LOW = `import asyncio
import mcp.types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server


async def serve():
    server = Server("low")

    @server.list_tools()
    async def tools():
        schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
        return [types.Tool(name="double", description="Twice.", inputSchema=schema)]

    @server.call_tool()
    async def call(name, arguments):
        return [types.TextContent(type="text", text=str(arguments["n"] * 2))]

    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


if __name__ == "__main__":
    asyncio.run(serve())
`;

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(command: string, args: readonly string[], cwd: string, timeout: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (said.stdout += text));
    child.stderr.on('data', (text) => (said.stderr += text));
    child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, ...said }));
  });
}

describe.skipIf(python === null)('a server that is migrated', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'migrate-'));
    const built = await run(
      process.execPath,
      [
        '-e',
        `import(${JSON.stringify(join(ROOT, 'scripts/build.mjs'))}).then((b) => b.build({ outdir: ${JSON.stringify(BUNDLE)} }))`,
      ],
      ROOT,
      MINUTE,
    );
    expect(built.stderr).toBe('');
    mkdirSync(join(dir, 'source'));
    writeFileSync(join(dir, 'source', 'pyproject.toml'), PROJECT);
    writeFileSync(join(dir, 'source', 'notes.py'), SCRIPT);
    writeFileSync(join(dir, 'source', 'low.py'), LOW);
  }, MINUTE);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const migrate = async (name: string) => {
    const args = [
      join(BUNDLE, 'main.js'),
      'migrate-existing-server',
      `source/${name}.py`,
      name,
      '--run',
      '--json',
    ];
    const ended = await run(process.execPath, args, dir, 5 * MINUTE);
    return { ...ended, result: JSON.parse(ended.stdout) };
  };

  it.each(['notes', 'low'])(
    'lists what it listed, and passes its own tests: %s',
    async (name) => {
      const { exitCode, result } = await migrate(name);
      expect(result.diagnostics).toEqual([]);
      expect(result.proof.items.map(({ status }: { status: string }) => status)).not.toContain('changed');
      expect(exitCode).toBe(0);
      const tests = await run(
        join(dir, name, '.venv', 'bin', 'python'),
        ['-m', 'pytest', '-q'],
        join(dir, name),
        3 * MINUTE,
      );
      expect(`${tests.stdout}${tests.stderr}`).toMatch(/\d+ passed/);
      expect(tests.exitCode).toBe(0);
      expect(readFileSync(join(dir, 'source', `${name}.py`), 'utf8')).toBe(name === 'low' ? LOW : SCRIPT);
    },
    9 * MINUTE,
  );
});
