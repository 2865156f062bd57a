import { describe, expect, it } from 'vitest';
import { completeTools } from '../../../src/migrate/tools/index.js';
import { docOf } from '../../../src/migrate/tools/text.js';
import { parameterSentence, resultSentence } from '../../../src/migrate/tools/words.js';

const PATH = 'src/mcp_x/server.py';
const HEAD = 'from mcp_x.runtime.mcpserver import MCPServer\n\nmcp = MCPServer("x")\n\n\n';
const FASTMCP = HEAD.replaceAll('MCPServer', 'FastMCP').replace('mcpserver', 'fastmcp');
const LOW = 'from mcp_x.runtime.lowlevel import Server\n\nserver = Server("x")\n\n\n';

const complete = (text: string, tests: readonly string[] = []): ReturnType<typeof completeTools> =>
  completeTools(new Map([[PATH, text]]), tests);
const done = async (text: string, tests: readonly string[] = []): Promise<string> =>
  (await complete(text, tests)).files.get(PATH) ?? '';

describe('the request that a tool answers', () => {
  it('is its first parameter where nobody else calls it', async () => {
    const text = await done(
      `${HEAD}@mcp.tool()\ndef add(a: int, b: int = 2) -> int:\n    """Add."""\n    return a + b\n`,
    );
    expect(text).toContain('def add(ctx: Context[Any, Any], a: int, b: int = 2) -> int:');
    expect(text).toContain('from mcp.server.mcpserver import Context\n');
    expect(text).toContain('from typing import Any\n');
  });

  it.each([
    ['other code', 'def twice() -> int:\n    return add(1)\n', []],
    ['a test', '', ['from server import add']],
  ])('is the last one, and may be left out, where %s calls it', async (_, more, tests) => {
    const text = await done(
      `${HEAD}@mcp.tool()\ndef add(a: int) -> int:\n    """Add."""\n    return a\n\n\n${more}`,
      tests,
    );
    expect(text).toContain('def add(a: int, ctx: Context[Any, Any] | None = None) -> int:');
  });

  it('has the type of the library', async () => {
    const fast = await done(`${FASTMCP}@mcp.tool\nasync def now() -> str:\n    """Now."""\n    return ""\n`);
    expect(fast).toContain('async def now(ctx: Context) -> str:');
    expect(fast).toContain('from fastmcp import Context\n');
    const low = await done(
      `${LOW}@server.call_tool()\nasync def call(name: str, arguments: dict) -> list:\n    return []\n`,
    );
    expect(low).toContain(
      'async def call(name: str, arguments: dict, ctx: ServerRequestContext[Any, Any]) -> list:',
    );
  });

  it('passes a decorator that hands on all that it is given', async () => {
    const wrap =
      'def logged(f):\n    @wraps(f)\n    async def inner(*args, **kwargs):\n        return await f(*args, **kwargs)\n    return inner\n\n\n';
    const tool = '@mcp.tool()\n@logged\nasync def now() -> str:\n    """Now."""\n    return ""\n';
    expect(await done(`${HEAD}${wrap}${tool}`)).toContain('def now(ctx: Context[Any, Any])');
    const nosy = wrap.replace('return await', 'print(kwargs)\n        return await');
    const { files, kept } = await complete(`${HEAD}${nosy}${tool}`);
    expect(files.get(PATH)).toContain('def now() -> str');
    expect(kept).toEqual([expect.stringContaining('@logged may look at its arguments')]);
  });

  it.each([
    ['def now(ctx: str) -> str:', 'it has a ctx of its own'],
    ['def now(*, a: str) -> str:', 'its parameters have kinds'],
  ])('is left out with a reason: %s', async (head, why) => {
    const { kept } = await complete(`${HEAD}@mcp.tool()\n${head}\n    """Now."""\n    return ""\n`);
    expect(kept).toEqual([`${PATH}:7 now has no ctx: ${why}`]);
  });
});

describe('docstrings', () => {
  const tool = (doc: string, signature = '(a: str)'): string =>
    `${HEAD}@mcp.tool()\ndef now${signature} -> str:\n    ${doc}\n    return ""\n`;

  it('gain what is missing, and pass on the description that they were', async () => {
    const text = await done(
      tool('"""Say \\"now\\"."""', '(a: str = "x", b: int = Field(description="How often."))'),
    );
    expect(text).toContain('@mcp.tool(description="Say \\"now\\".")');
    expect(text).toContain(
      '    """Say \\"now\\".\n\n    Args:\n        a: A text, "x" by default.\n        b: How often.\n\n    Returns:\n        The text that it answers with.\n    """\n',
    );
  });

  it('pass on all lines, those of sections too', async () => {
    const text = await done(tool('"""\n    Now.\n\n    Args:\n        a: That.\n    """'));
    expect(text).toContain('description="\\n"\n"Now.\\n"\n"\\n"\n"Args:\\n"\n"    a: That.\\n")');
    expect(text).toContain(
      '        a: That.\n\n    Returns:\n        The text that it answers with.\n    """\n',
    );
  });

  it('stay where they say it all, and where a program reads them', async () => {
    const whole = '"""Now.\n\n    Returns:\n        That.\n    """';
    expect(await done(tool(whole))).not.toContain('description=');
    const { files, kept } = await complete(`${tool('"""Now."""')}\n\nprint(now.__doc__)\n`);
    expect(files.get(PATH)).toContain('    """Now."""\n');
    expect(kept).toEqual([`${PATH}:7 now has no docstring with Returns: the program reads docstrings`]);
  });

  it('are not made where they would be listed', async () => {
    const none = `${HEAD}@mcp.tool()\ndef now() -> str:\n    return ""\n`;
    expect((await complete(none)).kept).toEqual([expect.stringContaining('a docstring would be one')]);
    const given = await done(none.replace('tool()', 'tool(description="The time.")'));
    expect(given).toContain('    """The time.\n\n    Returns:\n');
  });

  it('of fastmcp get no Args, which it would list', async () => {
    const text = await done(tool('"""Now."""').replace(HEAD, FASTMCP));
    expect(text).toContain('@mcp.tool()\n');
    expect(text).toContain('    """Now.\n\n    Returns:\n');
  });

  it('are what Python makes of them', () => {
    expect(docOf('\n    Get.\n\n      x\n\n    ')).toBe('\nGet.\n\n  x\n\n');
    expect(docOf(' A\n        b\n      c\n   ')).toBe('A\n  b\nc\n');
  });

  it('are done once', async () => {
    const text = await done(tool('"""Now."""'));
    expect(await done(text)).toBe(text);
  });
});

describe('sentences', () => {
  it.each([
    ['str', undefined, 'A text.'],
    ['str | None', 'None', 'A text or None, None by default.'],
    ['Optional[int]', undefined, 'A whole number or None.'],
    ['Annotated[list[str] | None, Field()]', undefined, 'A list or None.'],
    ['Literal["a", "b"]', '"a"', 'One of "a", "b", "a" by default.'],
    ['Color', undefined, 'A Color.'],
    ['Any', undefined, 'A value.'],
    ['a | b', undefined, 'A value.'],
  ])('%s', (type, value, said) => {
    expect(parameterSentence(type, value)).toBe(said);
  });

  it.each([
    ['dict[str, Any]', 'The object that it answers with.'],
    ['str | None', 'What it answers with.'],
    ['None', 'Nothing.'],
  ])('-> %s', (type, said) => {
    expect(resultSentence(type)).toBe(said);
  });
});
