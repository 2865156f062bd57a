import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiKey, basic, bearer } from '../../src/runtime/auth.js';
import { jsonBody } from '../../src/runtime/bodies.js';
import { checkedUrl } from '../../src/runtime/calls.js';
import { ApiError } from '../../src/runtime/errors.js';
import { noAnswer } from '../../src/runtime/failures.js';
import { ApiGroup } from '../../src/runtime/group.js';
import { configureLog } from '../../src/runtime/log.js';
import { mayRepeat, retryAfter } from '../../src/runtime/retries.js';
import { Api, json, raw } from './api.js';

const api = new Api();
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  configureLog('critical');
  api.reset();
  delete process.env['MCP_STRICT_ANSWERS'];
});

const failed = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => (error instanceof ApiError ? error : Promise.reject(error)),
  );

describe('a request', () => {
  it('is written as the document says', async () => {
    const client = api.client({ baseUrl: `${api.url}/v1?fixed=1` });
    const answer = await client.request('POST', '/pets/{id}', {
      path: { id: 'a/b' },
      query: { q: 'x' },
      headers: { 'X-A': 'b' },
      cookies: { c: 'd' },
      body: jsonBody({ e: 1 }),
    });
    const [seen] = api.seen;
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/v1?fixed=1/pets/a%2Fb&q=x',
      body: '{"e":1}',
    });
    expect(seen?.headers).toMatchObject({
      'x-a': 'b',
      cookie: 'c=d',
      'content-type': 'application/json',
      accept: 'application/json, */*;q=0.1',
      'user-agent': 'test-agent',
    });
    expect(answer).toMatchObject({ status: 200, mediaType: 'application/json', data: {} });
    await client.close();
  });

  it('sends no usual header that the operation describes', async () => {
    await api.client().request('GET', '/', { headers: { 'User-Agent': undefined } });
    expect(api.seen[0]?.headers['user-agent']).toBeUndefined();
  });

  it('goes to the server of the operation unless another one is configured', async () => {
    const server = `${api.url}/own`;
    await api.client().request('GET', '/a', { server });
    await api.client({}, { baseUrl: api.url }).request('GET', '/a', { server });
    expect(api.seen.map(({ url }) => url)).toEqual(['/own/a', '/a']);
  });

  it('goes through a group', async () => {
    class Pets extends ApiGroup {
      list() {
        return this.request('GET', '/pets');
      }
    }
    expect((await new Pets(api.client()).list()).status).toBe(200);
  });

  it('ends when its caller gives up', async () => {
    api.reset(() => undefined);
    const stop = new AbortController();
    const call = api.client().request('GET', '/', {}, { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(call).rejects.toThrow('abort');
  });
});

