import { describe, expect, it } from 'vitest';
import { mendLint } from '../../../src/migrate/lint/index.js';
import { withoutSilencers } from '../../../src/migrate/lint/silencers.js';
import { findBothSpellings } from '../../../src/migrate/lint/spelled.js';
import { polish } from '../../../src/migrate/polish.js';

const RULES = { lint: { select: ['E', 'W', 'F', 'I', 'B'], ignore: ['E501'] } };

const mended = async (files: Readonly<Record<string, string>>) => {
  const { files: texts, findings } = polish(await mendLint(new Map(Object.entries(files)), RULES), RULES);
  return { text: texts.get('src/mcp_x/server.py') ?? '', findings: findings.map(({ message }) => message) };
};
const server = (text: string) => mended({ 'src/mcp_x/server.py': text });

describe('names that nobody reads', () => {
  it('are no names of errors', async () => {
    const { text, findings } = await server(
      'def f():\n    try:\n        g()\n    except ValueError as e:\n        return 1\n\n\ndef g():\n    pass\n',
    );
    expect([text.includes('except ValueError:\n'), findings]).toEqual([true, []]);
  });

  it('are no loops of events', async () => {
    const { text } = await server(
      'import asyncio\n\n\nasync def f():\n    loop = asyncio.get_event_loop()\n    return 1\n',
    );
    expect(text).toContain('async def f():\n    return 1\n');
  });

  it('are marked in loops, where a later read means another one', async () => {
    const { text, findings } = await server(
      'def f(a, b):\n    for key in b:\n        print(key)\n    for key, value in a:\n        print(value)\n    return [key for key in b]\n',
    );
    expect([text.includes('for _key, value in a:'), findings]).toEqual([true, []]);
  });

  it('are marked in loops, where another one is made before each read', async () => {
    const { text } = await server(
      'def f(a, b):\n    for x in b:\n        key = x.id\n        if key:\n            print(key)\n    for key, value in a:\n        print(value)\n',
    );
    expect(text).toContain('for _key, value in a:');
  });

  it.each([
    [
      'one that is made before it is replaced',
      '    for x in b:\n        key = x.id\n        for key, value in a:\n            print(value)\n        print(key)\n',
    ],
    ['a later read means this one', '    for key, value in a:\n        print(value)\n    return key\n'],
    [
      'a loop around it reads it',
      '    for key in b:\n        for key, value in a:\n            print(value)\n        print(key)\n',
    ],
    [
      'a function reads it',
      '    for key, value in a:\n        print(value)\n    for key in b:\n        c = lambda: key\n        c()\n',
    ],
    [
      'the variables are looked at',
      '    for key in b:\n        print(key)\n    for key, value in a:\n        print(value)\n    return dict(locals())\n',
    ],
  ])('stay where %s', async (_, body) => {
    expect((await server(`def f(a, b):\n${body}`)).text).toContain('for key, value in a:');
  });
});

describe('a name that is nowhere defined', () => {
  it('goes with the branch that is never taken', async () => {
    const { text, findings } = await server(
      'def f(a):\n    return [] if "blank" not in locals() else [x for x in blank if x in a]\n',
    );
    expect([text, findings]).toEqual(['def f(a):\n    return []\n', []]);
  });

  it('stays where it may be reached', async () => {
    expect(
      (await server('def f(a):\n    return [] if "other" not in locals() else blank\n')).findings,
    ).toEqual(['F821 Undefined name `blank`']);
  });
});

describe('comments that silence a checker', () => {
  it('go, and what else they say stays', async () => {
    const text =
      'import os  # noqa: F401\na = 1  # type: ignore[assignment]  # because\nb = "# noqa"  # noqa: E501, W291 - long\n# type: a number\nif a:  # pragma: no cover\n    b = "c"  # type: ignore # noqa\n';
    const free = await withoutSilencers(new Map([['a.py', text]]));
    expect(free.get('a.py')).toBe(
      'import os\na = 1  # because\nb = "# noqa"  # long\n# type: a number\nif a:\n    b = "c"\n',
    );
  });
});

