import { describe, expect, it } from 'vitest';
import { migrateTexts, textIn } from './make.js';

const MADE =
  'from mcp.server import Server\n\nasync def main():\n    server = Server("x")\n    await server.run(1, 2)\n';
const FACTORY =
  'from mcp.server.fastmcp import FastMCP\n\ndef server():\n    mcp = FastMCP("x")\n    return mcp\n';

describe('the app of a server that is made when the program starts', () => {
  it('starts the program', async () => {
    const made = await migrateTexts({ 'x.py': `${MADE}\nif __name__ == "__main__":\n    main()\n` }, 'x.py');
    const text = textIn(made, 'src/mcp_x/server.py');
    expect(text).toContain('app = serving.app_of(run_server)\n');
    expect(text.indexOf('app = serving')).toBeGreaterThan(text.indexOf('def run_server'));
  });

  it('is a server that is made when it is loaded, where there is one', async () => {
    const text = 'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("x")\nmcp.run()\n';
    const made = await migrateTexts({ 'x.py': text }, 'x.py');
    expect(textIn(made, 'src/mcp_x/server.py')).not.toContain('app_of');
  });

  it('leaves a package what it calls server', async () => {
    const made = await migrateTexts({
      'pkg/__init__.py': FACTORY,
      'pkg/__main__.py': 'from pkg import server\nserver().run()\n',
    });
    const text = textIn(made, 'src/mcp_pkg/server.py');
    expect(text).toContain('_SERVER = mcp_pkg.server\n');
    expect(text).toContain('    vars(mcp_pkg)["server"] = _SERVER\n');
    expect(text).toContain('app = serving.app_of(run_server)\n');
  });
});
