import { describe, expect, it } from 'vitest';
import { type Extraction, extractClient } from '../../../src/migrate/client/index.js';
import { migrateTexts, textIn } from './make.js';

const PATH = 'src/mcp_x/server.py';

const moved = (text: string, others = {}): Promise<Extraction> =>
  extractClient(new Map(Object.entries({ [PATH]: text, ...others })), 'mcp_x', new Map());
const textOf = async (text: string): Promise<string> => (await moved(text)).files.get(PATH) ?? '';

const HTTPX = `import httpx

async def now(url: str) -> str:
    async with httpx.AsyncClient(timeout=10.0) as client:
        try:
            response = await client.get(url, params={"a": 1})
            response.raise_for_status()
            return response.text
        except httpx.HTTPStatusError as e:
            return str(e)
`;

describe('requests of httpx', () => {
  it('go through api_client.py, under the same names', async () => {
    const text = await textOf(HTTPX);
    expect(text).toContain('from mcp_x import api_client\n');
    expect(text).toContain('async with api_client.AsyncClient(timeout=10.0) as client:');
    expect(text).toContain('except api_client.HTTPStatusError as e:');
    expect(text).not.toContain('httpx');
  });

  it('keep names that were imported one by one', async () => {
    const text = await textOf(
      'from httpx import AsyncClient, HTTPError as Wrong\n\nx: AsyncClient\ny = Wrong\n',
    );
    expect(text).toBe(
      'from mcp_x.api_client import AsyncClient, HTTPError as Wrong\n\nx: AsyncClient\ny = Wrong\n',
    );
  });

  it.each([
    ['a name that api_client.py does not have', 'x = httpx.HTTPTransport()\n', ':2 httpx.HTTPTransport'],
    ['a keyword that it does not take', 'c = httpx.AsyncClient(http2=True)\n', ':2 http2='],
    ['arguments that are spread', 'c = httpx.AsyncClient(**k)\n', ':2 arguments that are spread'],
    ['streams', 'async def f(c):\n    c.stream("GET", "u")\n', ':3 .stream'],
    ['files', 'async def f(c):\n    await c.post("u", files={})\n', ':3 files='],
    ['the library as a value', 'f(httpx)\n', ':2 httpx'],
    ['a text that is looked up', 'patch("httpx.get")\n', ':2 a text that names it'],
    ['a name that is taken', 'api_client = 1\n', 'the name api_client is taken'],
  ])('stay as they are for %s', async (_, body, why) => {
    const text = `import httpx\n${body}`;
    const { files, libraries, kept } = await moved(text);
    expect(files.get(PATH)).toBe(text);
    expect(libraries).toEqual([]);
    expect(kept.join()).toMatch(/^httpx: src\/mcp_x\/server\.py:/);
    expect(kept.join()).toContain(why);
  });

  it('are not mistaken for modules of others that end alike', async () => {
    const text = await textOf(
      'import requests\nfrom starlette.requests import Request\n\nx: Request = requests.Session()\n',
    );
    expect(text).toContain('from starlette.requests import Request\n');
    expect(text).toContain('x: Request = api_client.Session()');
  });

  it('stay where the import depends on something', async () => {
    const text = 'try:\n    import httpx\nexcept ImportError:\n    httpx = None\n';
    expect((await moved(text)).kept).toEqual([`httpx: ${PATH}:2 it is imported on a condition`]);
  });
});

const REQUESTS = `import requests

def page(url: str) -> dict:
    return requests.get(url).json()

def both(url: str) -> list:
    return [page(url), page(url)]
`;

