/** Where operations are kept: in the memory of this process, or in Redis for all of them. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Redis } from 'ioredis';
import type { Claims } from '../runtime/extensions.js';
import type { Values } from '../runtime/validation.js';
import { PREFIX } from './shared-redis.js';

/** A process that has not said for so long that it runs an operation, runs it no more. */
export const LEASE_SECONDS = 10;

export type State = 'running' | 'cancelling' | 'completed' | 'failed' | 'cancelled';

/** One operation. */
export interface Operation {
  /** Its name; not to be guessed. */
  readonly id: string;
  readonly tool: string;
  readonly arguments: Values;
  /** Who started it: a hash of what the caller's token says. */
  readonly owner: string;
  /** What the caller's token said; its scopes count for the call. */
  readonly claims: Claims | null;
  /** Whether the call may be made again. */
  readonly repeatable: boolean;
  readonly state: State;
  /** The process that runs it. */
  readonly worker: string;
  /** The result of the tool, at the end. */
  readonly result: CallToolResult | null;
}

/** Whether nothing will change any more. */
export const hasEnded = ({ state }: Operation): boolean =>
  ['completed', 'failed', 'cancelled'].includes(state);

/** Keeps operations. */
export interface Store {
  /** Keeps a new one, leased to its worker. */
  add(operation: Operation): Promise<void>;
  find(id: string): Promise<Operation | undefined>;
  /** Writes the end of one, to be kept for some seconds; false when it has ended before or has another worker now. */
  end(operation: Operation, seconds: number): Promise<boolean>;
  /** Asks for the end of one. */
  cancel(id: string): Promise<void>;
  /** Says that a worker runs these; gives those that shall be cancelled or were taken away. */
  renew(worker: string, ids: readonly string[]): Promise<readonly string[]>;
  /** Takes over what others run no more. */
  claim(worker: string): Promise<readonly Operation[]>;
  /** Leaves one to whoever claims it next. */
  release(id: string): Promise<void>;
}

/** Keeps operations in this process, which is the only one to run them. */
export class MemoryStore implements Store {
  readonly #kept = new Map<string, { readonly gone: number; readonly operation: Operation }>();

  async add(operation: Operation): Promise<void> {
    for (const [id, { gone }] of this.#kept) if (gone <= performance.now()) this.#kept.delete(id);
    this.#kept.set(operation.id, { gone: Number.POSITIVE_INFINITY, operation });
  }

  async find(id: string): Promise<Operation | undefined> {
    const kept = this.#kept.get(id);
    return kept !== undefined && kept.gone > performance.now() ? kept.operation : undefined;
  }

  async end(operation: Operation, seconds: number): Promise<boolean> {
    const found = await this.find(operation.id);
    if (found === undefined || hasEnded(found)) return false;
    this.#kept.set(operation.id, { gone: performance.now() + seconds * 1000, operation });
    return true;
  }

  async cancel(id: string): Promise<void> {
    const operation = await this.find(id);
    if (operation?.state === 'running') await this.add({ ...operation, state: 'cancelling' });
  }

  async renew(_: string, ids: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(ids.map((id) => this.find(id)));
    return found.flatMap((one) => (one?.state === 'cancelling' ? [one.id] : []));
  }

  async claim(): Promise<readonly Operation[]> {
    return [];
  }

  async release(): Promise<void> {
    // Nobody else could run it.
  }
}

// Each step is one script, so that two replicas never both believe to run an operation. KEYS: operation, leases. An operation
// is a hash; what changes stands beside what it was started with.
const END = `
local old = redis.call('HMGET', KEYS[1], 'state', 'worker')
if old[2] ~= ARGV[1] or (old[1] ~= 'running' and old[1] ~= 'cancelling') then return 0 end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'result', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZREM', KEYS[2], ARGV[5])
return 1
`;
const CANCEL = `
if redis.call('HGET', KEYS[1], 'state') == 'running' then
  redis.call('HSET', KEYS[1], 'state', 'cancelling')
end
`;
const CLAIM = `
local due = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', ARGV[1], 'LIMIT', 0, 1)
if #due == 0 then return false end
local key = KEYS[1] .. due[1]
if redis.call('EXISTS', key) == 0 then
  redis.call('ZREM', KEYS[2], due[1])
else
  redis.call('HSET', key, 'worker', ARGV[3])
  redis.call('ZADD', KEYS[2], ARGV[2], due[1])
end
return due[1]
`;

const KEY = `${PREFIX}operation:`;
const LEASES = `${PREFIX}operation-leases`;

/** Keeps operations in Redis. */
export class RedisStore implements Store {
  readonly #redis: Redis;
  readonly #now: () => Promise<number>;

  /** `now`: seconds, by the clock of Redis, for replicas may differ. */
  constructor(redis: Redis, now: () => Promise<number> = () => timeOf(redis)) {
    this.#redis = redis;
    this.#now = now;
  }

  async add(operation: Operation): Promise<void> {
    const { id, state, worker } = operation;
    const until = (await this.#now()) + LEASE_SECONDS;
    const fields = { started: JSON.stringify(operation), state, worker };
    await this.#redis.multi().hset(`${KEY}${id}`, fields).zadd(LEASES, until, id).exec();
  }

  async find(id: string): Promise<Operation | undefined> {
    const { started, state, worker, result } = await this.#redis.hgetall(`${KEY}${id}`);
    if (started === undefined) return undefined;
    const changed = { state, worker, result: JSON.parse(result ?? 'null') };
    return { ...JSON.parse(started), ...changed } as Operation;
  }

  async end({ id, worker, state, result }: Operation, seconds: number): Promise<boolean> {
    const milliseconds = Math.max(1, Math.trunc(seconds * 1000));
    const said = [worker, state, JSON.stringify(result), milliseconds, id];
    return (await this.#redis.eval(END, 2, `${KEY}${id}`, LEASES, ...said)) === 1;
  }

  async cancel(id: string): Promise<void> {
    await this.#redis.eval(CANCEL, 1, `${KEY}${id}`);
  }

  async renew(worker: string, ids: readonly string[]): Promise<readonly string[]> {
    const until = (await this.#now()) + LEASE_SECONDS;
    const lost: string[] = [];
    for (const id of ids) {
      const found = await this.find(id);
      if (found?.worker !== worker || found.state === 'cancelling') lost.push(id);
      else await this.#redis.zadd(LEASES, 'XX', until, id);
    }
    return lost;
  }

  async claim(worker: string): Promise<readonly Operation[]> {
    const found: Operation[] = [];
    for (;;) {
      const now = await this.#now();
      const id = await this.#redis.eval(CLAIM, 2, KEY, LEASES, now, now + LEASE_SECONDS, worker);
      if (typeof id !== 'string') return found;
      const operation = await this.find(id);
      if (operation !== undefined) found.push(operation);
    }
  }

  async release(id: string): Promise<void> {
    await this.#redis.zadd(LEASES, 'XX', 0, id);
  }
}

async function timeOf(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) + Number(micros) / 1e6;
}
