/** R1 to R7: the API is slow, broken, or says more than it should. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Rows, HttpServer } from './context.js';
import { TIMEOUT, within } from './context.js';
import { callHttp, shown } from './mcp.js';
import { type Answer, bytes, json } from './upstream.js';

const SECRET = 'sk_live_4242424242424242';
const reset: Answer = (request) => request.socket.resetAndDestroy();
const halfBody: Answer = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '900' }).write('{"id":');
  setTimeout(() => request.socket.destroy(), 20);
};
const silent: Answer = () => undefined;
const drip: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 100);
  response.on('close', () => clearInterval(timer));
};
const flood: Answer = async (_, response, asked) => {
  const closed = once(response, 'close');
  response.writeHead(200, { 'content-type': 'application/json' });
  const megabyte = Buffer.alloc(1_000_000, 'a');
  for (; asked.taken < 60 && !response.destroyed; asked.taken++) {
    if (!response.write(megabyte)) await Promise.race([once(response, 'drain'), closed]);
  }
  response.end();
};

/** Resident megabytes; on Linux only. */
const memory = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

export function upstreamRows(rows: () => Rows, server: () => HttpServer): void {
  const get = async (id: string) => shown((await callHttp(server().url, 'get_item', { id })).message);
  const create = async (id: string) => shown((await callHttp(server().url, 'create_item', { id })).message);
  const plan = (id: string, ...answers: Answer[]) => rows().upstream.plan(id, ...answers);
  const requests = (id: string) => rows().upstream.of(id).length;

  it('R1: waits as long as it is told, and says so when that is too long', async () => {
    plan('later', json(429, {}, { 'retry-after': '1' }), json(200, { id: 'later' }));
    plan('much-later', json(429, {}, { 'retry-after': '3600' }));
    const began = Date.now();
    expect(await get('later')).toEqual({ isError: false, text: '{"id":"later"}' });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
    expect(await get('much-later')).toMatchObject({
      isError: true,
      text: expect.stringMatching(/429[\s\S]*3600/),
    });
    expect([requests('later'), requests('much-later')]).toEqual([2, 1]);
  });

  it('R1: asks to write once', async () => {
    plan('write-later', json(429, {}, { 'retry-after': '1' }));
    expect(await create('write-later')).toMatchObject({ isError: true });
    expect(requests('write-later')).toBe(1);
  });

  it('R2: reads again after 503, writes once, and shows nothing of what the API did not mean to say', async () => {
    plan('failing', json(503, { message: 'down', trace: SECRET }));
    const { isError, text } = await get('failing');
    expect([isError, requests('failing')]).toEqual([true, 3]);
    expect(text).toMatch(/GET \/items\/\{id\}[\s\S]*503/);
    expect(text).not.toContain(SECRET);
    plan('failing-write', json(500, {}));
    await create('failing-write');
    expect(requests('failing-write')).toBe(1);
  });

  it('R3: gives up in time, closes the connection, and keeps nobody else waiting', async () => {
    plan('silent', silent);
    const waiting = get('silent');
    const began = Date.now();
    expect((await get('quick')).isError).toBe(false);
    expect(Date.now() - began).toBeLessThan(TIMEOUT * 1000);
    expect(await waiting).toMatchObject({
      isError: true,
      text: expect.stringContaining(`timed out after ${TIMEOUT}`),
    });
    expect(
      await within(1_000, () =>
        rows()
          .upstream.of('silent')
          .every(({ hungUpAt }) => hungUpAt !== undefined),
      ),
    ).toBe(true);
  });

  it.each([
    ['no JSON', '{"id": ', 'application/json'],
    ['not a number', '{"id": NaN}', 'application/json'],
    ['a web page', '<!doctype html><p>Log in</p>', 'text/html'],
  ])('R4: never takes %s for data', async (name, body, type) => {
    const id = name.replaceAll(' ', '-');
    plan(id, bytes(body, { 'content-type': type }));
    const { isError, text } = await get(id);
    expect(isError).toBe(true);
    expect(text).not.toContain('Log in');
  });

  it('R5: stops reading at the limit, packed or not, and keeps its memory', async () => {
    const before = process.platform === 'linux' ? memory(server().pid) : 0;
    plan('flood', flood);
    plan(
      'bomb',
      bytes(gzipSync(Buffer.alloc(60_000_000, 'a')), {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      }),
    );
    for (const id of ['flood', 'bomb']) {
      expect(await get(id)).toMatchObject({ isError: true, text: expect.stringContaining('too large') });
    }
    expect(rows().upstream.of('flood')[0]?.taken).toBeLessThan(20);
    if (process.platform === 'linux') expect(memory(server().pid) - before).toBeLessThan(64);
  });

  it('R6: a drip is no answer', async () => {
    plan('drip', drip);
    const began = Date.now();
    expect(await get('drip')).toMatchObject({ isError: true, text: expect.stringContaining('timed out') });
    expect(Date.now() - began).toBeLessThan((TIMEOUT + 3) * 1000);
  });

  it('R7: reads once more after a broken connection, writes once, and goes on', async () => {
    plan('reset', reset, json(200, { id: 'reset' }));
    plan('half', halfBody, json(200, { id: 'half' }));
    expect(await get('reset')).toEqual({ isError: false, text: '{"id":"reset"}' });
    expect(await get('half')).toEqual({ isError: false, text: '{"id":"half"}' });
    plan('broken', reset);
    plan('broken-write', reset);
    expect([(await get('broken')).isError, (await create('broken-write')).isError]).toEqual([true, true]);
    expect([requests('broken'), requests('broken-write')]).toEqual([2, 1]);
    expect((await get('after-all')).isError).toBe(false);
  });
}