describe('requests of requests', () => {
  it('are awaited, and so is everything that calls them', async () => {
    const { files, awaited } = await moved(REQUESTS);
    const text = files.get(PATH);
    expect(text).toContain(
      'async def page(url: str) -> dict:\n    return (await api_client.get(url)).json()',
    );
    expect(text).toContain(
      'async def both(url: str) -> list:\n    return [await page(url), await page(url)]',
    );
    expect(awaited).toEqual(['page', 'both']);
  });

  it('are followed into other modules and methods', async () => {
    const other =
      'from .server import page as get_page\n\nclass A:\n    def latest(self):\n        return get_page("u")\n\ndef all_of(a: A):\n    return a.latest()\n';
    const { files } = await moved(REQUESTS, { 'src/mcp_x/other.py': other });
    expect(files.get('src/mcp_x/other.py')).toBe(
      'from .server import page as get_page\n\nclass A:\n    async def latest(self):\n        return await get_page("u")\n\nasync def all_of(a: A):\n    return await a.latest()\n',
    );
  });

  it('need no other thread', async () => {
    const text = await textOf(
      `${REQUESTS}import asyncio\n\nasync def t():\n    return await asyncio.to_thread(page, "u")\n`,
    );
    expect(text).toContain('return await page("u")');
  });

  it('go through a session', async () => {
    const text = await textOf(
      'import requests\n\ndef f(u: str) -> str:\n    with requests.Session() as s:\n        s.headers.update({"a": "b"})\n        return s.get(u).text\n',
    );
    expect(text).toContain('async with api_client.Session() as s:\n        s.headers.update({"a": "b"})');
    expect(text).toContain('return (await s.get(u)).text');
  });

  it.each([
    ['a function that is passed on', 'def g():\n    return map(page, [])\n', 'page is passed on'],
    ['a lambda', 'f = lambda u: page(u)\n', 'a call in a lambda'],
    ['a generator', 'def g():\n    yield page("u")\n', 'a generator'],
    ['a generator expression', 'def g():\n    return sum(page(u) for u in [])\n', 'a call in a generator'],
    ['a call at import', 'PAGE = page("u")\n', 'a call when a module is imported'],
    ['a constructor', 'class A:\n    def __init__(self):\n        page("u")\n', '__init__()'],
    ['an unknown decorator', '@cached\ndef g():\n    page("u")\n', '@cached'],
    [
      'a method like that of a dict',
      'class A:\n    def get(self):\n        page("u")\n\ndef g(some):\n    some.get()\n',
      'a method named get',
    ],
    ['a class of others', 'class A(Thread):\n    def go(self):\n        page("u")\n', 'a method of a Thread'],
    ['a name with two meanings', 'def g(page):\n    return page("u")\n', 'page means several things'],
    ['a signature', 'def g():\n    requests.get("u", auth=Signed("k"))\n', 'auth= that is no pair'],
    ['a stream', 'def g():\n    requests.get("u", stream=True)\n', 'stream='],
    ['a function that others call', 'def g(f):\n    keep(f)\n\ng(page)\n', 'f is passed on'],
    [
      'a function of nobody knows whom beside ours',
      'def g(f):\n    return f("u")\n\ndef h(o):\n    return [g(page), g(o)]\n',
      'o is called by others',
    ],
    [
      'a session of another',
      'class A:\n    def __init__(self):\n        self.s = requests.Session()\n\ndef g(a):\n    a.s.get("u")\n',
      'a session of another',
    ],
    [
      'a session that is declared of others',
      'class A:\n    s: requests.Session\n',
      'a session that is passed on',
    ],
    ['a session that goes elsewhere', 'S = requests.Session()\nf(S)\n', 'a session that is passed on'],
  ])('stay as they are for %s', async (_, body, why) => {
    const text = `${REQUESTS}\n${body}`;
    const { files, kept } = await moved(text);
    expect(kept.join()).toContain(why);
    expect(files.get(PATH)).toBe(text);
  });
});

