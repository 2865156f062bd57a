/** What stands between the server and an API that has a bad day. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Breaker,
  Bulkhead,
  isFailure,
  Resilience,
  RetryBudget,
} from '../../src/features/resilience.js';
import { ApiError, CallError } from '../../src/runtime/errors.js';
import { configureLog } from '../../src/runtime/log.js';
import { Api, json } from '../runtime/api.js';

const api = new Api();

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => configureLog('critical'));
afterEach(() => vi.unstubAllEnvs());

/** A client behind the feature, with these settings. */
function client(settings: Readonly<Record<string, string>> = {}) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  return api.client({}, { extensions: [new Resilience()] });
}
const busy = json({}, 503, { 'retry-after': '0' });

describe('the circuit', () => {
  it('opens after failures in a row, and one request tries whether the API is back', () => {
    let now = 0;
    const breaker = new Breaker(2, 10, () => now);
    for (const failed of [true, false, true, true]) {
      expect(breaker.enter()).toBe(true);
      breaker.leave(failed);
    }
    expect(breaker.enter()).toBe(false);
    now = 10;
    expect([breaker.enter(), breaker.enter()]).toEqual([true, false]);
    breaker.leave(undefined);
    expect(breaker.enter()).toBe(true);
    breaker.leave(false);
    expect([breaker.enter(), breaker.enter()]).toEqual([true, true]);
  });

  it('refuses calls at once', async () => {
    api.reset(json({}, 500));
    const caller = client({ MCP_BREAKER_FAILURES: '2', MCP_RETRIES: '1', MCP_RETRY_BUDGET: '0.1' });
    for (const says of ['500', '500', 'has failed 2 times in a row']) {
      await expect(caller.request('POST', '/x')).rejects.toThrow(says);
    }
    expect(api.seen).toHaveLength(2);
    await caller.close();
  });

  it('is not opened by wrong arguments, or by callers who gave up', () => {
    const timeout = new DOMException('The time is over.', 'TimeoutError');
    const errors = [0, 429, 500, 404].map((status) => new ApiError(status, ''));
    const kinds = [...errors, new CallError('x'), timeout, new DOMException('x', 'AbortError')];
    expect(kinds.map(isFailure)).toEqual([true, true, true, false, false, true, undefined]);
  });
});

describe('retries', () => {
  it('are as many as were set', async () => {
    api.reset(busy);
    const caller = client({ MCP_RETRIES: '4' });
    await expect(caller.request('GET', '/x')).rejects.toThrow('503');
    expect(api.seen).toHaveLength(5);
    await caller.close();
  });

  it('have a budget, which requests fill up', () => {
    const budget = new RetryBudget(0.5);
    const spent = Array.from({ length: 12 }, () => budget.spend());
    expect(spent.filter(Boolean)).toHaveLength(10);
    budget.earn();
    expect(budget.spend()).toBe(false);
    budget.earn();
    expect(budget.spend()).toBe(true);
  });
});

describe('the bulkhead', () => {
  it('lets others wait for their turn, in order, and not for ever', async () => {
    const bulkhead = new Bulkhead(1, 0.05);
    const order: string[] = [];
    const enter = (name: string) => bulkhead.enter().then((isIn) => order.push(`${name} ${isIn}`));
    await enter('a');
    const others = [enter('b'), enter('c')];
    bulkhead.leave();
    await Promise.all(others);
    expect(order).toEqual(['a true', 'b true', 'c false']);
    bulkhead.leave();
    await enter('d');
    expect(order.at(-1)).toBe('d true');
  });

  it('is told to the model when it is full', async () => {
    api.reset((response) => void sleep(300).then(() => response.end('{}')));
    const caller = client({ MCP_BULKHEAD: '1', MCP_BULKHEAD_SECONDS: '0.05' });
    const first = caller.request('GET', '/x');
    await expect(caller.request('GET', '/x')).rejects.toThrow('1 requests to the API are running');
    await first;
    await caller.close();
  });
});
