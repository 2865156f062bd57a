/** Calls of libraries that speak for one service: every form in which programs hold such a client, and what stays where it is. */
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../src/migrate/client/index.js';
import { recordedFacts } from '../../../src/migrate/record.js';
import { extractVendor } from '../../../src/migrate/vendor/index.js';
import { migrateTexts, textIn } from './make.js';

const PATH = 'src/mcp_x/server.py';
const PLACE = { package: 'mcp_x', runtime: 'mcp_x.runtime' };

async function extract(
  files: Readonly<Record<string, string>> | string,
  tests: Readonly<Record<string, string>> = {},
): Promise<Extraction> {
  const given = typeof files === 'string' ? { [PATH]: files } : files;
  const made = await extractVendor(new Map(Object.entries(given)), PLACE, new Map(Object.entries(tests)));
  if (made === undefined) throw new Error('no library of a service was found');
  return made;
}
const server = ({ files }: Extraction): string => files.get(PATH) ?? '';
const client = ({ files }: Extraction): string => files.get('src/mcp_x/api_client.py') ?? '';
const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

describe('a client that is made', () => {
  const ASK = 'async def ask(q: str) -> str:\n';

  it.each([
    [
      'by the module',
      `client = KagiClient()\n\n${ASK}    return client.summarize(q)\n`,
      'return await client.summarize(q)',
    ],
    [
      'in each tool',
      `${ASK}    client = KagiClient()\n    return client.summarize(q)\n`,
      'return await client.summarize(q)',
    ],
    [
      'in place',
      `${ASK}    return KagiClient().summarize(q)["data"]\n`,
      'return (await KagiClient().summarize(q))["data"]',
    ],
    [
      'once, by a function',
      `_c: KagiClient | None = None\n\ndef get_client() -> KagiClient:\n    global _c\n    if _c is None:\n        _c = KagiClient()\n    return _c\n\n${ASK}    return get_client().summarize(q)\n`,
      'return await get_client().summarize(q)',
    ],
    [
      'once, by a function that is cached',
      `@lru_cache\ndef get_client():\n    return KagiClient()\n\n${ASK}    get_client.cache_clear()\n    return get_client().summarize(q)\n`,
      'return await get_client().summarize(q)',
    ],
    [
      "by a class of the program's own",
      'class Api:\n    def __init__(self):\n        self.kagi = KagiClient()\n\n    def ask(self, q: str):\n        return self.kagi.summarize(q)\n\nasync def tool(api: Api, q: str):\n    return api.ask(q)\n',
      'async def ask(self, q: str): return await self.kagi.summarize(q) async def tool(api: Api, q: str): return await api.ask(q)',
    ],
    [
      'and given to a function',
      `def helper(client: KagiClient, q: str):\n    return client.summarize(q)\n\n${ASK}    return helper(KagiClient(), q)\n`,
      'async def helper(client: KagiClient, q: str): return await client.summarize(q)',
    ],
    [
      'and given to a class without an annotation',
      `class Api:\n    def __init__(self, client):\n        self._c = client\n    async def ask(self, q: str):\n        return self._c.summarize(q)\n\napi = Api(KagiClient())\n`,
      'return await self._c.summarize(q)',
    ],
    [
      'in a lifespan, in a data class',
      '@dataclass\nclass App:\n    kagi: KagiClient\n\n@asynccontextmanager\nasync def life(server):\n    yield App(kagi=KagiClient())\n\nmcp = FastMCP("x", lifespan=life)\n\n@mcp.tool()\ndef ask(q: str, ctx: Context):\n    kagi = ctx.request_context.lifespan_context.kagi\n    return kagi.summarize(q)\n',
      'async def ask(q: str, ctx: Context): kagi = ctx.request_context.lifespan_context.kagi return await kagi.summarize(q)',
    ],
    [
      'in a lifespan, in a dict',
      '@asynccontextmanager\nasync def life(server):\n    client = KagiClient()\n    yield {"kagi": client}\n\nmcp = FastMCP("x", lifespan=life)\n\n@mcp.tool()\ndef ask(q: str, ctx: Context):\n    return ctx.request_context.lifespan_context["kagi"].summarize(q)\n',
      'return await ctx.request_context.lifespan_context["kagi"].summarize(q)',
    ],
  ])('%s', async (_, body, expected) => {
    const made = await extract(`from kagiapi import KagiClient\n\n${body}`);
    expect(made.kept).toEqual([]);
    expect(squeezed(server(made))).toContain(expected);
    expect(server(made)).toContain('from mcp_x.api_client import KagiClient');
    expect(server(made)).not.toContain('kagiapi');
    expect(client(made)).toContain('self._kagi_client = kagiapi.KagiClient()');
    expect(squeezed(client(made))).toContain('return await _thread.call(self._kagi_client.summarize, q)');
  });

  it('by a class that others are made from', async () => {
    const made = await extract(
      'from kagiapi import KagiClient\n\nclass Base:\n    def __init__(self):\n        self.c = KagiClient()\n\nclass Api(Base):\n    async def ask(self, q: str):\n        return self.c.summarize(q)\n\nclass Other:\n    def __init__(self, x: Base):\n        self.d = x.c.summarize("q")\n',
    );
    expect(server(made)).toContain('return self.c.summarize(q)');
    expect(made.vendor?.inPlace).toEqual(['KagiClient.summarize']);
  });

  it('in another module', async () => {
    const made = await extract({
      [PATH]: 'from .clients import kagi\n\nasync def ask(q: str):\n    return kagi.summarize(q)\n',
      'src/mcp_x/clients.py': 'import kagiapi\n\nkagi = kagiapi.KagiClient(api_key="k")\n',
    });
    expect(server(made)).toContain('return await kagi.summarize(q)');
    expect(made.files.get('src/mcp_x/clients.py')).toContain('kagi = api_client.KagiClient(api_key="k")');
    expect(client(made)).toContain('def __init__(self, *, api_key: str) -> None:');
  });

  it('of a library that only its name gives away', async () => {
    const made = await extract(
      'from acme import AcmeClient\n\nc = AcmeClient()\n\nasync def f():\n    return c.things()\n',
    );
    expect(made.vendor?.libraries).toEqual(['acme']);
  });
});

