/** What stands around a server: in which order, and whose requests they see. */
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clients } from '../../src/runtime/clients.js';
import { CallError } from '../../src/runtime/errors.js';
import type { Extension } from '../../src/runtime/extensions.js';
import { configureLog } from '../../src/runtime/log.js';
import { Api } from './api.js';
import { petServer } from './pets.js';

beforeEach(() => configureLog('critical'));
afterEach(() => vi.unstubAllEnvs());

/** Writes down what it sees. */
const witness = (name: string, seen: string[]): Extension => ({
  start: () => void seen.push(`${name} starts`),
  stop: () => void seen.push(`${name} stops`),
  aroundTool: async (call, proceed) => {
    seen.push(`${name} ${call.name} ${call.readOnly}`);
    return proceed();
  },
  aroundRequest: (call, proceed) => {
    seen.push(`${name} ${call.operation}`);
    return proceed({ ...call, headers: { ...call.headers, [name]: '1' } });
  },
});

describe('extensions', () => {
  it('stand around a call in their order, and are started once', async () => {
    const seen: string[] = [];
    const api = new Api();
    await api.start();
    const extensions = [witness('outer', seen), {}, witness('inner', seen)];
    const client = api.client({}, { extensions });
    const answer = (_: object, call: object) => client.request('GET', '/pets', {}, call);
    const tools = petServer(answer, { extensions, client });
    await tools.start();
    await tools.start();
    await tools.call('get_pet', { pet_id: 1 });
    await tools.close();
    await api.stop();
    expect(api.seen[0]?.headers).toMatchObject({ outer: '1', inner: '1' });
    expect(seen).toEqual([
      ...['outer starts', 'inner starts'],
      ...['outer get_pet false', 'inner get_pet false'],
      ...['outer GET /pets', 'inner GET /pets'],
      ...['inner stops', 'outer stops'],
    ]);
  });

  it('are told the operation that is called by its name', async () => {
    const seen: string[] = [];
    const tools = petServer(undefined, { extensions: [witness('one', seen)], mode: 'dynamic' });
    await tools.call('call_operation', { name: 'getPet', arguments: { pet_id: 1 } });
    await tools.call('call_operation', { name: 'nothing' });
    await tools.call('search_operations', { query: '' });
    expect(seen).toEqual([
      'one get_pet false',
      'one call_operation false',
      'one search_operations true',
    ]);
  });

  it('end, although one of them cannot', async () => {
    const stop = vi.fn();
    const tools = petServer(undefined, {
      extensions: [{ stop }, { stop: () => Promise.reject(new Error('no')) }],
    });
    await tools.start();
    await tools.close();
    expect(stop).toHaveBeenCalledOnce();
  });

  it('can refuse a call with words for the model', async () => {
    const refuse = { aroundTool: () => Promise.reject(new CallError('Not today.')) };
    const result = await petServer(undefined, { extensions: [refuse] }).call('get_pet', {});
    expect(result).toMatchObject({ isError: true, content: [{ text: 'Not today.' }] });
  });
});

describe('the address of a client', () => {
  const addressOf = (proxies: string, remoteAddress: string, forwarded?: string): string => {
    vi.stubEnv('FORWARDED_ALLOW_IPS', proxies);
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    return new Clients().addressOf({ socket: { remoteAddress }, headers } as IncomingMessage);
  };

  it.each([
    ['', '::ffff:127.0.0.1', '9.9.9.9', '9.9.9.9'],
    ['', '8.8.8.8', '9.9.9.9', '8.8.8.8'],
    ['10.0.0.7, 10.1.0.0/16', '10.0.0.7', '1.1.1.1, 9.9.9.9, 10.1.2.3', '9.9.9.9'],
    ['10.0.0.7', '10.0.0.7', '10.0.0.7', '10.0.0.7'],
    ['10.0.0.7', '10.0.0.7', undefined, '10.0.0.7'],
    ['fd00::/8', 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['*', '8.8.8.8', '1.1.1.1, 9.9.9.9', '1.1.1.1'],
  ])('with FORWARDED_ALLOW_IPS=%s: %s, forwarded for %s, is %s', (proxies, near, said, address) => {
    expect(addressOf(proxies, near, said)).toBe(address);
  });

  it('is not found out with a setting that is no address', () => {
    expect(() => addressOf('proxy.example', '8.8.8.8')).toThrow('FORWARDED_ALLOW_IPS must be');
  });
});
