import { describe, expect, it } from 'vitest';
import { annotate } from '../../../src/migrate/typing/index.js';
import { readMypy } from '../../../src/migrate/typing/repair/findings.js';
import { polish } from '../../../src/migrate/polish.js';
import { settleTypes } from '../../../src/migrate/typing/settle.js';
import { mendTypes } from '../../../src/migrate/typing/repair/index.js';
import { keepWrapped } from '../../../src/migrate/typing/wrapped.js';
import { stubFiles, untypedModules } from '../../../src/migrate/typing/repair/stubs.js';

const PATH = 'src/mcp_x/server.py';
const typed = async (text: string): Promise<string> =>
  (await annotate(new Map([[PATH, text]]))).get(PATH) ?? '';
const HEAD = 'from mcp_x.runtime.mcpserver import MCPServer\n\nmcp = MCPServer("x")\n\n\n';

describe('a name that only functions make one of the module', () => {
  it('is declared before the first of them, and still made by it', async () => {
    const text = await typed(
      '@keep\ndef f() -> None:\n    global seen, made\n    seen = 0\n    made = None\n\n\ndef g() -> None:\n    global seen\n    seen = None\n',
    );
    expect(text).toContain('seen: None | int\n\n\nmade: Any\n\n\n@keep\ndef f() -> None:');
  });

  it.each([
    ['the module has it', 'seen = 1\n'],
    ['it is made on a condition', 'if x:\n    seen = 1\n'],
    ['it may come from elsewhere', 'from a import *\n'],
  ])('is not where %s', async (_, head) => {
    expect(await typed(`${head}\n\ndef f() -> None:\n    global seen\n    seen = 0\n`)).not.toContain(
      'seen: ',
    );
  });
});

describe('types that the form of code proves', () => {
  it.each([
    ['def f(a):\n    print(a)\n', 'def f(a: Any) -> None:'],
    ['def f(*args, **kw):\n    return f"{args}"\n', 'def f(*args: Any, **kw: Any) -> str:'],
    ['def f(a=True):\n    return {"a": a}\n', 'def f(a: bool=True) -> dict[str, Any]:'],
    [
      'def f(a: dict = None) -> list:\n    return []\n',
      'def f(a: dict[str, Any] | None = None) -> list[Any]:',
    ],
    ['def f(a: "list" = None): ...\n', 'def f(a: "list | None" = None) -> None:'],
    ['def f():\n    if x:\n        return 1\n    return None\n', 'def f() -> int | None:'],
    ['def f():\n    if x:\n        return 1\n', 'def f() -> Any:'],
    ['def f():\n    yield 1\n', 'def f() -> Iterator[Any]:'],
    ['class A:\n    def m(self, x):\n        pass\n', 'def m(self, x: Any) -> Any:'],
    ['class A:\n    @staticmethod\n    def m(x):\n        return len(x)\n', 'def m(x: Any) -> int:'],
    ['def f(a: any) -> callable:\n    return a\n', 'def f(a: Any) -> Callable[..., Any]:'],
  ])('%j', async (text, line) => {
    expect(await typed(text)).toContain(line);
  });

  it('imports what it needs, below the docstring', async () => {
    const text = await typed('"""Doc."""\n\ndef f(a): ...\n');
    expect(text).toMatch(/^"""Doc."""\n\nfrom typing import Any\n/);
  });

  it('allows any keys in fields, which may be checked when the program runs', async () => {
    expect(await typed('class A:\n    x: dict = {}\n')).toContain('x: dict[Any, Any]');
  });

  it('knows the server that tools are registered with', async () => {
    const files = new Map([
      [PATH, HEAD],
      ['src/mcp_x/tools.py', 'def register(mcp):\n    @mcp.tool()\n    def f() -> None: ...\n'],
    ]);
    const text = (await annotate(files)).get('src/mcp_x/tools.py');
    expect(text).toContain('def register(mcp: MCPServer) -> None:');
    expect(text).toContain('from mcp_x.runtime.mcpserver import MCPServer\n');
  });

  it('adds to __all__ what others take from a package', async () => {
    const files = new Map([
      ['src/mcp_x/__init__.py', 'from .a import A\n\n__all__ = ["main"]\n'],
      [PATH, 'from mcp_x import A\n'],
    ]);
    expect((await annotate(files)).get('src/mcp_x/__init__.py')).toContain('__all__ = ["A", "main"]');
  });

  it('is done with code that has all its types', async () => {
    const text = await typed('def f(a: dict = None, *, b=None) -> list:\n    return [a, b]\n');
    expect(await typed(text)).toBe(text);
  });
});

