/** R8, R9, R14 to R19, R23: clients that leave, lie, shout, and servers that are told to go. */
import { expect, it } from 'vitest';
import { type HttpServer, type Rows, SERVER_TOKEN, within } from './context.js';
import { callHttp, method, post, shown } from './mcp.js';
import type { Answer } from './upstream.js';

const silent: Answer = () => undefined;
const LIST = JSON.stringify(method(1, 'tools/list', {}));
const LISTING = { 'mcp-method': 'tools/list' };

export function protocolRows(rows: () => Rows, server: () => HttpServer): void {
  const hungUp = (id: string) => () =>
    rows()
      .upstream.of(id)
      .some((asked) => asked.hungUpAt !== undefined);
  const arrived = (id: string) => within(20_000, () => rows().upstream.of(id).length > 0);
  const isAlive = async () =>
    !shown((await callHttp(server().url, 'get_item', { id: 'alive' })).message).isError;

  it('R8: who leaves over HTTP takes the request along', async () => {
    rows().upstream.plan('left', silent);
    const leaving = new AbortController();
    const call = callHttp(server().url, 'get_item', { id: 'left' }, { signal: leaving.signal }).catch(
      () => 'left',
    );
    expect(await arrived('left')).toBe(true);
    leaving.abort();
    expect(await call).toBe('left');
    expect(await within(1_000, hungUp('left'))).toBe(true);
    expect(await isAlive()).toBe(true);
  });

  it('R8, R9: a cancelled call over stdio ends its request and is not answered; the end of input ends the server', async () => {
    rows().upstream.plan('cancelled', silent);
    const stdio = rows().stdio();
    stdio.send(method(7, 'tools/call', { name: 'get_item', arguments: { id: 'cancelled' } }));
    expect(await arrived('cancelled')).toBe(true);
    stdio.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
    expect(await within(1_000, hungUp('cancelled'))).toBe(true);
    expect(shown(await stdio.call(8, 'get_item', { id: 'next' })).isError).toBe(false);
    stdio.child.stdin?.end();
    expect(await stdio.ended).toEqual({ code: 0, signal: null });
    expect(stdio.messages().map(({ id }) => id)).toEqual([8]);
  });

  it('R9: SIGTERM in a call ends the server with 0, and the call with an answer or a closed stream', async () => {
    const own = await rows().http();
    rows().upstream.plan('terminated', silent);
    const call = callHttp(own.url, 'get_item', { id: 'terminated' }).then(
      ({ message }) => shown(message).isError,
      () => true,
    );
    expect(await arrived('terminated')).toBe(true);
    expect(await own.stop()).toEqual({ code: 0, signal: null });
    expect(await call).toBe(true);
  });

  it('R14: answers nobody who says to be elsewhere', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await post(server().url, LIST, { headers: { ...LISTING, ...headers } })).status;
    expect(await ask({})).toBe(200);
    expect(await ask({ origin: `http://127.0.0.1:${server().port}` })).toBe(200);
    expect(await ask({ host: 'evil.example' })).toBe(421);
    for (const origin of ['http://evil.example', 'null', `http://127.0.0.1.evil.example:${server().port}`]) {
      expect(await ask({ origin })).toBe(403);
    }
  });

  it('R15: wants its token before it reads anything', async () => {
    const own = await rows().http({ MCP_SERVER_TOKEN: SERVER_TOKEN });
    const ask = (headers: Record<string, string>, body = LIST) =>
      post(own.url, body, { headers: { ...LISTING, ...headers } });
    for (const authorization of ['', 'Bearer wrong', `Bearer ${SERVER_TOKEN}x`, `Basic ${SERVER_TOKEN}`]) {
      const { status, headers } = await ask({ authorization }, 'not even JSON');
      expect([status, headers['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer')]);
    }
    const authorization = `Bearer ${SERVER_TOKEN}`;
    expect((await ask({ authorization })).status).toBe(200);
    await callHttp(own.url, 'get_item', { id: 'with-token' }, { headers: { authorization } });
    expect(JSON.stringify(rows().upstream.of('with-token'))).not.toContain(SERVER_TOKEN);
    await own.stop();
  });

  it('R16: refuses what is no request, and lives', async () => {
    const status = async (body: string | Buffer, headers: Record<string, string> = LISTING) =>
      (await post(server().url, body, { headers }).catch(() => ({ status: 'closed' }))).status;
    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await status('{"jsonrpc": ')).toBe(400);
    expect(await status(`[${LIST}]`)).toBe(400);
    expect(await status(deep)).toBe(400);
    expect(await status(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toBe(400);
    expect([413, 'closed']).toContain(await status(Buffer.alloc(30_000_000, ' ')));
    expect([400, 415]).toContain(await status(LIST, { ...LISTING, 'content-type': 'text/plain' }));
    expect(await isAlive()).toBe(true);
  });

  it('R17, R18: lines that cannot be read are answered, and stdout holds messages only', async () => {
    const stdio = rows().stdio({ MCP_LOG_LEVEL: 'DEBUG' });
    stdio.send(Buffer.from([0xff, 0xfe, 0xc3, 0x28]));
    expect(await stdio.message(({ error }) => error !== undefined)).toMatchObject({ id: null });
    stdio.send('{"jsonrpc": ');
    stdio.send('[]');
    stdio.send('['.repeat(100_000));
    expect(shown(await stdio.call(3, 'get_item', { id: 'still-there' })).isError).toBe(false);
    stdio.child.stdin?.end();
    expect((await stdio.ended).code).toBe(0);
    expect(stdio.messages().every((message) => 'error' in message || message.id === 3)).toBe(true);
  });

  it('R18: a wrong setting is told on stderr', async () => {
    const stdio = rows().stdio({ ROWS_BASE_URL: 'no address' });
    expect((await stdio.ended).code).toBe(1);
    expect(stdio.lines).toEqual([]);
    expect(stdio.stderr).toContain('ROWS_BASE_URL');
  });

  it('R19: names what is wrong with a call', async () => {
    const call = JSON.stringify(method(1, 'tools/call', { name: 'get_item', arguments: { id: 'x' } }));
    const headers = { 'mcp-method': 'tools/call', 'mcp-name': 'create_item' };
    const mismatch = await post(server().url, call, { headers });
    expect([mismatch.status, mismatch.message?.error?.code]).toEqual([400, -32020]);
    const unknown = await callHttp(server().url, 'no_such_tool', {});
    expect(unknown.message?.error?.code).toBe(-32602);
    const wrong = shown((await callHttp(server().url, 'get_item', { id: 5 })).message);
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('id') });
  });

  it('R23: who asks too often is told when to come back, and others are served', async () => {
    const own = await rows().http({ MCP_RATE_LIMIT: '5/5' });
    const all = await Promise.all(
      Array.from({ length: 40 }, () => post(own.url, LIST, { headers: LISTING })),
    );
    const refused = all.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.every(({ headers }) => Number(headers['retry-after']) >= 1)).toBe(true);
    expect(all.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    await own.stop();
  });

  it('R23: has a limit unless it is told otherwise', async () => {
    const own = await rows().http({ MCP_RATE_LIMIT: '' });
    const all = await Promise.all(
      Array.from({ length: 250 }, () => post(own.url, LIST, { headers: LISTING })),
    );
    expect(all.some(({ status }) => status === 429)).toBe(true);
    await own.stop();
  });
}
