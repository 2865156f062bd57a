import { describe, expect, it } from 'vitest';
import { type Extraction, extractClient } from '../../../src/migrate/client/index.js';
import { migrateTexts, textIn } from './make.js';

const PATH = 'src/mcp_x/server.py';

const moved = (text: string): Promise<Extraction> =>
  extractClient(new Map([[PATH, text]]), 'mcp_x', new Map());
const textOf = async (text: string): Promise<string> => (await moved(text)).files.get(PATH) ?? '';

describe('requests that another thread sent', () => {
  it('are awaited in place', async () => {
    const text = await textOf(
      'import asyncio\nimport requests\n\nasync def f(u: str):\n    loop = asyncio.get_event_loop()\n    a = await loop.run_in_executor(None, lambda: requests.get(u))\n    b = await asyncio.to_thread(lambda: requests.get(u).json())\n    return a, b\n',
    );
    expect(text).toContain('a = (await api_client.get(u))\n');
    expect(text).toContain('b = ((await api_client.get(u)).json())\n');
  });

  it.each([
    ['takes arguments', 'await loop.run_in_executor(None, lambda x: requests.get(x), u)'],
    ['is not awaited there', 'loop.run_in_executor(None, lambda: requests.get(u))'],
    ['is called by others', 'await retry(lambda: requests.get(u))'],
  ])('stay where the lambda %s', async (_, body) => {
    const { kept } = await moved(`import requests\n\nasync def f(loop, u):\n    return ${body}\n`);
    expect(kept.join()).toContain('a call in a lambda');
  });
});

describe('sessions that a function gives back', () => {
  const API =
    'import requests\n\nclass Api:\n    def __init__(self):\n        self._session = None\n\n    async def session(self) -> requests.Session:\n        if self._session is None:\n            self._session = requests.Session()\n        return self._session\n\n    async def page(self):\n';

  it('are followed to those who call it', async () => {
    const text = await textOf(`${API}        s = await self.session()\n        return s.get("u").text\n`);
    expect(text).toContain('async def session(self) -> api_client.Session:');
    expect(text).toContain('return (await s.get("u")).text');
  });

  it.each([
    ['hand it on', 'return other(await self.session())'],
    ['hand the function on', 'return other(self.session)'],
    ['hand on what they call it', 's = await self.session()\n        return other(s)'],
  ])('stay where they %s', async (_, body) => {
    expect((await moved(`${API}        ${body}\n`)).kept.join()).toContain('a session that is passed on');
  });
});

describe('functions whose results are kept', () => {
  it('keep what comes of them', async () => {
    const text = await textOf(
      'import functools\nfrom functools import lru_cache\n\nimport requests\n\n\n@lru_cache(maxsize=32)\ndef page(u: str) -> str:\n    return requests.get(u).text\n\n\n@functools.cache\ndef pages() -> list:\n    page.cache_clear()\n    return [page("a")]\n',
    );
    expect(text).toContain('from async_lru import alru_cache\nimport functools\n');
    expect(text.match(/from async_lru/g)).toHaveLength(1);
    expect(text).toContain('@alru_cache(maxsize=32)\nasync def page(u: str) -> str:');
    expect(text).toContain(
      '@alru_cache(maxsize=None)\nasync def pages() -> list:\n    page.cache_clear()\n    return [await page("a")]',
    );
  });

  it('need the library that does it', async () => {
    const server =
      'from functools import lru_cache\nimport requests\nfrom mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("x")\n\n\n@lru_cache\ndef page(u: str) -> str:\n    return requests.get(u).text\n\n\n@mcp.tool()\ndef words(u: str) -> str:\n    return page(u)\n\n\nmcp.run()\n';
    const made = await migrateTexts({ 'x.py': server }, 'x.py');
    expect(textIn(made, 'pyproject.toml')).toContain('"async-lru>=2.4,<3"');
    expect(textIn(made, 'src/mcp_x/server.py')).toContain('return await page(u)');
  });
});

describe('a program with two libraries', () => {
  const BOTH =
    'import httpx\nimport requests\n\nasync def f(u: str) -> str:\n    async with httpx.AsyncClient() as client:\n        await client.get(u, follow_redirects=True)\n    try:\n        return requests.get(u, allow_redirects=False).text\n    except requests.Timeout:\n        return ""\n';

  it('has a module for each of them', async () => {
    const { files, libraries, kept } = await moved(BOTH);
    expect([libraries, kept]).toEqual([['httpx', 'requests'], []]);
    const text = files.get(PATH);
    expect(text).toContain('from mcp_x import api_client\nfrom mcp_x import api_requests\n');
    expect(text).toContain('await client.get(u, follow_redirects=True)');
    expect(text).toContain('return (await api_requests.get(u, allow_redirects=False)).text');
    expect(text).toContain('except api_requests.Timeout:');
  });

  it('keeps the one that cannot move, and says why', async () => {
    const made = await moved(`${BOTH}\ndef g():\n    requests.get("u", stream=True)\n`);
    expect([made.libraries, made.kept]).toEqual([['httpx'], [`requests: ${PATH}:13 stream=`]]);
  });

  it('has tests that follow both', async () => {
    const test =
      'from unittest.mock import patch\n\nA = patch("mcp_x.server.requests.get")\nB = patch("mcp_x.server.httpx.AsyncClient")\n';
    const made = await extractClient(
      new Map([[PATH, BOTH]]),
      'mcp_x',
      new Map([['original_tests/test_x.py', test]]),
    );
    expect(made.tests?.files.get('original_tests/test_x.py')).toBe(
      'from unittest.mock import patch\n\nA = patch("mcp_x.server.api_requests.get")\nB = patch("mcp_x.server.api_client.AsyncClient")\n',
    );
  });

  it('needs neither, and its clients share what sends', async () => {
    const server = `from mcp.server.fastmcp import FastMCP\n${BOTH}\nmcp = FastMCP("x")\nmcp.tool()(f)\nmcp.run()\n`;
    const made = await migrateTexts({ 'x.py': server }, 'x.py');
    for (const name of ['api_client', 'api_answers', 'api_requests', 'runtime/sending'])
      expect(textIn(made, `src/mcp_x/${name}.py`)).toContain('class ');
    expect(textIn(made, 'pyproject.toml')).not.toMatch(/"(httpx|requests)\b/);
  });
});
