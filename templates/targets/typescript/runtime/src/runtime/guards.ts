/** What stands before the MCP endpoint over HTTP: names, bearer tokens and a limit per client. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Settings } from './settings.js';
import { TokenCheck } from './tokens.js';

const MOST_CLIENTS = 10_000;

interface Level {
  readonly tokens: number;
  /** Seconds. */
  readonly at: number;
}

/** A token bucket per client: `rate` requests per second (0: no limit), `burst` at once. */
export class Buckets {
  readonly #levels = new Map<string, Level>();

  constructor(
    readonly rate: number,
    readonly burst: number,
    readonly now: () => number = () => performance.now() / 1000,
  ) {}

  /** Seconds until the client may send a request; 0 for now. */
  wait(client: string): number {
    if (this.rate === 0) return 0;
    const { tokens } = this.#level(client);
    return tokens >= 1 ? 0 : (1 - tokens) / this.rate;
  }

  /** Counts a request. */
  take(client: string): void {
    const { tokens, at } = this.#level(client);
    this.#levels.delete(client);
    this.#levels.set(client, { tokens: tokens - 1, at });
    const [oldest] = this.#levels.keys();
    if (this.#levels.size > MOST_CLIENTS && oldest !== undefined) this.#levels.delete(oldest);
  }

  #level(client: string): Level {
    const at = this.now();
    const before = this.#levels.get(client) ?? { tokens: this.burst, at };
    return { tokens: Math.min(this.burst, before.tokens + (at - before.at) * this.rate), at };
  }
}

/** An answer instead of what was asked for. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/**
 * Answers 421, 403, 429 and 401 before a body is read. A client is its address, or its token once that was found valid: nobody
 * gets a new limit by inventing tokens, and guessing tokens is limited by address.
 */
export class Guard {
  readonly #check: TokenCheck;
  readonly #buckets: Buckets;
  readonly #hosts: readonly string[];
  readonly #origins: readonly string[];

  constructor(settings: Settings, host: string) {
    this.#check = new TokenCheck(settings);
    this.#buckets = new Buckets(settings.rate, settings.burst);
    const own = ['0.0.0.0', '::'].includes(host) ? [] : [host.includes(':') ? `[${host}]` : host];
    const names = [...new Set(['127.0.0.1', 'localhost', '[::1]', ...own])];
    const hosts = names.flatMap((name) => [name, `${name}:*`]);
    this.#hosts = [...hosts, ...settings.allowedHosts];
    this.#origins = [...hosts.map((name) => `http://${name}`), ...settings.allowedOrigins];
  }

  /** Undefined where the request may pass. */
  async refuse(request: IncomingMessage): Promise<Refusal | undefined> {
    const { host = '', origin, authorization = '' } = request.headers;
    if (!isAllowed(host, this.#hosts)) return refusal(421, { error: 'Invalid Host header.' });
    if (origin !== undefined && !isAllowed(origin, this.#origins)) {
      return refusal(403, { error: 'Invalid Origin header.' });
    }
    let client = request.socket.remoteAddress ?? 'unknown';
    if (this.#check.isRequired) {
      const wait = this.#buckets.wait(client);
      if (wait > 0) return tooMany(wait);
      if (!(await this.#check.accepts(authorization))) {
        this.#buckets.take(client);
        return unauthorized();
      }
      client = createHash('sha256').update(authorization).digest('hex');
    }
    const wait = this.#buckets.wait(client);
    if (wait > 0) return tooMany(wait);
    this.#buckets.take(client);
    return undefined;
  }
}

/** `name:*` allows every port of a name. */
const isAllowed = (text: string, allowed: readonly string[]): boolean =>
  allowed.some(
    (one) =>
      one.toLowerCase() === text.toLowerCase() ||
      (one.endsWith(':*') &&
        text.toLowerCase().startsWith(one.slice(0, -1).toLowerCase()) &&
        /^\d+$/.test(text.slice(one.length - 1))),
  );

const refusal = (
  status: number,
  body: Refusal['body'],
  headers: Refusal['headers'] = {},
): Refusal => ({
  status,
  body,
  headers,
});

const tooMany = (wait: number): Refusal =>
  refusal(
    429,
    { error: 'Too many requests: rate limit reached.' },
    { 'retry-after': String(Math.ceil(wait)) },
  );

const unauthorized = (): Refusal =>
  refusal(
    401,
    { error: 'invalid_token', error_description: 'A valid bearer token is needed.' },
    { 'www-authenticate': 'Bearer error="invalid_token"' },
  );
