/** What stands before the MCP endpoint over HTTP: names, bearer tokens and a limit per client. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { Clients } from './clients.js';
import type { Claims } from './extensions.js';
import type { Settings } from './settings.js';
import { TokenCheck } from './tokens.js';

const MOST_CLIENTS = 10_000;

interface Level {
  readonly tokens: number;
  /** Seconds. */
  readonly at: number;
}

/** Counts the requests of clients, here or for all replicas together. */
export interface Limiter {
  /** Seconds until the client may send a request; 0 for now. */
  wait(client: string): number | Promise<number>;
  /** Counts a request if it may be sent now; otherwise the seconds until it may. */
  take(client: string): number | Promise<number>;
}

/** A token bucket per client: `rate` requests per second (0: no limit), `burst` at once. */
export class Buckets implements Limiter {
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

  /** Counts a request if it may be sent now; otherwise the seconds until it may. */
  take(client: string): number {
    const wait = this.wait(client);
    if (wait > 0) return wait;
    const { tokens, at } = this.#level(client);
    this.#levels.delete(client);
    this.#levels.set(client, { tokens: tokens - 1, at });
    const [oldest] = this.#levels.keys();
    if (this.#levels.size > MOST_CLIENTS && oldest !== undefined) this.#levels.delete(oldest);
    return 0;
  }

  #level(client: string): Level {
    const at = this.now();
    const before = this.#levels.get(client) ?? { tokens: this.burst, at };
    return { tokens: Math.min(this.burst, before.tokens + (at - before.at) * this.rate), at };
  }
}

/** A request on its way to the SDK, which hands `auth` on to whoever answers. */
export type GuardedRequest = IncomingMessage & { auth?: AuthInfo };

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
  readonly #limiter: Limiter;
  readonly #challenge: string;
  readonly #clients = new Clients();
  readonly #hosts: readonly string[];
  readonly #origins: readonly string[];

  /** `challenge`: more for `WWW-Authenticate` than `Bearer error="invalid_token"`. */
  constructor(
    settings: Settings,
    host: string,
    limiter: Limiter = new Buckets(settings.rate, settings.burst),
    challenge = '',
  ) {
    this.#check = new TokenCheck(settings);
    this.#limiter = limiter;
    this.#challenge = challenge;
    const own = ['0.0.0.0', '::'].includes(host) ? [] : [host.includes(':') ? `[${host}]` : host];
    const names = [...new Set(['127.0.0.1', 'localhost', '[::1]', ...own])];
    const hosts = names.flatMap((name) => [name, `${name}:*`]);
    this.#hosts = [...hosts, ...settings.allowedHosts];
    this.#origins = [...hosts.map((name) => `http://${name}`), ...settings.allowedOrigins];
  }

  /** Undefined where the request may pass; it carries what its token says then. */
  async refuse(request: GuardedRequest): Promise<Refusal | undefined> {
    const { host = '', origin, authorization = '' } = request.headers;
    if (!isAllowed(host, this.#hosts)) return refusal(421, { error: 'Invalid Host header.' });
    if (origin !== undefined && !isAllowed(origin, this.#origins)) {
      return refusal(403, { error: 'Invalid Origin header.' });
    }
    let client = this.#clients.addressOf(request);
    if (this.#check.isRequired) {
      const wait = await this.#limiter.wait(client);
      if (wait > 0) return tooMany(wait);
      const claims = await this.#check.claims(authorization);
      if (claims === undefined) {
        await this.#limiter.take(client);
        return unauthorized(this.#challenge);
      }
      request.auth = authOf(claims);
      client = createHash('sha256').update(authorization).digest('hex');
    }
    const wait = await this.#limiter.take(client);
    return wait > 0 ? tooMany(wait) : undefined;
  }
}

/** The token itself stays here: nothing behind the guard needs it. */
const authOf = (claims: Claims): AuthInfo => ({
  token: '',
  clientId: '',
  scopes: [],
  extra: { claims },
});

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

const unauthorized = (challenge: string): Refusal =>
  refusal(
    401,
    { error: 'invalid_token', error_description: 'A valid bearer token is needed.' },
    { 'www-authenticate': `Bearer error="invalid_token"${challenge}` },
  );
