import { describe, expect, it } from 'vitest';
import { migrateTexts, refusal, textIn } from './make.js';

const BASE = `from fastmcp import FastMCP


class Careful(FastMCP):
    """Says what it does."""


class Named(Careful):
    def __init__(self, name: str = "named") -> None:
        super().__init__(name)
`;
const TOOL = '@server.tool()\ndef add(a: int, b: int) -> int:\n    return a + b\n';

describe('a server of a class that the program derives', () => {
  it.each([
    ['relative', 'from .base import Named\n', 'Named'],
    ['absolute, under another name', 'from pkg.base import Careful as Kept\n', 'Kept'],
  ])('is found where the class comes from another module: %s', async (_, line, name) => {
    const made = await migrateTexts({
      'pkg/__init__.py': '',
      'pkg/base.py': BASE,
      'pkg/tools.py': `${line}\nserver = ${name}("x")\n\n${TOOL}\nif __name__ == "__main__":\n    server.run()\n`,
    });
    expect(textIn(made, 'src/mcp_tools/tools.py')).toContain('def add(ctx: Context,');
    expect(textIn(made, 'src/mcp_tools/server.py')).toContain('from mcp_tools.tools import server as app');
  });

  it('is found in its own module, and where the class has parameters of types', async () => {
    const text = `from typing import Generic, TypeVar\nfrom mcp.server.fastmcp import FastMCP\n\nT = TypeVar("T")\n\n\nclass Own(FastMCP[T], Generic[T]):\n    pass\n\n\nserver = Own("x")\n\n${TOOL}`;
    const made = await migrateTexts({ 'x.py': text }, 'x.py');
    expect(textIn(made, 'src/mcp_x/server.py')).toContain('server = Own("x")');
  });

  it('is not one of another library whose class is called the same', async () => {
    const other = `from other import Careful\n\nserver = Careful("x")\n`;
    const made = await migrateTexts({ 'pkg/__init__.py': '', 'pkg/base.py': BASE, 'pkg/x.py': other });
    expect(refusal(made)).toEqual(['migrate.no-server weather:']);
  });
});

it('the server that takes in the others is the one that is started, however few tools it has', async () => {
  const part = (name: string): string =>
    `from fastmcp import FastMCP\n\n${name} = FastMCP("${name}")\n\n${TOOL.replaceAll('server', name)}`;
  const made = await migrateTexts({
    'pkg/__init__.py': '',
    'pkg/books.py': part('books'),
    'pkg/users.py': part('users'),
    'pkg/app.py':
      'from fastmcp import FastMCP\nfrom .books import books\nfrom .users import users\n\nwhole = FastMCP("whole")\nwhole.mount(books, "books")\nwhole.mount(users, "users")\n',
  });
  expect(textIn(made, 'src/mcp_pkg/server.py')).toContain('from mcp_pkg.app import whole as app');
});