describe('requests that waited in place', () => {
  it('go from functions that are given to others of the program, which await them', async () => {
    const text = await textOf(
      'import requests\n\nclass Api:\n    def _safe(self, f):\n        try:\n            return f()\n        except requests.HTTPError as e:\n            raise Exception(f.__name__) from e\n\n    def all(self):\n        def call():\n            return requests.get("u").json()\n        return self._safe(call)\n\n    def none(self):\n        def call():\n            return []\n        return self._safe(f=call)\n',
    );
    expect(text).toContain('async def _safe(self, f):');
    expect(text).toContain('return await f()');
    expect(text).toContain('async def call():\n            return (await api_client.get("u")).json()');
    expect(text).toContain('return await self._safe(call)');
    expect(text).toContain(
      'async def call():\n            return []\n        return await self._safe(f=call)',
    );
  });

  it('go from functions below decorators of the program, whose wrappers await them', async () => {
    const text = await textOf(
      'import functools\nimport requests\n\ndef safe(f):\n    @functools.wraps(f)\n    def wrapper(*a, **k):\n        try:\n            return f(*a, **k)\n        except requests.HTTPError:\n            return f.__name__\n    return wrapper\n\ndef retry(times: int):\n    def decorator(f):\n        def wrapper(*a):\n            return [f(*a) for _ in range(times)]\n        return wrapper\n    return decorator\n\n@safe\n@retry(2)\ndef page(u):\n    return requests.get(u).text\n\nfrom tenacity import retry as again\n\n@again\n@safe\ndef plain():\n    return 1\n\ndef both(u):\n    return page(u), plain()\n',
    );
    expect(text).toContain('async def wrapper(*a, **k):\n        try:\n            return await f(*a, **k)');
    expect(text).toContain(
      'async def wrapper(*a):\n            return [await f(*a) for _ in range(times)]\n        return wrapper',
    );
    expect(text).toContain('def decorator(f):\n        async def');
    expect(text).toContain('@again\n@safe\nasync def plain():');
    expect(text).toContain('return await page(u), await plain()');
  });

  it('are told from methods of the same name that others have', async () => {
    const text = await textOf(
      'import re\nimport requests\n\nclass Api:\n    def search(self, q: str):\n        return requests.get(q).json()\n\ndef run(q: str, names: dict):\n    api = Api()\n    return [api.search(q), re.search(q, q), "a".search(q)]\n',
    );
    expect(text).toContain('return [await api.search(q), re.search(q, q), "a".search(q)]');
  });

  it('are awaited once, whatever leads to them', async () => {
    const text = await textOf(
      'import requests\n\nclass A:\n    def go(self):\n        return requests.get("a")\n\nclass B:\n    def go(self):\n        return requests.get("b")\n\ndef run(which):\n    return which.go()\n',
    );
    expect(text).toContain('async def run(which):\n    return await which.go()');
  });

  it('prove who asks with a pair, an object of the library, or what is kept elsewhere', async () => {
    const text = await textOf(
      'import requests\n\ndef f(who):\n    a = requests.auth.HTTPBasicAuth("u", "p")\n    return [requests.get("u", auth=who), requests.get("u", auth=a, cert="c.pem")]\n',
    );
    expect(text).toContain('a = api_client.HTTPBasicAuth("u", "p")');
    expect(text).toContain('await api_client.get("u", auth=a, cert="c.pem")');
  });

  it('go through sessions that are kept, given to others and asked for', async () => {
    const text = await textOf(
      'import requests\n\nclass Api:\n    def __init__(self, session: requests.Session | None = None):\n        self.session = session\n        self.spare = requests.Session()\n        self.spare.auth = ("u", "p")\n\n    def page(self):\n        if self.session is None:\n            return self.spare.get("u").text\n        return fetch(self.session)\n\ndef fetch(s: requests.Session):\n    return s.head("u")\n\ndef make():\n    s = requests.Session()\n    return Api(s)\n',
    );
    expect(text).toContain('return (await self.spare.get("u")).text');
    expect(text).toContain('return await fetch(self.session)');
    expect(text).toContain('async def fetch(s: api_client.Session):\n    return await s.head("u")');
    expect(text).toContain('def make():\n    s = api_client.Session()\n    return Api(s)');
  });

  it('go through httpx.Client and the functions of httpx, too', async () => {
    const text = await textOf(
      'import httpx\n\ndef f(u: str):\n    with httpx.Client(timeout=3, limits=httpx.Limits(max_connections=2)) as c:\n        c.get(u).raise_for_status()\n    c = httpx.Client()\n    c.close()\n    return httpx.get(u, follow_redirects=True).text\n',
    );
    expect(text).toContain(
      'async with api_client.AsyncClient(timeout=3, limits=api_client.Limits(max_connections=2)) as c:\n        (await c.get(u)).raise_for_status()',
    );
    expect(text).toContain('    c = api_client.AsyncClient()\n    await c.aclose()');
    expect(text).toContain('return (await api_client.get(u, follow_redirects=True)).text');
  });

  it('are built first and sent then', async () => {
    const text = await textOf(
      'import httpx\n\nasync def f(c: httpx.AsyncClient):\n    r = c.build_request("GET", "u")\n    return await (await c.send(r)).aread()\n',
    );
    expect(text).toContain('async def f(c: api_client.AsyncClient):\n    r = c.build_request("GET", "u")');
  });

  it('take keywords that are handed on, when all that are handed are known', async () => {
    const text = await textOf(
      'import httpx\n\nclass Api:\n    async def _ask(self, method, path, **kwargs):\n        kwargs.setdefault("timeout", 3)\n        async with httpx.AsyncClient() as c:\n            return await c.request(method, path, **kwargs)\n\n    async def _get(self, path, **kw):\n        return await self._ask("GET", path, **kw)\n\n    async def all(self):\n        options = {"headers": {}}\n        options["params"] = {"a": 1}\n        return [await self._get("u", params={}), await self._get(path="u", **options)]\n',
    );
    expect(text).toContain('return await c.request(method, path, **kwargs)');
    expect(text).toContain('api_client.AsyncClient()');
  });

  it('take keywords that functions hand to each other in circles', async () => {
    const text = await textOf(
      'import httpx\n\nasync def ask(u, **k):\n    async with httpx.AsyncClient() as c:\n        r = await c.get(u, **k)\n    return await again(u, **k) if r.is_error else r\n\nasync def again(u, **k):\n    return await ask(u, timeout=3, **k)\n',
    );
    expect(text).toContain('r = await c.get(u, **k)');
    expect(text).toContain('api_client.AsyncClient()');
  });

  it.each([
    ['a keyword that is not known', 'await ask("u", files={})', 'files='],
    ['a key that is not known', 'k = {"files": 1}\n    await ask("u", **k)', 'files='],
    ['keys of nobody knows whom', 'k = other()\n    await ask("u", **k)', 'arguments that are spread'],
    ['a key that is made', 'k = {x: 1}\n    await ask("u", **k)', 'arguments that are spread'],
    [
      'a dictionary that is given away',
      'k = {}\n    fill(k)\n    await ask("u", **k)',
      'arguments that are spread',
    ],
    ['a function that is given away', 'return map(ask, [])', 'arguments that are spread'],
  ])('stay where what is handed on has %s', async (_, body, why) => {
    const { kept } = await moved(
      `import httpx\n\nasync def ask(u, **k):\n    async with httpx.AsyncClient() as c:\n        return await c.get(u, **k)\n\nasync def g():\n    ${body}\n`,
    );
    expect(kept.join()).toContain(why);
  });

  it('are not kept by things of the program that are called like parts of an answer', async () => {
    const text = await textOf(
      'import httpx\n\nclass Page:\n    def all(self):\n        return self.links\n\nasync def f(c: httpx.AsyncClient):\n    page = Page()\n    page.history.append(1)\n    return await c.get("u")\n',
    );
    expect(text).toContain('async def f(c: api_client.AsyncClient):');
  });

  it('leave clients of others beside them alone', async () => {
    const text = await textOf(
      'import httpx\nfrom curl_cffi.requests import AsyncSession\n\nasync def f(u: str):\n    async with AsyncSession(impersonate="x") as client:\n        return await client.get(u, allow_redirects=True)\n\nasync def g(u: str):\n    async with httpx.AsyncClient() as client:\n        return await client.get(u)\n',
    );
    expect(text).toContain('await client.get(u, allow_redirects=True)');
    expect(text).toContain('async with api_client.AsyncClient() as client:');
  });
});