describe('types of tools', () => {
  it.each([
    [
      'def t(a): ...',
      'def t(a: Annotated[Any, WithJsonSchema({"title": "a", "type": "string"})]) -> Any: ...',
    ],
    ['def t(a: str = None) -> str: ...', 'def t(a: str = Field(default=None)) -> str: ...'],
    ['def t(a: str): ...', 'def t(a: str) -> Any: ...'],
  ])('list the same: %s', async (from, to) => {
    expect(await typed(`${HEAD}@mcp.tool()\n${from}\n`)).toContain(`@mcp.tool()\n${to}`);
  });

  it.each([
    ['Dict[str, int]', 'Mapping[str, int]'],
    ['typing.Dict[str, typing.Any]', 'Mapping[str, typing.Any]'],
    ['Dict', 'Mapping[str, Any]'],
    ['Dict[int, str]', 'Dict[int, str]'],
    ['dict[str, int]', 'dict[str, int]'],
  ])('have their results wrapped where they were: %s', async (from, to) => {
    const text = `import typing\nfrom typing import Dict\n${HEAD}@mcp.tool()\ndef t() -> ${from}: ...\n\ndef f() -> Dict[str, int]: ...\n`;
    const kept = (await keepWrapped(new Map([[PATH, text]]))).get(PATH);
    expect(kept).toContain(`def t() -> ${to}: ...`);
    expect(kept).toContain('def f() -> Dict[str, int]: ...');
  });

  it('have no output schema where they had none', async () => {
    const text = await typed(`${HEAD}@mcp.tool()\ndef t(a: str) -> dict:\n    return {}\n`);
    expect(text).toContain('@mcp.tool(structured_output=False)\ndef t(a: str) -> dict[str, Any]:');
  });

  it('keep their defaults for code that calls them', async () => {
    const text = await typed(`${HEAD}@mcp.tool()\ndef t(a: str = None) -> str:\n    return a\n\n\nt()\n`);
    expect(text).toContain('a: str = cast(str, None)');
  });
});

