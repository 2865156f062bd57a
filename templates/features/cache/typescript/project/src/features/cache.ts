/** Answers that are asked for again. */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Call } from '../runtime/calls.js';
import type { Delivered } from '../runtime/delivery.js';
import { SettingsError } from '../runtime/errors.js';
import type { Dependency, Extension, ProceedRequest } from '../runtime/extensions.js';
import { describeError, log } from '../runtime/log.js';
import { listSetting, numberSetting } from '../runtime/settings.js';
import { type Headers, headerOf } from '../runtime/wire.js';
import { type Entry, type Found, MemoryStore, RedisStore, type Store } from './cache-stores.js';
import { connected, look } from './shared-redis.js';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const KEPT_HEADERS = ['content-type', 'link', 'etag', 'last-modified'];
/** They are new in each request, and the answer does not depend on them. */
const TRACE_HEADERS = new Set(['traceparent', 'tracestate', 'baggage']);
/** Longer answers are not kept. */
const MOST_BYTES = 2_000_000;
/** How long an answer with an ETag is kept after its time, to be asked for with If-None-Match. */
const STALE_SECONDS = 3600;

/** Keeps answers to GET requests; any other request makes all earlier answers void. */
export class Cache implements Extension {
  readonly #seconds = numberSetting('MCP_CACHE_SECONDS', 60);
  readonly #own = readTimes(listSetting('MCP_CACHE_OPERATIONS'));
  #store: Store = new MemoryStore(numberSetting('MCP_CACHE_MB', 64) * 1_000_000);
  #redis: Redis | undefined;

  async start(): Promise<void> {
    this.#redis = await connected();
    if (this.#redis !== undefined) this.#store = new RedisStore(this.#redis);
  }

  stop(): void {
    this.#redis?.disconnect();
  }

  /** Answers from the cache, or sends the request and keeps its answer. */
  async aroundRequest(call: Call, proceed: ProceedRequest): Promise<Delivered> {
    if (!READING.has(call.method)) return this.#change(call, proceed);
    const seconds = this.#own.get(call.operation) ?? this.#seconds;
    if (call.method !== 'GET' || seconds === 0) return proceed(call);
    const key = keyOf(call);
    const found = await this.#find(key);
    const { entry } = found;
    if (entry !== undefined && Date.now() / 1000 < entry.until) return answerOf(entry);
    const etag = entry?.headers['etag'];
    const headers = etag === undefined ? call.headers : { ...call.headers, 'If-None-Match': etag };
    const answer = await proceed({ ...call, headers });
    const isSame = answer.status === 304 && entry !== undefined;
    const fresh = isSame
      ? answerOf({ ...entry, headers: { ...entry.headers, ...keptOf(answer.headers) } })
      : answer;
    await this.#keep(key, fresh, lifetime(answer.headers, seconds), found.generation);
    return fresh;
  }

  /** Nothing that was asked for before the change, or while it is made, counts after it. */
  async #change(call: Call, proceed: ProceedRequest): Promise<Delivered> {
    await this.#void(call);
    try {
      return await proceed(call);
    } finally {
      await this.#void(call);
    }
  }

  /** A generation of -1 is none: what is kept then would never be found. */
  async #find(key: string): Promise<Found> {
    try {
      return await this.#store.find(key);
    } catch (error) {
      log('warning', 'cache cannot be read', describeError(error));
      return { generation: -1, entry: undefined };
    }
  }

  async #keep(
    key: string,
    { status, headers, body }: Delivered,
    seconds: number | undefined,
    generation: number,
  ): Promise<void> {
    const isKept = status === 200 && seconds !== undefined && body.length <= MOST_BYTES;
    if (!isKept || generation < 0) return;
    const kept = keptOf(headers);
    const entry: Entry = { generation, until: Date.now() / 1000 + seconds, headers: kept, body };
    const stale = kept['etag'] === undefined ? 0 : STALE_SECONDS;
    try {
      await this.#store.keep(key, entry, seconds + stale);
    } catch (error) {
      log('warning', 'cache cannot be written', describeError(error));
    }
  }

  async #void({ operation }: Call): Promise<void> {
    try {
      await this.#store.void();
    } catch (error) {
      log('error', 'cache may be out of date', { operation, ...describeError(error) });
    }
  }

  /** Calls are served without Redis. */
  dependencies(): Promise<readonly Dependency[]> {
    return look(this.#redis);
  }
}

const answerOf = ({ headers, body }: Entry): Delivered => ({ status: 200, headers, body });

const keptOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headerOf(headers, name);
      return value === '' ? [] : [[name, value] as const];
    }),
  );

/** The same for two requests that get the same answer: address, headers, credentials. */
export function keyOf({ method, origin, target, headers }: Call): string {
  const sent = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !TRACE_HEADERS.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([method, origin, target, sent]);
  return createHash('sha256').update(text).digest('hex');
}

/** Seconds that an answer may be kept; undefined for not at all. `Cache-Control` of RFC 9111 section 5.2.2. */
export function lifetime(headers: Headers, seconds: number): number | undefined {
  const said = headerOf(headers, 'cache-control').toLowerCase().split(',');
  const control = new Set(said.map((part) => part.trim()));
  const hasTag = headerOf(headers, 'etag') !== '';
  if (control.has('no-store') || control.has('private')) return undefined;
  if (headerOf(headers, 'vary').trim() === '*') return undefined;
  if (control.has('no-cache')) return hasTag ? 0 : undefined;
  const age = [...control].map((part) => /^max-age=(\d{1,9})$/.exec(part)?.[1]).find(Boolean);
  const allowed = age === undefined ? seconds : Number(age);
  return allowed > 0 || hasTag ? allowed : undefined;
}

/** Reads `GET /books=300` and the like. Throws `SettingsError` for something else. */
export function readTimes(parts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    parts.map((part) => {
      const [, operation, seconds] = /^(GET \/.*?)\s*=\s*(\d{1,9}(?:\.\d+)?)$/.exec(part) ?? [];
      if (operation !== undefined && seconds !== undefined) return [operation, Number(seconds)];
      throw new SettingsError('MCP_CACHE_OPERATIONS must be like GET /books=300,GET /cart=0');
    }),
  );
}
