/** One limit per client, however many replicas there are. */
import type { Redis } from 'ioredis';
import type { Dependency, Extension } from '../runtime/extensions.js';
import { Buckets, type Limiter } from '../runtime/guards.js';
import { describeError, log } from '../runtime/log.js';
import type { Settings } from '../runtime/settings.js';
import { connected, look, PREFIX } from './shared-redis.js';

/**
 * A token bucket: KEYS[1] its key; ARGV rate, burst, tokens to take (0 only looks). Redis' own clock, so that replicas with
 * other clocks agree. Gives the milliseconds until there is a token.
 */
const BUCKET = `
local rate, burst, take = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(state[1]) or burst
tokens = math.min(burst, tokens + math.max(0, now - (tonumber(state[2]) or now)) * rate)
if tokens < 1 then return math.ceil((1 - tokens) / rate * 1000) end
if take > 0 then
  redis.call('HSET', KEYS[1], 'tokens', tostring(tokens - take), 'at', tostring(now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(burst / rate * 1000) + 1000)
end
return 0
`;

/** Counts in Redis; in this process while Redis is away. */
export class SharedLimiter implements Limiter {
  readonly #redis: Redis;
  readonly #local: Buckets;

  constructor(redis: Redis, rate: number, burst: number) {
    this.#redis = redis;
    this.#local = new Buckets(rate, burst);
  }

  wait(client: string): Promise<number> {
    return this.#ask(client, 0);
  }

  take(client: string): Promise<number> {
    return this.#ask(client, 1);
  }

  async #ask(client: string, tokens: number): Promise<number> {
    const { rate, burst } = this.#local;
    if (rate === 0) return 0;
    try {
      const key = `${PREFIX}rate:${client}`;
      return Number(await this.#redis.eval(BUCKET, 1, key, rate, burst, tokens)) / 1000;
    } catch (error) {
      log('warning', 'rate limit without redis', describeError(error));
    }
    return tokens > 0 ? this.#local.take(client) : this.#local.wait(client);
  }
}

/** Has the guard count in Redis where one is configured. */
export class RateLimit implements Extension {
  #redis: Redis | undefined;

  async start(): Promise<void> {
    this.#redis = await connected();
  }

  stop(): void {
    this.#redis?.disconnect();
  }

  limiter({ rate, burst }: Settings): Limiter | undefined {
    return this.#redis === undefined ? undefined : new SharedLimiter(this.#redis, rate, burst);
  }

  /** Calls are served without Redis. */
  dependencies(): Promise<readonly Dependency[]> {
    return look(this.#redis);
  }
}
