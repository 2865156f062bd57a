/** R20, R21: what is secret stays where it is. These come last: they look at what all others have left. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type HttpServer, type Rows, SERVER_TOKEN, TOKEN } from './context.js';
import { callHttp, shown } from './mcp.js';
import { json } from './upstream.js';

export function secretRows(rows: () => Rows, server: () => HttpServer): void {
  it('R20: an error has a number that the log has too, and nothing that is secret', async () => {
    const said = { message: `cannot log in with ${TOKEN}`, password: 'hunter2hunter2' };
    rows().upstream.plan('leaky', json(400, said, { 'x-debug': TOKEN }));
    const { isError, text } = shown((await callHttp(server().url, 'get_item', { id: 'leaky' })).message);
    expect(isError).toBe(true);
    expect(text).not.toMatch(new RegExp(`${TOKEN}|hunter2`));
    const reference = /reference:? ([\w-]+)/i.exec(text)?.[1] ?? 'none';
    expect(server().stderr()).toContain(reference);
    expect(server().stderr()).not.toMatch(/hunter2/);
  });

  it('R21: no credential is in a log, not even with all details, nor in a file of the project', async () => {
    const own = await rows().http({ MCP_LOG_LEVEL: 'DEBUG', MCP_SERVER_TOKEN: SERVER_TOKEN });
    const headers = { authorization: `Bearer ${SERVER_TOKEN}` };
    rows().upstream.plan('failing', json(500, { message: TOKEN }));
    for (const id of ['x', 'failing']) await callHttp(own.url, 'get_item', { id }, { headers });
    await own.stop();
    expect(own.stderr().length).toBeGreaterThan(0);
    for (const log of [own.stderr(), rows().log]) {
      expect([log.includes(TOKEN), log.includes(SERVER_TOKEN)]).toEqual([false, false]);
    }
    const files = readdirSync(rows().project, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('.venv'))
      .map((entry) => join(entry.parentPath, entry.name));
    const holding = files.filter((file) => readFileSync(file, 'latin1').includes('planted-'));
    expect(holding).toEqual([]);
  });
}