describe('spaces at the end of lines', () => {
  it('stay a part of texts', async () => {
    const { text, findings } = await server(
      'def f(a):  \n    """About.   \n    """\n    b = r"""c \n"""\n    return b + f"""a {a} \n    \n\tb\t\n"""\n',
    );
    expect(text).toContain('"""About."""\n');
    expect(text).toContain('f"""a {a}\\x20\n   \\x20\n\tb\\t\n"""');
    expect(text).toContain('r"""c \n"""');
    expect(findings).toEqual(['W291 Trailing whitespace']);
  });
});

describe('defaults that can be changed', () => {
  it('get a name, and stay one object', async () => {
    const { text, findings } = await server(
      'def keep(f):\n    return f\n\n\n@keep\ndef f(words: list[str] = ["a"]):\n    return words\n\n\nclass A:\n    def g(self, more={}):\n        return more\n\n\ndef register():\n    @keep\n    def tool(names: list[str] = []):\n        return names\n\n    return tool\n',
    );
    expect(text).toContain('_F_WORDS: list[str] = ["a"]\n\n\n@keep\ndef f(words: list[str] = _F_WORDS):');
    expect(text).toContain('_G_MORE = {}\n\n\nclass A:\n    def g(self, more=_G_MORE):');
    expect(text).toContain(
      '    tool_names: list[str] = []\n\n    @keep\n    def tool(names: list[str] = tool_names):',
    );
    expect(findings).toEqual([]);
  });

  it('stay where they are made of other things', async () => {
    expect((await server('A = 1\n\n\ndef f(words=[A]):\n    return words\n')).text).toContain('words=[A]');
  });
});

describe('imports below load_dotenv()', () => {
  const OTHER = { 'src/mcp_x/tools.py': 'import os\n\nKEY = os.environ["KEY"]\n' };

  it('stay below it', async () => {
    const { text, findings } = await mended({
      ...OTHER,
      'src/mcp_x/server.py':
        'import os\nfrom dotenv import load_dotenv\n\nload_dotenv()\n\nfrom . import tools\nimport json\n\nprint(tools, os, json)\n',
    });
    expect(findings).toEqual([]);
    expect(text).toContain(
      'if not load_dotenv():\n    logging.getLogger(__name__).debug("There is no .env file.")\n\nfrom . import tools\n',
    );
    expect(text.indexOf('import json')).toBeLessThan(text.indexOf('load_dotenv():'));
  });

  it.each([
    ['something else is done before', 'load_dotenv()\nsetup()\n'],
    ['the environment is read before', 'A = os.getenv("A")\nload_dotenv()\n'],
    ['the file is found by the module', 'path = find()\nload_dotenv(path)\n'],
    ['the environment is changed before', 'os.environ["A"] = "b"\nload_dotenv()\n'],
  ])('stay as they are where %s', async (_, before) => {
    const { text } = await mended({
      ...OTHER,
      'src/mcp_x/server.py': `import os\nfrom dotenv import load_dotenv\nfrom a import find, setup\n\n${before}\nfrom . import tools\n`,
    });
    expect(text).not.toContain('if not');
    expect(text.indexOf('import tools')).toBeGreaterThan(text.indexOf('load_dotenv('));
  });
});

describe('late imports of the program', () => {
  const LATE =
    'from mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("x")\n\nfrom .parts import a\n\nprint(a)\n';

  it('move up where nothing leads back', async () => {
    const { text, findings } = await mended({
      'src/mcp_x/server.py': LATE,
      'src/mcp_x/parts/__init__.py': '',
      'src/mcp_x/parts/a.py': 'from ..base import B\n',
      'src/mcp_x/base.py': 'B = 1\n',
      'src/mcp_x/start.py': 'from .server import mcp\n',
    });
    expect(findings).toEqual([]);
    expect(text.indexOf('from .parts')).toBeLessThan(text.indexOf('mcp = '));
  });

  it('move once, whatever else is said of them', async () => {
    const { text } = await mended({
      'src/mcp_x/server.py': 'import a\n\nb = 1\n\nfrom .parts import (\n    c,\n)\n\nprint(a)\n',
      'src/mcp_x/parts.py': 'c = 1\n',
    });
    expect(text.match(/from .parts import/g)).toHaveLength(1);
  });

  it('stay where something does', async () => {
    const { text } = await mended({
      'src/mcp_x/server.py': LATE,
      'src/mcp_x/parts/__init__.py': '',
      'src/mcp_x/parts/a.py': 'from ..base import B\n',
      'src/mcp_x/base.py': 'def f():\n    from .server import mcp\n\n    return mcp\n',
    });
    expect(text.indexOf('from .parts')).toBeGreaterThan(text.indexOf('mcp = '));
  });
});