describe('mends', () => {
  const mended = async (text: string, ...said: string[]): Promise<string> => {
    const { findings } = readMypy(said.map((line) => `${PATH}:${line}`).join('\n'));
    expect(findings).toHaveLength(said.length);
    return (await mendTypes(new Map([[PATH, text]]), findings)).get(PATH) ?? text;
  };

  it('say what a value is that may be anything', async () => {
    const text = 'def f(r) -> dict:\n    return r.json()\n';
    const said =
      '2:5:2:19: error: Returning Any from function declared to return "dict[Any, Any]"  [no-any-return]';
    expect(await mended(text, said)).toContain('    return cast(dict, r.json())');
  });

  it('find columns behind characters of several bytes', async () => {
    const said = '1:11:1:14: error: Argument 1 has incompatible type "int"; expected "str"  [arg-type]';
    expect(await mended('f("äö", g(x))\n', said)).toContain('f("äö", cast(Any, g(x)))');
  });

  it('declare a container where it is made', async () => {
    const text = 'def f() -> None:\n    p = {"a": 1}\n    g(p)\n';
    const said =
      '3:7:3:7: error: Argument 1 to "g" has incompatible type "dict[str, int]"; expected "X"  [arg-type]';
    expect(await mended(text, said)).toContain('    p: dict[str, Any] = {"a": 1}');
  });

  it('await a coroutine that was forgotten, or close it where nobody can', async () => {
    const said =
      '2:5:2:10: error: Value of type "Coroutine[Any, Any, None]" must be used  [unused-coroutine]';
    expect(await mended('async def f() -> None:\n    go("x")\n', said)).toContain('    await go("x")');
    expect(await mended('def f() -> None:\n    go("x")\n', said)).toContain('    go("x").close()');
  });

  it('never cut a text in pieces', async () => {
    const text = 'p.append("\\nA\\n" + q["b"])\n';
    const said = '1:10:1:10: error: Unsupported operand types for + ("str" and "None")  [operator]';
    const code = await mended(text, said);
    expect(code).not.toBe(text);
    expect(() => polish(new Map([[PATH, code]]), {})).not.toThrow();
  });

  it.each([
    [
      'a decorator without types',
      '@a.b()\ndef f() -> None: ...\n',
      '1:2:1:6: error: Untyped decorator makes function "f" untyped  [untyped-decorator]',
      '@cast(Callable[..., Any], a.b())\n',
    ],
    [
      'an error that may be none',
      'def f(e: None) -> None:\n    raise e\n',
      '2:5:2:11: error: Exception must be derived from BaseException  [misc]',
      'raise cast(Any, e)',
    ],
    [
      'a local variable of a type that cannot be seen',
      'def f() -> None:\n    x: a.B = g()\n',
      '2:8:2:10: error: Name "a.B" is not defined  [name-defined]',
      'x: Any = g()',
    ],
    [
      'a type that only pydantic knows',
      'from pydantic import condecimal\n\nx: condecimal(ge=-1, le=1) | None = None\n',
      '3:4:3:27: error: Invalid type comment or annotation  [valid-type]',
      'x: Annotated[Decimal, Field(ge=-1, le=1)] | None = None',
    ],
    [
      'a variable of two loops in a function',
      'def f(s: Any) -> None:\n    o = [...]\n    for k in o:\n        pass\n    for k in sorted(s):\n        pass\n',
      '5:5:6:12: error: Incompatible types in assignment (expression has type "str", variable has type "EllipsisType")  [assignment]',
      'for k in cast(Any, o):',
    ],
    [
      'a variable of two loops',
      'for k in a:\n    pass\nfor k in b:\n    pass\n',
      '3:5:3:5: error: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]',
      'for k in cast(Any, a):',
    ],
  ])('make wider %s', async (_, text, said, line) => {
    expect(await mended(text, said)).toContain(line);
  });

  it('leave alone what they do not know', async () => {
    const said = '1:1:1:1: error: Something else  [never-heard]';
    expect(await mended('x = 1\n', said)).toBe('x = 1\n');
  });
});

describe('stubs', () => {
  it('are made for modules without types', () => {
    const { findings, stubs } = readMypy(
      'a.py:1:1:1:9: error: Skipping analyzing "a.b": module is installed, but missing library stubs or py.typed marker  [import-untyped]\n' +
        'a.py:2:1:2:9: error: Library stubs not installed for "yaml"  [import-untyped]\n' +
        'a.py:2:1:2:9: note: Hint: "python3 -m pip install types-PyYAML"\n',
    );
    expect(stubs).toEqual(['types-PyYAML']);
    expect([...stubFiles(untypedModules(findings)).keys()]).toEqual([
      'typings/a/__init__.pyi',
      'typings/a/b/__init__.pyi',
      'typings/yaml/__init__.pyi',
    ]);
  });

  it('do not hide the stubs that a distribution has of the package around them', () => {
    expect([...stubFiles(['yt_dlp.extractor.youtube', 'a.b'], ['types-yt-dlp']).keys()]).toEqual([
      'typings/yt_dlp/extractor/youtube/__init__.pyi',
      'typings/a/__init__.pyi',
      'typings/a/b/__init__.pyi',
    ]);
  });
});

describe('coroutines that the source forgot to await', () => {
  it('are awaited, and named', async () => {
    const line = '    ctx.info("x")';
    const said = {
      file: PATH,
      line: 2,
      column: 5,
      endLine: 2,
      endColumn: 17,
      message: 'Value of type "Coroutine" must be used',
      code: 'unused-coroutine',
    };
    const texts: string[] = [];
    const settled = await settleTypes(
      new Map([[PATH, `async def f(ctx: Any) -> None:\n${line}\n`]]),
      {},
      {
        write: async (files) => {
          texts.push(...files.values());
        },
        install: async () => true,
        check: async () => ({ findings: texts.length === 0 ? [said] : [], stubs: [] }),
      },
    );
    expect(settled?.forgotten).toEqual([`${PATH}: ctx.info("x")`]);
    expect(settled?.code.get(PATH)).toContain('    await ctx.info("x")\n');
  });
});