describe('an answer', () => {
  const types = { returns: z.looseObject({ id: z.number() }) };

  it('is parsed on request', async () => {
    api.reset(json({ id: 1, more: true }));
    const answer = await api.client().request('GET', '/', types);
    expect(answer.parse().id).toBe(1);
    expect(() => ({ ...answer }).parse()).not.toThrow();
  });

  it('that differs from the document passes, unless that is forbidden', async () => {
    api.reset(json({ id: 'x' }));
    expect((await api.client().request('GET', '/', types)).data).toEqual({ id: 'x' });
    process.env['MCP_STRICT_ANSWERS'] = '1';
    expect((await failed(api.client().request('GET', '/', types))).message).toContain('format');
    api.reset(raw('', {}));
    expect((await failed(api.client().request('GET', '/', types))).message).toContain('empty');
    api.reset(raw('x', { 'content-type': 'text/plain' }));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('text/plain');
  });

  it.each([
    [null, raw(''), ''],
    ['text', raw('text', { 'content-type': 'text/plain; charset=nonsense' }), 'text/plain'],
    ['ä', raw(Buffer.from([0xe4]), { 'content-type': 'text/x; charset="latin1"' }), 'text/x'],
    [{ a: 1 }, raw('{"a":1}', { 'content-type': 'text/plain' }), 'application/json'],
    ['{"a":', raw('{"a":', { 'content-type': 'text/plain' }), 'text/plain'],
    [{ a: 1 }, raw(gzipSync('{"a":1}'), gzipped), 'application/json'],
  ] as const)('%j is decoded', async (data, answer, mediaType) => {
    api.reset(answer);
    expect(await api.client().request('GET', '/')).toMatchObject({ data, mediaType });
  });

  it('of bytes stays bytes', async () => {
    api.reset(raw(Buffer.from([1, 2]), { 'content-type': 'image/png' }));
    const { data } = await api.client().request('GET', '/', { accept: 'image/png' });
    expect(data).toEqual(Buffer.from([1, 2]));
  });

  it('keeps the digits of long numbers beside the data', async () => {
    api.reset(
      raw('{ "id": 12345678901234567890, "s": "a  b" }', { 'content-type': 'application/json' }),
    );
    const answer = await api.client().request('GET', '/');
    expect(answer.exact).toBe('{"id":12345678901234567890,"s":"a  b"}');
  });

  it('has a limit', async () => {
    const large = Buffer.alloc(10_000_001, ' ');
    api.reset(raw(large));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('too large');
    api.reset(raw(gzipSync(large), gzipped));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('too large');
  });

  it.each([
    ['{"a":', { 'content-type': 'application/json' }, 'invalid JSON'],
    ['<html>', { 'content-type': 'text/html' }, 'text/html came where JSON'],
    [
      'no gzip',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      'encoding is broken',
    ],
  ])('%j is refused', async (body, headers, text) => {
    api.reset(raw(body, headers));
    expect((await failed(api.client().request('GET', '/'))).message).toContain(text);
  });

  it('of HEAD has no body', async () => {
    api.reset(raw('', { 'content-length': '50000000' }));
    expect((await api.client().request('HEAD', '/', { accept: '' })).data).toBeNull();
  });
});

const gzipped = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

describe('a refusal', () => {
  it.each([
    [400, 'client_error', 'Change the arguments.'],
    [401, 'client_error', 'answered 401 Unauthorized.'],
    [403, 'client_error', 'do not permit'],
    [409, 'business_error', 'contradicts'],
    [418, 'client_error', "I'm a Teapot"],
    [501, 'server_error', 'Try again later.'],
  ])('with %i says what to do', async (status, category, text) => {
    api.reset(json({ message: 'No', secret_thing: 'x' }, status));
    const error = await failed(api.client().request('POST', '/'));
    expect(error).toMatchObject({ status, category, details: { message: 'No' } });
    expect(error.message).toContain(text);
    expect(error.message).not.toContain('secret_thing');
  });

  it('with a list of errors shows them', async () => {
    api.reset(json([{ detail: 'bad' }], 422));
    expect((await failed(api.client().request('POST', '/'))).details).toEqual({
      errors: [{ detail: 'bad' }],
    });
  });

  it('that may pass is tried again', async () => {
    api.reset(
      json({}, 503, { 'retry-after': '0' }),
      json({}, 429, { 'retry-after': '0' }),
      json({}),
    );
    expect((await api.client().request('GET', '/')).status).toBe(200);
    expect(api.seen).toHaveLength(3);
  });

  it('that takes long is reported', async () => {
    api.reset(json({}, 429, { 'retry-after': '99' }));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('wait 99 s');
    expect(api.seen).toHaveLength(1);
  });
});

describe('a redirect', () => {
  it('is followed at the same origin', async () => {
    api.reset(raw('', { location: '/next?x=1' }, 303), json({ ok: true }));
    expect((await api.client().request('POST', '/')).data).toEqual({ ok: true });
    expect(api.seen[1]).toMatchObject({ method: 'GET', url: '/next?x=1' });
  });

  it.each(['http://127.0.0.1:1/x', 'http://['])('to %s is not', async (location) => {
    api.reset(raw('', { location }, 302));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('not followed');
  });

  it('without end is not', async () => {
    api.reset(raw('', { location: '/again' }, 307));
    expect((await failed(api.client().request('GET', '/'))).message).toContain('not followed');
    expect(api.seen).toHaveLength(6);
  });
});

