/** Operations, in memory and in Redis, alone and with replicas. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  LEASE_SECONDS,
  MemoryStore,
  type Operation,
  RedisStore,
  type Store,
} from '../../src/features/operation-stores.js';
import { Operations, type Shown } from '../../src/features/operations.js';
import { type Caller, NOBODY } from '../../src/runtime/extensions.js';
import { configureLog } from '../../src/runtime/log.js';
import { petServer } from '../runtime/pets.js';
import { withRedis } from './redis-server.js';

const READS = { readOnlyHint: true };
/** The time of Redis, which a test moves on. */
let now = 0;
const open: Replica[] = [];

beforeEach(() => {
  configureLog('critical');
  vi.stubEnv('MCP_REDIS_URL', '');
  now = 1_000;
});
afterEach(async () => {
  for (const replica of open.splice(0)) await replica.tools.close();
  vi.unstubAllEnvs();
});

type Args = Readonly<Record<string, unknown>>;
const storeIn = (redis: Redis): Store => new RedisStore(redis, async () => now);

/** A server with operations of its own worker. `count` may be repeated, `order` may not. */
class Replica {
  readonly calls: string[] = [];
  readonly feature: Operations;
  readonly tools: ReturnType<typeof petServer>;

  constructor(store: Store) {
    this.feature = new Operations({ store, endMs: 1_500 });
    this.tools = petServer(undefined, { extensions: [this.feature] });
    const input = z.object({ ms: z.number().optional(), fails: z.boolean().optional() });
    for (const [name, annotations] of Object.entries({ count: READS, order: {} })) {
      this.tools.custom(
        name,
        { description: name, input, annotations },
        async ({ ms = 0, fails }, call) => {
          this.calls.push(name);
          const { signal } = call;
          await sleep(ms, undefined, signal === undefined ? {} : { signal });
          if (fails === true) throw new Error('no');
          return name;
        },
      );
    }
    open.push(this);
  }

  async ask(tool: string, args: Args, caller: Caller = NOBODY): Promise<Shown> {
    const { structuredContent, isError, content } = await this.tools.call(tool, args, { caller });
    if (isError === true) throw new Error(JSON.stringify(content));
    return structuredContent as unknown as Shown;
  }

  async begin(tool: string, args: Args = {}, caller?: Caller): Promise<string> {
    return (await this.ask('start_operation', { tool, arguments: args }, caller)).operation_id;
  }

  async until(id: string, status: string): Promise<Shown> {
    const look = () => this.ask('operation_status', { operation_id: id });
    await expect.poll(async () => (await look()).status, { timeout: 10_000 }).toBe(status);
    return look();
  }

  /** As a kill: nothing is written any more. */
  die(): void {
    open.splice(open.indexOf(this), 1);
    for (const method of ['end', 'renew', 'release'] as const) {
      vi.spyOn(RedisStore.prototype, method).mockRejectedValue(new Error('dead'));
    }
    void this.tools.close();
  }
}

const STORES = {
  memory: (use: (store: Store) => Promise<void>) => use(new MemoryStore()),
  redis: (use: (store: Store) => Promise<void>) => withRedis((redis) => use(storeIn(redis))),
};

describe.each(Object.entries(STORES))('in %s', (_, withStore) => {
  it('an operation runs and has a result', () =>
    withStore(async (store) => {
      const one = new Replica(store);
      const id = await one.begin('count', { ms: 1_000 });
      expect((await one.ask('operation_status', { operation_id: id })).status).toBe('running');
      const { result } = await one.until(id, 'completed');
      expect(result?.structuredContent).toEqual({ result: 'count' });
    }));

  it('a failure is an end', () =>
    withStore(async (store) => {
      const one = new Replica(store);
      const { result } = await one.until(await one.begin('count', { fails: true }), 'failed');
      expect(result?.isError).toBe(true);
    }));

  it('an operation is cancelled', () =>
    withStore(async (store) => {
      const one = new Replica(store);
      const id = await one.begin('count', { ms: 30_000 });
      expect((await one.ask('operation_cancel', { operation_id: id })).status).toBe('cancelled');
    }));

  it('an end is written once, and forgotten in time', () =>
    withStore(async (store) => {
      await store.add(operation({}));
      expect(await store.end(operation({ state: 'completed' }), 1)).toBe(true);
      expect(await store.end(operation({ state: 'failed' }), 60)).toBe(false);
      await store.cancel('a');
      expect((await store.find('a'))?.state).toBe('completed');
      await sleep(1_200);
      expect(await store.find('a')).toBeUndefined();
    }));
});

