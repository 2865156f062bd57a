import { expect, it } from 'vitest';
import { newModule, newPlace } from '../../../src/migrate/rewrite/names.js';
import { migrateTexts, textIn } from './make.js';

it('names of older FastMCPs are imported from where they are now', async () => {
  const made = await migrateTexts(
    {
      'x.py': `from fastmcp import FastMCP
from fastmcp.server.proxy import ProxyClient
from fastmcp.tools.tool import TextContent, Tool, ToolResult

mcp = FastMCP("x")


@mcp.tool()
def one() -> ToolResult:
    return ToolResult(content=[TextContent(type="text", text=Tool.__name__ + ProxyClient.__name__)])


mcp.run()
`,
    },
    'x.py',
  );
  const text = textIn(made, 'src/mcp_x/server.py');
  expect(text).toContain('from fastmcp.server.providers.proxy import ProxyClient\n');
  expect(text).toContain('from fastmcp.tools.base import Tool, ToolResult\n');
  expect(text).toContain('from mcp.types import TextContent\n');
  expect(text).not.toContain('fastmcp.tools.tool');
});

it('names and modules that are where they were stay', () => {
  expect(newPlace('fastmcp.server.dependencies', 'get_http_headers', 'r')).toBeUndefined();
  expect(['fastmcp.tools', 'fastmcp.server.openapi_tools', 'json'].map(newModule)).toEqual([
    'fastmcp.tools',
    'fastmcp.server.openapi_tools',
    'json',
  ]);
});
