import { describe, expect, it } from 'vitest';
import { extractClient } from '../../../src/migrate/client/index.js';
import { migrateTexts, textIn } from './make.js';

const PROGRAM = `import requests

class Api:
    def pages(self) -> list:
        return requests.get("http://a.test").json()

def page(url: str) -> dict:
    return requests.get(url).json()

def words(url: str) -> list:
    return page(url)["words"]
`;
const TEST = 'original_tests/test_x.py';

const adapted = async (test: string, program = PROGRAM) => {
  const files = new Map([['src/mcp_x/server.py', program]]);
  const { tests, libraries } = await extractClient(files, 'mcp_x', new Map([[TEST, test]]));
  return { libraries, text: tests?.files.get(TEST), why: tests?.left.get(TEST) };
};

describe("the source's own tests, when HTTP calls move", () => {
  it('replace what stands for the library now', async () => {
    const { text } = await adapted(
      'from unittest.mock import patch\n\nimport requests\n\nA = patch("requests.get")\nB = patch("mcp_x.server.requests.post", side_effect=requests.exceptions.Timeout("late"))\nC = patch.object(requests, "get")\nD = patch("mcp_x.server.requests")\nE = "requests"\nF = "other.requests.get"\n',
    );
    expect(text).toBe(
      'from unittest.mock import patch\n\nfrom mcp_x import api_client\n\nA = patch("mcp_x.api_client.get")\nB = patch("mcp_x.server.api_client.post", side_effect=api_client.Timeout("late"))\nC = patch.object(api_client, "get")\nD = patch("mcp_x.server.api_client")\nE = "requests"\nF = "other.requests.get"\n',
    );
  });

  it('await what is async now, under any decorator of theirs', async () => {
    const { text } = await adapted(
      'import pytest\nfrom mcp_x.server import Api, words\n\n@pytest.fixture\ndef some():\n    yield words("u")\n\nclass TestIt:\n    @pytest.mark.slow\n    def test_words(self, some):\n        assert words("u") == some\n        assert Api().pages()[0]\n\ndef helper():\n    return words("u")\n\ndef test_other():\n    assert helper()\n',
    );
    expect(text).toContain('async def some():\n    yield await words("u")');
    expect(text).toContain('async def test_words(self, some):\n        assert await words("u") == some');
    expect(text).toContain('assert (await Api().pages())[0]');
    expect(text).toContain('async def test_other():\n    assert await helper()');
  });

  it('look at what they replaced as before', async () => {
    const { text } = await adapted(
      'def test_it(client):\n    client.pages.return_value = 1\n    client.pages.assert_called_once()\n',
    );
    expect(text).toBe(
      'def test_it(client):\n    client.pages.return_value = 1\n    client.pages.assert_called_once()\n',
    );
  });

  it('stand in for what is awaited with what can be awaited', async () => {
    const { text } = await adapted(
      'from unittest.mock import patch\n\nA = patch("mcp_x.server.Api")\nB = patch("mcp_x.server.Api", return_value=1)\nC = patch("mcp_x.server.Other")\n\nclass FakeApi:\n    def pages(self):\n        return []\n\n    def more(self):\n        return []\n',
    );
    expect(text).toContain(
      'A = patch("mcp_x.server.Api", autospec=True)\nB = patch("mcp_x.server.Api", return_value=1)\nC = patch("mcp_x.server.Other")',
    );
    expect(text).toContain('    async def pages(self):\n        return []\n\n    def more(self):');
  });

  it('are run by a TestCase that awaits them', async () => {
    const { text } = await adapted(
      'import unittest\nfrom mcp_x.server import words\n\nclass A(unittest.TestCase):\n    def test_a(self):\n        words("a")\n\n    def test_b(self):\n        words("b")\n',
    );
    expect(text).toContain('class A(unittest.IsolatedAsyncioTestCase):\n    async def test_a(self):');
    expect(text).toContain('    async def test_b(self):\n        await words("b")');
  });

  it.each([
    ['answers come from a library below', 'import respx\n', ':1 it stands in for requests with respx'],
    [
      'answers are made of the library',
      'import requests\nR = requests.Response()\n',
      ':2 an answer of its own',
    ],
    [
      'something is replaced that is there no more',
      'P = patch("requests.adapters.HTTPAdapter")\n',
      ':1 requests.adapters',
    ],
    ['a lambda waits', 'from mcp_x.server import words\nW = lambda: words("u")\n', ':2 a call in a lambda'],
    ['a call waits at import', 'from mcp_x.server import words\nW = words("u")\n', ':2 a call when a module'],
  ])('stay behind, and nothing else does, where %s', async (_, test, why) => {
    const found = await adapted(test);
    expect(found.libraries).toEqual(['requests']);
    expect(found.text).toBeUndefined();
    expect(found.why).toContain(why);
  });

  it('are listed with the reason when they stay behind', async () => {
    const server =
      'from mcp.server.fastmcp import FastMCP\nimport requests\n\nmcp = FastMCP("x")\n\n\n@mcp.tool()\ndef page(url: str) -> str:\n    return requests.get(url).text\n\n\nmcp.run()\n';
    const made = await migrateTexts({
      'server.py': server,
      'tests/test_a.py': 'from server import page\n\n\ndef test_a():\n    assert page("u")\n',
      'tests/test_b.py': 'import respx\n',
    });
    expect(textIn(made, 'original_tests/test_a.py')).toContain('assert await page("u")');
    if (!made.ok) throw new Error('not migrated');
    expect(made.value.left).toContain('tests/test_b.py');
    expect([...made.value.tests.stand]).toEqual([
      ['original_tests/test_b.py', ':1 it stands in for requests with respx'],
    ]);
  });
});
