import { describe, expect, it } from 'vitest';
import { migrateTexts, textIn } from './make.js';

const HEADS: Readonly<Record<string, string>> = {
  mcpserver: 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n',
  fastmcp: 'from fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n',
  lowlevel:
    'from mcp.server import Server\nserver = Server("x")\nasync def main():\n    await server.run(1, 2)\nif __name__ == "__main__":\n    main()\n',
};

describe('the runtime of a migrated server', () => {
  it.each(Object.keys(HEADS))('holds all that it imports of itself: %s', async (style) => {
    const made = await migrateTexts({ 'x.py': HEADS[style] ?? '' }, 'x.py');
    if (!made.ok) throw new Error(made.diagnostics[0]?.message);
    const paths = made.value.files.map(({ path }) => path);
    const runtime = paths.filter((path) => /\/runtime\/\w+\.py$/.test(path));
    expect(runtime).toContain(`src/mcp_x/runtime/${style}.py`);
    const wanted = runtime.flatMap((path) =>
      [...textIn(made, path).matchAll(/^\s*from \.(\w+) import/gm)].map(
        ([, name]) => `src/mcp_x/runtime/${name}.py`,
      ),
    );
    expect(wanted.filter((path) => !paths.includes(path))).toEqual([]);
  });
});