const operation = (more: Partial<Operation>): Operation => ({
  id: 'a',
  tool: 'count',
  arguments: {},
  owner: '',
  claims: null,
  repeatable: true,
  state: 'running',
  worker: 'w',
  result: null,
  ...more,
});

describe('callers', () => {
  it('see their own operations only', async () => {
    const one = new Replica(new MemoryStore());
    const a = { ...NOBODY, claims: { sub: 'a', iss: 'i', exp: 7 } };
    const args = { operation_id: await one.begin('count', {}, a) };
    const again = { ...a, claims: { ...a.claims, exp: 8 } };
    expect((await one.ask('operation_status', args, again)).tool).toBe('count');
    for (const other of [NOBODY, { ...a, claims: { sub: 'b', iss: 'i' } }]) {
      await expect(one.ask('operation_status', args, other)).rejects.toThrow('no operation');
    }
  });

  it.each(['nothing', 'start_operation'])('cannot start %s', async (tool) => {
    const one = new Replica(new MemoryStore());
    await expect(one.begin(tool)).rejects.toThrow(`there is no tool ${tool} to start`);
  });

  it('have to wait when too many run', async () => {
    vi.stubEnv('MCP_OPERATIONS', '1');
    const one = new Replica(new MemoryStore());
    await one.begin('count', { ms: 30_000 });
    await expect(one.begin('count')).rejects.toThrow('running already');
  });

  it('can start what is found by search', async () => {
    vi.stubEnv('MCP_TOOLS', 'dynamic');
    const one = new Replica(new MemoryStore());
    const { result } = await one.until(await one.begin('get_pet', { pet_id: 1 }), 'completed');
    expect(result?.structuredContent).toEqual({ pet_id: 1 });
  });
});

describe('replicas', () => {
  it('answer for any operation', () =>
    withRedis(async (redis) => {
      const [first, second] = [new Replica(storeIn(redis)), new Replica(storeIn(redis))];
      await second.until(await first.begin('count'), 'completed');
      const slow = await first.begin('count', { ms: 30_000 });
      await second.ask('operation_cancel', { operation_id: slow });
      await first.feature.keep();
      await second.until(slow, 'cancelled');
    }));

  it('give an end to what a dead one ran', () =>
    withRedis(async (redis) => {
      const [first, second] = [new Replica(storeIn(redis)), new Replica(storeIn(redis))];
      const again = await first.begin('count', { ms: 1_000 });
      const once = await first.begin('order', { ms: 30_000 });
      const gone = await first.begin('order', { ms: 30_000 });
      first.die();
      await sleep(1_200);
      vi.restoreAllMocks();
      await storeIn(redis).cancel(gone);
      now += LEASE_SECONDS + 1;
      await second.feature.keep();
      await second.until(again, 'completed');
      const { result } = await second.until(once, 'failed');
      expect(JSON.stringify(result)).toContain('not known');
      await second.until(gone, 'cancelled');
      expect(second.calls).toEqual(['count']);
    }));

  it('leave to others what can be repeated when they stop', () =>
    withRedis(async (redis) => {
      const [first, second] = [new Replica(storeIn(redis)), new Replica(storeIn(redis))];
      const again = await first.begin('count', { ms: 1_500 });
      const once = await first.begin('order', { ms: 50 });
      const late = await first.begin('order', { ms: 30_000 });
      await first.tools.start();
      await first.tools.close();
      await second.until(once, 'completed');
      await second.feature.keep();
      await second.until(again, 'completed');
      const { result } = await second.until(late, 'failed');
      expect(JSON.stringify(result)).toContain('not known');
      expect(second.calls).toEqual(['count']);
    }));

  it('keep what they run for as long as they live', () =>
    withRedis(async (redis) => {
      const [first, second] = [new Replica(storeIn(redis)), new Replica(storeIn(redis))];
      const id = await first.begin('count', { ms: 400 });
      for (let count = 0; count < 4; count += 1) {
        now += LEASE_SECONDS * 0.6;
        await first.feature.keep();
        await second.feature.keep();
      }
      await first.until(id, 'completed');
      expect(second.calls).toEqual([]);
    }));

  it('forget leases of what is not kept any more', () =>
    withRedis(async (redis) => {
      const store = storeIn(redis);
      await store.add(operation({ arguments: { state: 'running', worker: 'x' } }));
      await redis.del('mcp-package:operation:a');
      now += LEASE_SECONDS + 1;
      expect(await store.claim('v')).toEqual([]);
      expect(await redis.zcard('mcp-package:operation-leases')).toBe(0);
    }));
});
