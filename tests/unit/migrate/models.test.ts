import { describe, expect, it } from 'vitest';
import { makeModels } from '../../../src/migrate/models/index.js';

const PATH = 'src/mcp_x/server.py';
const MODELS = 'src/mcp_x/api_models.py';
type Made = Awaited<ReturnType<typeof makeModels>>;

const make = (
  text: string,
  tests: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<Made> => makeModels(new Map([[PATH, text], ...Object.entries(more)]), 'mcp_x', tests);
const server = ({ files }: Made): string => files.get(PATH) ?? '';
const models = ({ files }: Made): string => files.get(MODELS) ?? '';

describe('classes of data', () => {
  it.each([
    ['from dataclasses import dataclass', '@dataclass\nclass A:\n    x: int = 1'],
    ['from pydantic import BaseModel, Field', 'class A(BaseModel):\n    x: int = Field(default=1)'],
    ['from enum import Enum', '# Colours.\nclass A(str, Enum):\n    RED = "red"'],
    ['from typing import TypedDict', 'class A(TypedDict):\n    x: int'],
  ])('move with what they need: %s', async (imported, text) => {
    const made = await make(`${imported}\n\n\n${text}\n\n\nprint(A)\n`);
    expect(models(made)).toContain(text);
    expect(models(made)).toMatch(new RegExp(`^from ${imported.split(' ')[1] ?? ''} import `, 'm'));
    expect(server(made)).toContain('from mcp_x.api_models import A\n');
    expect(server(made)).not.toContain('class A');
    expect(made.moved).toEqual(['A']);
  });

  it('stand behind those that they are made of', async () => {
    const made = await make(
      'from dataclasses import dataclass\nfrom .parts import B\n\n@dataclass\nclass A:\n    b: B\n',
      [],
      { 'src/mcp_x/parts.py': 'from dataclasses import dataclass\n\n@dataclass\nclass B:\n    x: int\n' },
    );
    expect(made.moved).toEqual(['B', 'A']);
    expect(made.files.get('src/mcp_x/parts.py')).toContain('from mcp_x.api_models import B as B\n');
  });

  const DATA = 'from dataclasses import dataclass\nimport os\nimport httpx\nLIMIT = 3\n\n\n';
  it.each([
    ['x: int = LIMIT', 'it uses LIMIT of its module'],
    ['x: httpx.Client', 'it uses httpx, which is no mere value'],
    ['x: str = os.getenv("A")', 'os.getenv() is called when it is loaded'],
    ['x: "Other"\n\nclass Other: ...', 'it uses Other of its module'],
  ])('stay with %s', async (field, why) => {
    const made = await make(`${DATA}@dataclass\nclass A:\n    ${field}\n`);
    expect(made.kept).toEqual([`${PATH}:7 A stays: ${why}`]);
    expect(made.files.has(MODELS)).toBe(false);
  });

  it('stay where a test stands in for them, and where places of classes count', async () => {
    const text = `${DATA}@dataclass\nclass A:\n    x: int\n`;
    expect((await make(text, ['patch("server.A")'])).kept).toEqual([expect.stringContaining('tests')]);
    expect((await make(`import pickle\n${text}`)).kept).toEqual([
      expect.stringContaining('where classes are'),
    ]);
    expect((await make(`${text}print(type(e).__module__)\n`)).moved).toEqual(['A']);
  });
});

describe('dicts with known keys', () => {
  it('are answers that a function reads', async () => {
    const made = await make(
      'async def show(client):\n    data = (await client.get("/")).json()\n    return f"{data[\'id\']} {data.get(\'name\')}"\n',
    );
    expect(server(made)).toContain('    data: ShowData = (await');
    expect(models(made)).toContain(
      'class ShowData(TypedDict, total=False):\n    """What `show` reads of `data`."""\n\n    id: Any\n    name: Any\n',
    );
  });

  it('are answers that are read through a helper', async () => {
    const made = await make(
      'async def fetch(url) -> dict | None:\n    try:\n        return get(url).json()\n    except E as e:\n        return {"Error": str(e)}\n\n\nasync def show():\n    data = await fetch("")\n    if not data:\n        return ""\n    return data.get("rows", [])\n',
    );
    expect(server(made)).toContain('async def fetch(url) -> FetchResult | None:');
    expect(models(made)).toContain('"""What `fetch` gives back."""\n\n    Error: str\n    rows: Any\n');
  });

  it('are what a library answers with, and what it is given as options', async () => {
    const more = {
      'src/mcp_x/api_client.py':
        'class Client:\n    async def search(self, **options: Any) -> Any:\n        return 1\n',
    };
    const made = await make(
      'async def f(q: str):\n    params = {}\n    params["q"] = q\n    params["max"] = 3\n    answer = await client.search(**params)\n    return answer["data"], answer.get("error")\n',
      [],
      more,
    );
    expect(made.made).toEqual(['FParams', 'Answer']);
    expect(models(made)).toContain('class FParams(TypedDict):');
    expect(models(made)).toContain('q: NotRequired[str]');
    const other = await make(
      'async def f(q: str):\n    params = {}\n    params["q"] = q\n    params["max"] = 3\n    return await client.find(**params)\n',
      [],
      more,
    );
    expect(other.made).toEqual([]);
  });

  it('are elements of lists', async () => {
    const made = await make(
      'def show(text: str) -> str:\n    rows = []\n    for story in json.loads(text)["stories"]:\n        rows.append({"title": story, "n": 1})\n    return json.dumps(rows)\n\n\ndef each(r) -> None:\n    stories = r.json()\n    for i, story in enumerate(stories):\n        print(i, story["id"], story["by"])\n',
    );
    expect(server(made)).toContain('rows: list[ShowRow] = []');
    expect(server(made)).toContain('stories: list[Story] = r.json()');
    expect(models(made)).toContain(
      'class ShowRow(TypedDict):\n    """What `show` builds as an element of `rows`."""\n\n    title: Any\n    n: int\n',
    );
  });

  it('are what one builds, with the types of its parameters', async () => {
    const made = await make(
      'def send(to: str, n: int, x) -> None:\n    payload = {"to": to, "n": n, "x": x}\n    if x:\n        payload["more"] = True\n    post(json=payload)\n',
    );
    expect(models(made)).toContain('    to: str\n    n: int\n    x: Any\n    more: NotRequired[bool]\n');
  });

  it('are parameters of helpers and of the handler of tools', async () => {
    const made = await make(
      'def line(feature: dict) -> str:\n    return feature["a"] + feature["b"]\n\n\ndef show(data: dict) -> list:\n    return [line(one) for one in data["features"]]\n\n\n@server.call_tool()\nasync def call(name: str, arguments: dict):\n    return arguments["q"]\n',
    );
    expect(server(made)).toContain('def line(feature: Feature) -> str:');
    expect(server(made)).toContain('async def call(name: str, arguments: CallArguments):');
  });

  it('are arguments that the handler hands to one function', async () => {
    const made = await make(
      'class Tool:\n    async def run(self, arguments: dict) -> list:\n        return arguments.get("command", [])\n\n\n@server.call_tool()\nasync def call(name: str, arguments: dict | None):\n    if not isinstance(arguments, dict):\n        raise ValueError()\n    return await tool.run(arguments)\n',
    );
    expect(server(made)).toContain('async def run(self, arguments: CallArguments) -> list:');
    expect(server(made)).toContain('async def call(name: str, arguments: CallArguments):');
  });

  it('are elements of a list that a helper gets', async () => {
    const made = await make(
      'def fetch() -> list:\n    return get().json()\n\n\ndef titles(items: list) -> str:\n    return "".join(story.get("title", "") for story in items)\n\n\ndef show() -> str:\n    found = fetch()\n    return titles(found)\n',
    );
    expect(server(made)).toContain('def titles(items: list[Story]) -> str:');
  });

  it('with keys that are no names are written as a call', async () => {
    const made = await make(
      "def f(r):\n    quote = r.json()\n    return f\"{quote['05. price']} {quote['class']}\"\n",
    );
    expect(models(made)).toContain(
      'Quote = TypedDict(\n    "Quote",\n    {\n    "05. price": Any,\n    "class": Any,\n    },\n    total=False,\n)',
    );
  });

  it.each([
    'return data',
    'data.update(x)',
    'use(data)',
    'for key in data.items(): pass',
    'del data["a"]',
    'data[key] = 1',
    'data = None',
    'global data',
    'print(**data)',
  ])('stay dicts with %j', async (line) => {
    const made = await make(`def f(r):\n    data = r.json()\n    print(data["a"], data["b"])\n    ${line}\n`);
    expect(made.made).toEqual([]);
    expect(made.files.has(MODELS)).toBe(false);
  });

  it('are no parameters of tools, and none of functions that get a dict', async () => {
    const tool = await make('@mcp.tool()\ndef f(data: dict) -> str:\n    return data["a"] + data["b"]\n');
    expect(tool.made).toEqual([]);
    const given = await make(
      'def f(data: dict) -> str:\n    return data["a"] + data["b"]\n\n\ndef g(x: dict) -> str:\n    return f(x)\n',
    );
    expect(given.made).toEqual([]);
  });
});

it('leaves a program alone that has its models', async () => {
  const text = 'from dataclasses import dataclass\n\n@dataclass\nclass A:\n    x: int\n';
  const made = await make(text, [], { [MODELS]: '' });
  expect(made).toMatchObject({ moved: [], made: [], kept: [] });
  expect(server(made)).toBe(text);
});
