import { describe, expect, it } from 'vitest';
import { PYTHON_CHECKLIST } from '../../../generators/presets/s-tier/python-checklist.js';
import { type ChecklistLine, evaluateChecklist } from '../../../src/check/checklist/evaluate.js';

const lines = (files: Readonly<Record<string, string>>): ChecklistLine[] =>
  evaluateChecklist(PYTHON_CHECKLIST, {
    files: new Map(Object.entries(files)),
    package: 'mcp_x',
    results: [],
  });

const line = (files: Readonly<Record<string, string>>, says: string): ChecklistLine => {
  const found = lines(files).find((one) => one.says.includes(says));
  if (found === undefined) throw new Error(`no line says ${says}`);
  return found;
};

const SERVER = 'src/mcp_x/server.py';
const CLIENT = 'class Client:\n    async def get(self) -> str:\n        return ""\n';

describe('a separate client', () => {
  const client = (server: string, more: Readonly<Record<string, string>> = {}): ChecklistLine =>
    line({ [SERVER]: server, ...more }, 'api_client.py');

  it('is not needed where every import works on this machine', () => {
    const server =
      'import json\nfrom pathlib import Path\nimport pandas as pd\nfrom mcp_x.runtime import serving\n';
    expect(client(server)).toMatchObject({ status: 'ok', proof: expect.stringContaining('4 of 4') });
  });

  it.each([
    'import httpx',
    'from requests import get',
    'import urllib.request',
    'from urllib import request',
    'import http.client',
    'import somelib',
    'import jsonrpc',
    'from mcp.client.stdio import stdio_client',
    'import json, requests',
    'def f() -> None:\n    import yfinance as yf',
    'import importlib\nlib = importlib.import_module("requests")',
  ])('is needed with %j', (text) => {
    expect(client(`import json\n${text}\n`).status).toBe('failed');
  });

  it('does not count beside calls that do not go through it', () => {
    expect(client('import json\n', { 'src/mcp_x/api_client.py': CLIENT }).status).toBe('ok');
    expect(client('import requests\n', { 'src/mcp_x/api_client.py': CLIENT }).status).toBe('failed');
  });

  it('takes http.client for calls only where a connection is made', () => {
    const beside = (text: string): string =>
      client(`import http.client\n${text}\n`, { 'src/mcp_x/api_client.py': CLIENT }).status;
    expect(beside('ok = isinstance(handle, http.client.HTTPResponse)')).toBe('ok');
    expect(beside('c = http.client.HTTPSConnection("a.test")')).toBe('failed');
  });
});

describe('what each tool has', () => {
  const tool = (text: string): ChecklistLine[] =>
    lines({ 'src/mcp_x/tools.py': text }).filter(({ says }) => /^All tools|context/.test(says));
  const DOC = '    """Do.\n\n    Args:\n        a: That.\n\n    Returns:\n        This.\n    """\n';

  it.each([
    `@mcp.tool()\ndef a(ctx: Context[Any, Any]) -> str:\n${DOC}    return ""\n`,
    `@mcp.tool(\n    description="x"\n)\nasync def a(\n    a: int,\n    ctx: Context,\n) -> str:\n${DOC}    return ""\n`,
    `@app.call_tool()\nasync def a(n: str, ctx: ServerRequestContext[Any, Any]) -> str:\n${DOC}    return ""\n`,
    `def f(mcp: Any) -> None:\n    @mcp.tool()\n    def a(ctx: Context) -> str:\n    ${DOC.replaceAll('\n    ', '\n        ')}        return ""\n\n    x = 1\n`,
  ])('is seen wherever it stands: %#', (text) => {
    expect(tool(text).map(({ status }) => status)).toEqual(['ok', 'ok']);
  });

  it('is not taken from the function behind it', () => {
    const text = `@mcp.tool()\ndef a() -> str:\n    return ""\n\n\ndef b(ctx: Context) -> str:\n${DOC}    return ""\n`;
    expect(tool(text).map(({ status }) => status)).toEqual(['failed', 'failed']);
  });
});