describe('what is asked', () => {
  it('is one method for each path', async () => {
    const made = await extract(
      'from amadeus import Client, ResponseError\n\nc = Client()\n\ndef f(params: dict):\n    try:\n        return c.shopping.offers.get(**params)\n    except ResponseError as e:\n        return str(e)\n',
    );
    expect(server(made)).toContain('return await c.shopping_offers_get(**params)');
    expect(server(made)).toContain('from mcp_x.api_client import ResponseError');
    expect(client(made)).toContain('async def shopping_offers_get(self, **options: Any) -> Any:');
    expect(client(made)).toContain('_thread.call(lambda: self._client.shopping.offers.get(**options))');
    expect(client(made)).toContain('from amadeus import ResponseError');
    expect(made.awaited).toEqual(['f']);
  });

  it('may be an attribute, and data end the way', async () => {
    const made = await extract(
      'import yfinance as yf\n\nasync def f(t: str):\n    company = yf.Ticker(t)\n    if company.isin is None:\n        return ""\n    return company.actions.to_json(orient="records")\n',
    );
    expect(server(made)).toContain('company = api_client.Ticker(t)');
    expect(server(made)).toContain('if await company.isin() is None:');
    expect(server(made)).toContain('return (await company.actions()).to_json(orient="records")');
    expect(client(made)).toContain('return await _thread.call(lambda: self._ticker.isin)');
    expect(client(made)).toContain('def __init__(self, t: str) -> None:');
  });

  it('may be a function of a module, and its settings', async () => {
    const made = await extract(
      'from Bio import Entrez, Medline\n\nEntrez.email = "a@b.test"\n\nasync def f(q: str):\n    one = Entrez.esearch(db="pubmed", term=q)\n    return Medline.read(one), Entrez.esearch(db="pmc", term=q, retmax=3)\n',
    );
    expect(server(made)).toContain('from mcp_x.api_client import entrez_client\nfrom Bio import Medline\n');
    expect(server(made)).toContain('entrez_client.email = "a@b.test"');
    expect(server(made)).toContain('one = await entrez_client.esearch(db="pubmed", term=q)');
    expect(client(made)).toContain('async def esearch(self, *, db: str, term: str, **options: Any) -> Any:');
    expect(squeezed(client(made))).toContain(
      '@email.setter def email(self, value: Any) -> None: Entrez.email = value',
    );
  });

  it('stays in place where nothing can wait for it', async () => {
    const made = await extract(
      'from kagiapi import KagiClient\n\nc = KagiClient()\n\ndef f(all: list):\n    with ThreadPoolExecutor() as pool:\n        return list(pool.map(c.search, all))\n\nNAMES = sorted([], key=lambda one: c.rank(one))\n\ndef g(u: str):\n    return c.summarize(u)\n',
    );
    expect(server(made)).toContain('pool.map(c.search, all)');
    expect(server(made)).toContain('key=lambda one: c.rank(one)');
    expect(server(made)).toContain('async def g(u: str):\n    return await c.summarize(u)');
    expect(made.vendor?.inPlace).toEqual(['KagiClient.search', 'KagiClient.rank']);
    expect(squeezed(client(made))).toContain('@property def search(self) -> Any:');
    expect(squeezed(client(made))).toContain('def rank(self, one: Any) -> Any:');
  });

  it('goes on in threads where the program had threads for it', async () => {
    const made = await extract(
      'import asyncio\nimport yfinance as yf\n\nasync def f(t: str):\n    c = yf.Ticker(t)\n    return await asyncio.to_thread(c.history, period="1d"), await asyncio.to_thread(yf.download, t)\n',
    );
    expect(squeezed(server(made))).toContain(
      'return await c.history(period="1d"), await yfinance_client.download(t)',
    );
    expect(client(made)).toContain('return await asyncio.to_thread(self._ticker.history, period=period)');
    expect(client(made)).toContain('return await asyncio.to_thread(yfinance.download, t)');
    expect(made.vendor?.runtime).toEqual([]);
  });

  it('is handed on where the library is asynchronous itself', async () => {
    const made = await extract(
      'import asyncio\nfrom notion_client import AsyncClient\n\nc = AsyncClient()\n\nasync def f(i: str):\n    await asyncio.gather(c.users.me(), c.users.me())\n    async for one in c.stream():\n        print(one)\n    return await c.pages.retrieve(i)\n',
    );
    expect(server(made)).toContain('await asyncio.gather(c.users_me(), c.users_me())');
    expect(server(made)).toContain('return await c.pages_retrieve(i)');
    expect(client(made)).toContain('return await self._async_client.pages.retrieve(i)');
    expect(client(made)).toContain('return await self._async_client.users.me()');
    expect(squeezed(client(made))).toContain(
      ' def stream(self) -> Any: """Ask for `stream`.""" return self._async_client.stream()',
    );
    expect(client(made)).not.toContain('_thread');
    expect(made.vendor?.runtime).toEqual([]);
  });

  it('leaves values of the library what they are', async () => {
    const made = await extract(
      'import arxiv\n\nclient = arxiv.Client()\n\ndef f(q: str):\n    search = arxiv.Search(query=q, sort_by=arxiv.SortCriterion.Relevance)\n    return [one.title for one in client.results(search)]\n',
    );
    expect(made.kept).toEqual([]);
    expect(squeezed(server(made))).toContain(
      'search = api_client.Search(query=q, sort_by=api_client.SortCriterion.Relevance) return [one.title for one in await client.results(search)]',
    );
    expect(client(made)).toContain('from arxiv import Search\nfrom arxiv import SortCriterion');
  });
});