describe('no answer', () => {
  it('in time is an error that says so', async () => {
    api.reset(() => undefined);
    const error = await failed(api.client({}, { timeout: 0.1 }).request('GET', '/'));
    expect(error.message).toContain('timed out after 0.1 s');
  });

  it('at all is tried once more', async () => {
    api.reset((response) => response.destroy(), json({ ok: true }));
    expect((await api.client().request('GET', '/')).data).toEqual({ ok: true });
    api.reset((response) => response.destroy());
    expect((await failed(api.client().request('POST', '/'))).message).toContain('closed');
  });

  it('has a cause that is named', async () => {
    const gone = api.client({ baseUrl: 'http://127.0.0.1:1' });
    expect((await failed(gone.request('POST', '/'))).message).toContain('could not be reached');
    const error = Object.assign(new Error('secret'), { code: 'CERT_HAS_EXPIRED' });
    expect(noAnswer('GET /', error)).toBe(
      'GET / failed: no trusted TLS connection to the API. Check the base URL.',
    );
    expect(noAnswer('GET /', new Error('secret'))).toContain('not readable as HTTP');
  });
});

describe('credentials', () => {
  const schemes = {
    key: apiKey('TEST_KEY', 'query', 'key'),
    cookie: apiKey('TEST_COOKIE', 'cookie', 'sid'),
    basic: basic('TEST_USER', 'TEST_PASSWORD'),
    token: bearer('TEST_TOKEN'),
  };
  const security = [['key', 'cookie'], ['basic'], ['token']];
  const with_ = (credentials: Record<string, string>) =>
    api.client({ schemes, security }, { credentials });

  it('are those of the first alternative that is complete', async () => {
    await with_({ TEST_KEY: 'k', TEST_TOKEN: 't-secret' }).request('GET', '/?key=no&x=1');
    await with_({ TEST_KEY: 'k&y', TEST_COOKIE: 's' }).request('GET', '/', {
      query: { key: 'argument', x: 1 },
      cookies: { sid: 'argument' },
    });
    await with_({ TEST_USER: 'u', TEST_PASSWORD: 'p' }).request('GET', '/');
    expect(api.seen[0]?.headers.authorization).toBe('Bearer t-secret');
    expect(api.seen[1]).toMatchObject({ url: '/?x=1&key=k%26y', headers: { cookie: 'sid=s' } });
    expect(api.seen[2]?.headers.authorization).toBe('Basic dTpw');
  });

  it('that are missing are named', async () => {
    api.reset(json({}, 401));
    expect((await failed(with_({}).request('GET', '/'))).message).toContain(
      'Set TEST_KEY and TEST_COOKIE',
    );
    const error = await failed(with_({ TEST_TOKEN: 't-secret' }).request('GET', '/'));
    expect(error.message).toContain('Check TEST_TOKEN');
  });
});

describe('a base URL', () => {
  it.each(['ftp://a', 'http://u:p@a', 'http://a/#x', 'nothing'])('is not %s', (text) => {
    expect(() => checkedUrl(text, 'X')).toThrow('X must be an address');
  });
});

describe('trying again', () => {
  it('depends on the method', () => {
    expect(mayRepeat('GET', {}, 503)).toBe(true);
    expect(mayRepeat('PUT', {}, 503)).toBe(false);
    expect(mayRepeat('PUT', {}, 429)).toBe(true);
    expect(mayRepeat('POST', {}, 429)).toBe(false);
    expect(mayRepeat('POST', { 'Idempotency-Key': 'x' }, 503)).toBe(true);
  });

  it('waits as long as it was told', () => {
    expect(retryAfter('7')).toBe(7);
    expect(retryAfter('Wed, 21 Oct 2015 07:28:00 GMT')).toBe(0);
    expect(retryAfter('soon')).toBeUndefined();
    expect(retryAfter(undefined)).toBeUndefined();
  });
});
