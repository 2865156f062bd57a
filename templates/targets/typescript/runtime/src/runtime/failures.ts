/** Texts for what went wrong with a request: what happened, and what to change. */
import { STATUS_CODES } from 'node:http';
import { errorDetails } from './redaction.js';
import { type Headers, headerOf } from './wire.js';

const ADVICE: Readonly<Record<number, string>> = {
  400: 'Change the arguments.',
  404: 'Check the identifiers in the arguments.',
  405: 'The API does not offer this operation.',
  409: 'It contradicts the present state; look at that first.',
  413: 'Send less.',
  422: 'Change the arguments.',
};

/** The total deadline has passed. */
export const timedOut = (operation: string, seconds: number): string =>
  `${operation} timed out after ${seconds} s. Try again later, or ask for less at a time. ` +
  'Whether the request had an effect is not known.';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const TLS = /^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO)/;
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH)/;
const BROKEN = /^(Z_|ERR__|ERR_BROTLI|UND_ERR_RES)/;
const CLOSED = /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM)/;

/** Whether the same request may succeed a moment later. */
export const isPassing = (error: unknown): boolean => {
  const code = codeOf(error);
  return [UNREACHABLE, BROKEN, CLOSED, /^UND_ERR_CONNECT_TIMEOUT$/].some((pattern) =>
    pattern.test(code),
  );
};

/** There was no complete answer. The exception's own text may hold values and is not used. */
export function noAnswer(operation: string, error: unknown): string {
  const code = codeOf(error);
  const texts: readonly (readonly [RegExp, string])[] = [
    [TLS, 'no trusted TLS connection to the API. Check the base URL.'],
    [/^UND_ERR_CONNECT_TIMEOUT$/, 'connecting to the API timed out after 5 s.'],
    [UNREACHABLE, 'the API could not be reached. Check the base URL.'],
    [BROKEN, 'the answer was cut short or its encoding is broken.'],
    [CLOSED, 'the API closed the connection without a complete answer.'],
  ];
  const text = texts.find(([pattern]) => pattern.test(code))?.[1];
  return `${operation} failed: ${text ?? 'the answer is not readable as HTTP.'}`;
}

/** A redirect that is not followed: credentials never go to another origin. */
export const redirected = (operation: string, status: number): string =>
  `${operation} answered ${status}, a redirect to another address, which is not followed. ` +
  'If the API has moved, change the base URL in the environment of this server.';

/** The body was longer than the limit on the wire. */
export const tooLarge = (limit: number): string =>
  `the answer is too large (limit ${limit / 1_000_000} MB); ` +
  'ask for less: a smaller page, a narrower filter, or fewer members';

export interface Refusal {
  readonly operation: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Seconds that the API asked to wait. */
  readonly wait: number | undefined;
  /** Variables of credentials that are not set. */
  readonly missing: readonly string[];
  /** Variables of the credentials that were sent. */
  readonly variables: readonly string[];
}

/** Text and details for an error status. Only known members of a JSON body are shown. */
export function refused(refusal: Refusal): { message: string; details?: Record<string, unknown> } {
  const { operation, status, headers, body } = refusal;
  const details = detailsOf(headers, body);
  const parts = [
    `${`${operation} answered ${status} ${STATUS_CODES[status] ?? ''}`.trim()}.`,
    adviceFor(refusal),
    details === undefined ? '' : `The API says: ${JSON.stringify(details).slice(0, 1200)}`,
  ];
  const message = parts.filter((part) => part !== '').join(' ');
  return details === undefined ? { message } : { message, details };
}

function adviceFor({ status, wait, missing, variables }: Refusal): string {
  if ((status === 401 || status === 403) && missing.length > 0) {
    return `Set ${missing.join(' and ')} in the environment of this server.`;
  }
  if (status === 401) {
    return variables.length === 0
      ? ''
      : `Check ${variables.join(' and ')} in the environment of this server.`;
  }
  if (status === 403) return 'The credentials do not permit this.';
  if (wait !== undefined) return `Retry-After: wait ${Math.round(wait)} s before the next try.`;
  if (status === 429 || status >= 500) return 'Try again later.';
  return ADVICE[status] ?? '';
}

function detailsOf(headers: Headers, body: Buffer): Record<string, unknown> | undefined {
  if (!headerOf(headers, 'content-type').toLowerCase().includes('json')) return undefined;
  try {
    const parsed: unknown = JSON.parse(body.toString());
    return errorDetails(Array.isArray(parsed) ? { errors: parsed } : parsed);
  } catch {
    return undefined;
  }
}