describe('a library stays where it is', () => {
  it.each([
    [
      'an object that others get',
      'c = KagiClient()\nregister(c)\n\ndef f():\n    return c.search("q")\n',
      ':4 an object of it is passed on',
    ],
    [
      'an object in a list',
      'all = [KagiClient()]\n\ndef f(c: KagiClient):\n    return c.search("q")\n',
      ':3 an object of it is passed on',
    ],
    [
      'a name of two things',
      'c = KagiClient()\n\ndef f(q):\n    global c\n    c = other(q)\n    return c.search(q)\n',
      ':7 a name that holds something else, too',
    ],
    [
      'what is private to it',
      'c = KagiClient()\n\ndef f():\n    return c._session.get("q")\n',
      '._session.get is private',
    ],
    [
      'a name that several classes have',
      'class A:\n    def __init__(self):\n        self.c = KagiClient()\n\nclass B:\n    def __init__(self):\n        self.c = other()\n\ndef f(x):\n    return x.c.search("q")\n',
      ':12 .c may be something else',
    ],
    [
      'a class that is made from it',
      'class Mine(KagiClient):\n    pass\n\ndef f():\n    return KagiClient().search("q")\n',
      'kagiapi.KagiClient is passed on',
    ],
    [
      'an object in a with statement',
      'def f():\n    with KagiClient() as c:\n        return c.search("q")\n',
      ':4 an object of it is passed on',
    ],
    [
      'an answer that is asked for more',
      'c = KagiClient()\n\ndef f():\n    book = c.open("b")\n    return book.rows()\n',
      ':7 what it answers with is asked for more',
    ],
    [
      'the class as a value',
      'def f():\n    return cached(KagiClient)().search("q")\nx = KagiClient().search("q")\n',
      'kagiapi.KagiClient is passed on',
    ],
    [
      'a name that is taken',
      'c = KagiClient()\napi_client = c.search("q")\n',
      ':4 the name api_client is taken',
    ],
    ['an object that is changed', 'c = KagiClient()\nc.count += 1\nc.search("q")\n', ':4 .count is changed'],
  ])('for %s', async (_, body, why) => {
    const text = `from kagiapi import KagiClient\n\n${body}`;
    const made = await extract(text);
    expect(server(made)).toBe(text);
    expect(made.vendor).toBeUndefined();
    expect(made.kept.join()).toMatch(/^kagiapi: src\/mcp_x\/server\.py:/);
    expect(made.kept.join()).toContain(why);
  });

  it.each([
    [
      'on a condition',
      'try:\n    import openai\nexcept ImportError:\n    openai = None\n',
      'it is imported on a condition',
    ],
    [
      'that makes its objects by functions',
      'import trello\n\nc = trello.connect()\n',
      'trello.connect() makes an object',
    ],
    ['as a value', 'import tweepy\n\nuse(tweepy)\n', ':3 tweepy is passed on'],
  ])('when it is imported or used %s', async (_, text, why) => {
    const made = await extract(text);
    expect(server(made)).toBe(text);
    expect(made.kept.join()).toContain(why);
  });

  it('and is none of a service when nothing says so', async () => {
    const files = new Map([
      [PATH, 'import pandas as pd\nfrom slugify import slugify\n\nx = pd.DataFrame(slugify("a"))\n'],
    ]);
    expect(await extractVendor(files, PLACE, new Map())).toBeUndefined();
  });
});

