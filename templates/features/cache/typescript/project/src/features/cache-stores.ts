/** Where answers are kept: in the memory of this process, or in Redis for all of them. */
import type { Redis } from 'ioredis';
import { PREFIX } from './shared-redis.js';

/** An answer. */
export interface Entry {
  /** It counts until the next change; changes are numbered. */
  readonly generation: number;
  /** When its time is over, in seconds since 1970. */
  readonly until: number;
  /** Those that matter. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The number of the last change, and the answer if it was asked for after that. */
export interface Found {
  readonly generation: number;
  readonly entry: Entry | undefined;
}

/** Keeps answers by key. */
export interface Store {
  find(key: string): Promise<Found>;
  /** Keeps an answer for some seconds. */
  keep(key: string, entry: Entry, seconds: number): Promise<void>;
  /** Says that something has changed. */
  void(): Promise<void>;
}

/** Keeps answers in this process; the ones not asked for longest go first. */
export class MemoryStore implements Store {
  readonly #room: number;
  #used = 0;
  #generation = 0;
  readonly #entries = new Map<string, { readonly gone: number; readonly entry: Entry }>();

  /** `room`: bytes for all bodies together. */
  constructor(room: number) {
    this.#room = room;
  }

  async find(key: string): Promise<Found> {
    const kept = this.#entries.get(key);
    this.#entries.delete(key);
    const generation = this.#generation;
    if (kept === undefined || kept.gone <= performance.now()) {
      this.#used -= kept?.entry.body.length ?? 0;
      return { generation, entry: undefined };
    }
    this.#entries.set(key, kept);
    return { generation, entry: kept.entry };
  }

  async keep(key: string, entry: Entry, seconds: number): Promise<void> {
    if (entry.generation !== this.#generation) return;
    this.#drop(key);
    this.#entries.set(key, { gone: performance.now() + seconds * 1000, entry });
    this.#used += entry.body.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#used <= this.#room) break;
      this.#drop(oldest);
    }
  }

  async void(): Promise<void> {
    this.#generation += 1;
    this.#entries.clear();
    this.#used = 0;
  }

  #drop(key: string): void {
    this.#used -= this.#entries.get(key)?.entry.body.length ?? 0;
    this.#entries.delete(key);
  }
}

type Head = Omit<Entry, 'body'>;

/** Keeps answers in Redis: a line of JSON, then the body. The number of the last change is read with each answer. */
export class RedisStore implements Store {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  async find(key: string): Promise<Found> {
    const [number, raw] = await this.#redis.mgetBuffer(
      `${PREFIX}generation`,
      `${PREFIX}answer:${key}`,
    );
    const generation = Number(number?.toString() ?? 0);
    if (raw === undefined || raw === null) return { generation, entry: undefined };
    const end = raw.indexOf('\n');
    const head = JSON.parse(raw.subarray(0, end).toString()) as Head;
    const entry = { ...head, body: raw.subarray(end + 1) };
    return { generation, entry: entry.generation === generation ? entry : undefined };
  }

  async keep(key: string, { body, ...head }: Entry, seconds: number): Promise<void> {
    const value = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
    await this.#redis.set(
      `${PREFIX}answer:${key}`,
      value,
      'PX',
      Math.max(1, Math.trunc(seconds * 1000)),
    );
  }

  async void(): Promise<void> {
    await this.#redis.incr(`${PREFIX}generation`);
  }
}