describe('what is done before other modules are imported', () => {
  const INIT =
    'import sys\nfrom typing import Any\n\n\n# As UTF-8.\ndef _prepare(stream: Any) -> None:\n    stream.x = 1\n\n\n_prepare(sys.stdin)\n\nfrom . import server\n\n__all__ = ["server"]\n';

  it('goes to a module that is imported first', async () => {
    const files = new Map([
      ['src/mcp_x/__init__.py', INIT],
      ['src/mcp_x/server.py', 'import sys\n\nprint(sys.stdin)\n'],
    ]);
    const { files: texts, findings } = polish(await mendLint(files, RULES), RULES);
    expect(findings).toEqual([]);
    expect(texts.get('src/mcp_x/__init__.py')).toBe(
      'from mcp_x._before import _prepare as _prepare\n\nfrom . import server\n\n__all__ = ["server"]\n',
    );
    expect(texts.get('src/mcp_x/_before.py')).toBe(
      '"""What is done before the other modules of this program are loaded."""\n\nimport sys\nfrom typing import Any\n\n\n# As UTF-8.\ndef _prepare(stream: Any) -> None:\n    stream.x = 1\n\n\n_prepare(sys.stdin)\n',
    );
  });

  it('goes there also when nothing of it has a name', async () => {
    const { text, findings } = await server(
      'import warnings\n\nwarnings.filterwarnings("ignore")\n\nfrom .parts import a\n\nprint(a)\n',
    );
    expect(findings).toEqual([]);
    expect(text).toBe(
      'from mcp_x import _before_server as _before_server\n\nfrom .parts import a\n\nprint(a)\n',
    );
  });

  it.each([
    ['it is the server', 'import a\n\nmcp = FastMCP(a.NAME)\na.go()\n\nfrom .parts import b\n'],
    ['it looks at its module', 'import a\n\na.go(__file__)\n\nfrom .parts import b\n'],
    [
      'it uses what is made later',
      'import a\n\na.go(lambda: later())\n\nfrom .parts import b\n\n\ndef later():\n    pass\n',
    ],
    ['a library of others is imported then', 'import a\n\na.go()\n\nimport pandas\n'],
    [
      'another module of the program was imported before',
      'from .one import a\n\na.go()\n\nfrom .parts import b\n',
    ],
    [
      'there are imports further down',
      'import a\n\na.go()\n\nfrom .parts import b\n\na.go()\n\nfrom .parts import c\n',
    ],
  ])('stays where %s', async (_, text) => {
    const { findings } = await server(text);
    expect(findings.join()).toContain('E402');
  });
});

describe('a decorator that looks for Dict in an annotation', () => {
  const program = (annotation: string, test = '"Dict" in str(kind)'): string =>
    `import inspect\nfrom typing import Any, Dict\n\n\ndef safe(func):\n    def wrapper():\n        kind = inspect.signature(func).return_annotation\n        return {} if ${test} else func()\n\n    return wrapper\n\n\n@safe\ndef f() -> ${annotation}:\n    return 1\n`;
  const spelled = async (text: string) => {
    const { files, isFree } = await findBothSpellings(new Map([['src/mcp_x/a.py', text]]));
    return { text: files.get('src/mcp_x/a.py') ?? '', isFree };
  };

  it('finds dict there, too', async () => {
    const { text, isFree } = await spelled(program('Dict[str, Any]'));
    expect(isFree).toBe(true);
    expect(text).toContain('return {} if "dict" in str(kind).lower() else func()');
  });

  it.each([
    ['would not have found it before', program('dict[str, Any]')],
    ['looks at classes', program('Predict')],
    ['looks for other things', program('Dict[str, Any]', 'kind is int')],
    ['is not the only one', `${program('Dict[str, Any]')}\n\nprint(f.__annotations__)\n`],
  ])('stays as it is where it %s', async (_, text) => {
    expect(await spelled(text)).toEqual({ text, isFree: false });
  });
});