describe("the source's own tests", () => {
  const SOURCE =
    'from Bio import Entrez\n\nasync def f(q: str):\n    return Entrez.esearch(term=q)\n\ndef g(q: str):\n    return Entrez.efetch(id=q)\n';

  it('replace functions where they are now, and await', async () => {
    const test =
      'from mcp_x.server import f, g\n\nasync def test_f():\n    with patch("mcp_x.server.Entrez.esearch"):\n        assert await f("q")\n\ndef test_g():\n    assert g("q")\n';
    const { tests } = await extract(SOURCE, { 'original_tests/test_a.py': test });
    expect(tests?.files.get('original_tests/test_a.py')).toBe(
      test
        .replace('mcp_x.server.Entrez', 'mcp_x.api_client.Entrez')
        .replace('def test_g', 'async def test_g')
        .replace('assert g', 'assert await g'),
    );
  });

  it('stay behind where they replace what is there no more', async () => {
    const test = 'def test_f():\n    with patch("mcp_x.server.Entrez"):\n        pass\n';
    const { tests } = await extract(SOURCE, { 'original_tests/test_a.py': test });
    expect([...(tests?.left ?? [])]).toEqual([
      ['original_tests/test_a.py', ':2 it replaces mcp_x.server.Entrez'],
    ]);
  });
});

describe('a migrated project with such a client', () => {
  const SOURCE =
    'from Bio import Entrez\nfrom mcp.server.fastmcp import FastMCP\n\nmcp = FastMCP("x")\n\n@mcp.tool()\ndef find(q: str) -> str:\n    """Find."""\n    answer = Entrez.read(Entrez.esearch(db="pubmed", term=q))\n    return answer["Count"] + answer["Total"]\n\nmcp.run()\n';

  it('has the client, what its calls wait with, and facts that can be read again', async () => {
    const made = await migrateTexts({ 'x.py': SOURCE }, 'x.py');
    expect(textIn(made, 'src/mcp_x/api_client.py')).toContain('from mcp_x.runtime.waiting import OneThread');
    expect(textIn(made, 'src/mcp_x/runtime/waiting.py')).toContain('class OneThread');
    expect(textIn(made, 'tests/test_waiting.py')).toContain('src/mcp_x/*/waiting.py');
    expect(textIn(made, 'src/mcp_x/server.py')).toContain(
      'answer: Answer = await entrez_client.read(await entrez_client.esearch(db="pubmed", term=q))',
    );
    const { options } = JSON.parse(textIn(made, '.create-mcp-server/manifest.json'));
    expect(recordedFacts(options)?.runtime).toContain('waiting.py');
  });

  it('needs the distribution that a module comes from', async () => {
    const made = await migrateTexts({ 'x.py': SOURCE }, 'x.py');
    expect(textIn(made, 'pyproject.toml')).toContain('"biopython"');
    expect(textIn(made, 'pyproject.toml')).not.toContain('"Bio"');
  });
});
