/** Sending a request: retries, redirects, limits, and errors for what comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { Call } from './calls.js';
import type { Connection } from './credentials.js';
import { ApiError, InvalidAnswer } from './errors.js';
import { isPassing, noAnswer, redirected, refused, tooLarge } from './failures.js';
import { backoff, MAX_TRIES, MAX_WAIT, mayRepeat, retryAfter } from './retries.js';
import { type Headers, headerOf, readCapped } from './wire.js';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const ERROR_BYTES = 64_000;

/** A good answer. */
export interface Delivered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface Delivery extends Connection {
  /** When the call must be over, by `performance.now`. */
  readonly deadline: number;
  readonly maxBytes: number;
}

/**
 * Sends until there is a good answer, or no reason to hope for one. Throws `ApiError` when the API refused or did not answer,
 * `InvalidAnswer` for a body that is too long, and the signal's reason when it was aborted.
 */
export async function deliver(call: Call, delivery: Delivery): Promise<Delivered> {
  const { signal, deadline } = delivery;
  for (let attempt = 1; ; attempt += 1) {
    let wait = backoff(attempt);
    const mayTry = (): boolean => call.mayRetry?.() ?? attempt < MAX_TRIES;
    try {
      const answer = await follow(call, delivery);
      if (answer.status < 300 || answer.status === 304) return answer;
      const asked = retryAfter(headerOf(answer.headers, 'retry-after'));
      wait = asked ?? wait;
      const isInTime = wait <= MAX_WAIT && performance.now() + wait * 1000 < deadline;
      if (!mayRepeat(call.method, call.headers, answer.status) || !isInTime || !mayTry()) {
        throw refusal(call, answer, asked);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError || error instanceof InvalidAnswer) throw error;
      // Connections that break are tried once more, answers that say "later" twice.
      const mayRepeatIt = mayRepeat(call.method, call.headers) && isPassing(error);
      if (attempt > 1 || !mayRepeatIt || !mayTry()) {
        throw new ApiError(0, noAnswer(call.operation, error), undefined, { cause: error });
      }
    }
    await sleep(wait * 1000, undefined, { signal });
  }
}

/** The error for a status of 300 and above. */
function refusal(call: Call, answer: Delivered, wait: number | undefined): ApiError {
  if (answer.status === 401) for (const scheme of call.schemes) scheme.forget?.();
  const { message, details } = refused({
    ...answer,
    operation: call.operation,
    wait,
    missing: call.missing,
    variables: call.schemes.flatMap(({ variables }) => variables),
  });
  return new ApiError(answer.status, message, details);
}

interface Hop {
  readonly method: string;
  readonly target: string;
  readonly bytes: Buffer | undefined;
}

/** Sends once, and follows redirects that stay at the same origin. */
async function follow(call: Call, delivery: Delivery): Promise<Delivered> {
  let hop: Hop = { method: call.method, target: call.target, bytes: call.bytes };
  let status = 0;
  for (let count = 0; count <= MAX_REDIRECTS; count += 1) {
    const answer = await send(call, hop, delivery);
    status = answer.statusCode;
    const location = headerOf(answer.headers, 'location');
    if (!REDIRECTS.has(status) || location === '') return read(call.method, answer, delivery);
    await answer.body.dump();
    const target = sameOrigin(location, `${call.origin}${hop.target}`);
    if (target === undefined) break;
    hop = status === 303 ? { method: 'GET', target, bytes: undefined } : { ...hop, target };
  }
  throw new ApiError(status, redirected(call.operation, status));
}

const send = (call: Call, { method, target, bytes }: Hop, { dispatcher, signal }: Delivery) =>
  dispatcher.request({
    origin: call.origin,
    path: target,
    method: method as Dispatcher.HttpMethod,
    headers: call.headers,
    body: bytes ?? null,
    signal,
  });

async function read(
  method: string,
  { statusCode, headers, body }: Dispatcher.ResponseData,
  { maxBytes }: Delivery,
): Promise<Delivered> {
  const limit = statusCode < 300 ? maxBytes : ERROR_BYTES;
  if (method === 'HEAD') {
    await body.dump();
    return { status: statusCode, headers, body: Buffer.alloc(0) };
  }
  const bytes = await readCapped(body, headers, limit);
  if (bytes === undefined && statusCode < 300) throw new InvalidAnswer(statusCode, tooLarge(limit));
  return { status: statusCode, headers, body: bytes ?? Buffer.alloc(0) };
}

/** Path and query of a redirect that stays at the origin; undefined for any other. */
function sameOrigin(location: string, base: string): string | undefined {
  if (!URL.canParse(location, base)) return undefined;
  const { origin, pathname, search } = new URL(location, base);
  return origin === new URL(base).origin ? `${pathname}${search}` : undefined;
}