describe('a project with api_client.py', () => {
  const SERVER = `from mcp.server.fastmcp import FastMCP\n${REQUESTS}\nmcp = FastMCP("x")\nmcp.run()\n`;

  it('needs aiohttp, and the library no more', async () => {
    const made = await migrateTexts({ 'x.py': SERVER }, 'x.py');
    expect(textIn(made, 'pyproject.toml')).toContain('"aiohttp>=3.12,<4"');
    expect(textIn(made, 'pyproject.toml')).not.toContain('requests');
    expect(textIn(made, 'src/mcp_x/api_client.py')).toContain('async def _request(');
    expect(textIn(made, 'src/mcp_x/runtime/sending.py')).toContain('aiohttp.ClientSession');
  });

  it('keeps the way that aiohttp is asked in', async () => {
    const server =
      'import aiohttp\nfrom mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("x")\n\n\n@mcp.tool()\nasync def page(url: str) -> str:\n    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as s, s.get(url, ssl=False) as r:\n        return await r.text()\n\n\nmcp.run()\n';
    const made = await migrateTexts({ 'x.py': server }, 'x.py');
    const text = textIn(made, 'src/mcp_x/server.py');
    expect(text).toContain('api_client.ClientSession(timeout=api_client.ClientTimeout(total=3)) as s');
    expect(text).toContain('s.get(url, ssl=False) as r');
    expect(textIn(made, 'src/mcp_x/api_client.py')).toContain('async def _request(');
    expect(textIn(made, 'pyproject.toml').match(/"aiohttp/g)).toHaveLength(1);
  });

  it.each([
    ['sockets', 'async def f(s):\n    await s.ws_connect("u")\n', '.ws_connect'],
    ['a server of its own', 'app = aiohttp.web.Application()\n', 'aiohttp.web.Application'],
  ])('leaves aiohttp where it is used for %s', async (_, body, why) => {
    const { libraries, kept } = await moved(`import aiohttp\n${body}`);
    expect([libraries, kept.join()]).toEqual([[], expect.stringContaining(why)]);
  });

  it('keeps a library that only a part could do without', async () => {
    const made = await moved(`import urllib.request\n${HTTPX}`);
    expect([made.libraries, made.kept]).toEqual([['httpx'], ['urllib.request: it is used as it is']]);
  });
});
