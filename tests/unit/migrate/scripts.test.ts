import { describe, expect, it } from 'vitest';
import { migrateTexts, textIn } from './make.js';

const SERVER = 'src/mcp_weather/server.py';
const script = (body: string, head = 'from mcp.server.fastmcp import FastMCP\n'): Record<string, string> => ({
  'weather.py': `${head}\nmcp = FastMCP("weather")\n\n${body}`,
});
const TOOL =
  '@mcp.tool()\ndef now(city: str) -> str:\n    """Weather.\n\n    Returns: text\n    """\n    return city\n\n\n';

describe('a script', () => {
  it('becomes server.py with the server class of the new SDK', async () => {
    const made = await migrateTexts(
      script(`${TOOL}if __name__ == "__main__":\n    mcp.run()\n`),
      'weather.py',
    );
    const text = textIn(made, SERVER);
    expect(text).toContain('from mcp_weather.runtime.mcpserver import MCPServer');
    expect(text).toContain('mcp = MCPServer("weather")');
    expect(text).not.toContain('FastMCP');
  });

  it('keeps docstrings and comments as they are', async () => {
    const made = await migrateTexts(script(`# why it is so\n${TOOL}mcp.run()\n`), 'weather.py');
    expect(textIn(made, SERVER)).toContain('# why it is so');
    expect(textIn(made, SERVER)).toContain('    """Weather.\n\n    Returns: text\n    """');
  });

  it('starts through a function that is made of its main block', async () => {
    const body = `${TOOL}if __name__ == "__main__":\n    port = 3\n    mcp.run()\n`;
    const text = textIn(await migrateTexts(script(body), 'weather.py'), SERVER);
    expect(text).toContain(
      'def start() -> None:\n    """Start as the script did."""\n    global port\n    port = 3\n    mcp.run()',
    );
    expect(text).toContain('serving.run(start, "mcp-weather")');
  });

  it('does not start its server when it is imported', async () => {
    const text = textIn(await migrateTexts(script(`${TOOL}mcp.run()\n`), 'weather.py'), SERVER);
    expect(text).toContain('def start() -> None:\n    """Start as the script did."""\n    mcp.run()');
    expect(text).not.toMatch(/^mcp\.run/m);
  });

  it('offers its server as the app of uvicorn', async () => {
    const text = textIn(await migrateTexts(script(`${TOOL}mcp.run()\n`), 'weather.py'), SERVER);
    expect(text).toContain('\napp = mcp\n');
  });

  it('leaves a name of its own alone that is called like the new class', async () => {
    const head = 'from mcp.server.fastmcp import FastMCP\n\nclass MCPServer: ...\n';
    const text = textIn(await migrateTexts(script(`${TOOL}mcp.run()\n`, head), 'weather.py'), SERVER);
    expect(text).toContain('import MCPServer as FastMCP');
    expect(text).toContain('mcp = FastMCP("weather")');
  });

  it('never takes a text for a name', async () => {
    const body = `NOTE = "from mcp.server.fastmcp import FastMCP"\n${TOOL}mcp.run()\n`;
    const text = textIn(await migrateTexts(script(body), 'weather.py'), SERVER);
    expect(text).toContain('NOTE = "from mcp.server.fastmcp import FastMCP"');
  });

  it('finds a server whose class is imported under another name', async () => {
    const text = 'from mcp.server.fastmcp import FastMCP as Server\nbot = Server("x")\nbot.run()\n';
    const made = await migrateTexts({ 'bot.py': text }, 'bot.py');
    expect(textIn(made, 'src/mcp_bot/server.py')).toContain('import MCPServer as Server');
    expect(textIn(made, 'src/mcp_bot/server.py')).toContain('app = bot');
  });

  it('brings along the scripts that it imports, and no others', async () => {
    const files = {
      'main.py': 'import helper\nfrom mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nhelper.go()\n',
      'helper.py': 'def go() -> None: ...\n',
      'other.py': 'def no() -> None: ...\n',
      'pyproject.toml': '[project]\nname = "mcp-weather"\n',
    };
    const made = await migrateTexts(files);
    expect(textIn(made, SERVER)).toContain('from mcp_weather import helper');
    expect(textIn(made, 'src/mcp_weather/helper.py')).toContain('def go()');
    expect(made.ok && made.value.left).toEqual(['other.py']);
  });

  it('drops no import that may have an effect', async () => {
    const body = `import os\nimport my_plugins\n${TOOL}mcp.run()\n`;
    const text = textIn(await migrateTexts(script(body), 'weather.py'), SERVER);
    expect(text).not.toContain('import os');
    expect(text).toContain('import my_plugins');
  });

  it('keeps annotations as written where the program reads them', async () => {
    const body = `import inspect\nfrom typing import Dict\ndef f() -> Dict[str, int]:\n    return {}\nA = "Dict" in str(inspect.signature(f))\n${TOOL}mcp.run()\n`;
    const text = textIn(await migrateTexts(script(body), 'weather.py'), SERVER);
    expect(text).toContain('def f() -> Dict[str, int]:');
  });
});
