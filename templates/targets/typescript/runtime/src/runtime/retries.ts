/** When to try again, and how long to wait. */

export const MAX_TRIES = 3;
/** Seconds; a longer Retry-After is reported instead of waited for. */
export const MAX_WAIT = 30;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const IDEMPOTENT = new Set([...SAFE, 'PUT', 'DELETE', 'TRACE']);
const FAILED = new Set([500, 502, 503, 504]);

/**
 * Whether a request may be sent again after a status (0: no answer). A 429 was not processed, so every idempotent method may
 * be repeated; after a failure only reading ones, for nobody knows how far the others came. An idempotency key allows both.
 */
export function mayRepeat(
  method: string,
  headers: Readonly<Record<string, string>>,
  status = 0,
): boolean {
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key')) {
    return FAILED.has(status) || status === 0 || status === 429;
  }
  if (status === 429) return IDEMPOTENT.has(method);
  return SAFE.has(method) && (status === 0 || FAILED.has(status));
}

/** Seconds before the next try, with jitter, so that clients do not come back together. */
export const backoff = (attempt: number): number => 0.2 * 2 ** attempt * (0.5 + Math.random());

/** Reads a Retry-After header: seconds or a date. Undefined when there is none or it is unreadable. */
export function retryAfter(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const moment = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : Math.max(0, (moment - Date.now()) / 1000);
}
