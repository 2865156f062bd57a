import type { LoadPolicy, SpecWorld } from '../../stages.js';
import { MAX_REDIRECTS } from '../limits.js';
import { errorCode, tooLarge } from './file-problem.js';
import { printableUrl } from './hosts.js';

/** A failure to fetch, as a diagnostic says it. */
export interface FetchProblem {
  readonly code: string;
  readonly message: string;
}

export interface Fetched {
  readonly bytes: Uint8Array;
  /** Where the redirects ended. */
  readonly url: URL;
}

/** What a request may do: connect to these addresses of the host alone, or to whatever its name stands for when there are none. */
export interface Admission {
  readonly addresses?: readonly string[];
}

/** Why an address must not be asked, or how it may be. Asked before each request, of redirects too. */
export type Guard = (url: URL, from: URL | undefined) => Promise<FetchProblem | Admission>;

/** How long a server may be silent before its first sign of life. */
const FIRST_ANSWER_MS = 4_000;
const ACCEPT = 'application/json, application/yaml, application/vnd.oai.openapi;q=0.9, */*;q=0.5';

/**
 * Gets the bytes behind an http(s) address: a few redirects, limits of time and size, credentials of the address only
 * for the host that they were written for.
 */
export async function fetchBytes(
  start: URL,
  policy: LoadPolicy,
  world: SpecWorld,
  guard: Guard,
): Promise<Fetched | FetchProblem> {
  const abort = new AbortController();
  const total = setTimeout(() => abort.abort(), policy.timeoutMs);
  try {
    let from: URL | undefined;
    let url = start;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const admitted = await guard(url, from);
      if ('code' in admitted) return admitted;
      const response = await request(url, start, world, abort, policy, admitted);
      const location = isRedirect(response.status) ? response.headers.get('location') : null;
      if (location === null) return await readAnswer(response, url, policy);
      await response.body?.cancel();
      from = url;
      const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
      if (next === undefined || !/^https?:$/.test(next.protocol)) {
        return problem(url, 'spec.url-redirect', 'redirects to an address that is not http or https');
      }
      url = next;
    }
    return problem(start, 'spec.url-redirect', `redirects more than ${MAX_REDIRECTS} times`);
  } catch (error) {
    return explain(error, start, policy);
  } finally {
    clearTimeout(total);
  }
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

const problem = (url: URL, code: string, what: string): FetchProblem => ({
  code,
  message: `${printableUrl(url)} ${what}`,
});

async function request(
  url: URL,
  start: URL,
  world: SpecWorld,
  abort: AbortController,
  policy: LoadPolicy,
  admitted: Admission,
) {
  const plain = new URL(url.href);
  plain.username = '';
  plain.password = '';
  plain.hash = '';
  const headers: Record<string, string> = { accept: ACCEPT };
  // A redirect's own user and password are not used: only what the user typed, and only where it was meant.
  if (start.username !== '' && url.origin === start.origin) headers['authorization'] = basicAuth(start);
  const silent = setTimeout(() => abort.abort(), Math.min(FIRST_ANSWER_MS, policy.timeoutMs));
  try {
    return await world.fetch(plain.href, { headers, signal: abort.signal, ...admitted });
  } finally {
    clearTimeout(silent);
  }
}

function basicAuth(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

async function readAnswer(response: Response, url: URL, policy: LoadPolicy): Promise<Fetched | FetchProblem> {
  if (!response.ok) {
    await response.body?.cancel();
    const hint = [401, 403].includes(response.status) ? ': it wants credentials' : '';
    const text = response.statusText === '' ? '' : ` ${response.statusText}`;
    return problem(url, 'spec.url-status', `answered ${response.status}${text}${hint}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted as it arrives, unpacked: a few packed kilobytes can be gigabytes.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > policy.maxBytes) return { code: 'spec.too-large', message: tooLarge(policy.maxBytes) };
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), url };
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'cannot be reached: the connection was refused. Is the server running?',
  ENOTFOUND: 'cannot be reached: the host is unknown',
  EAI_AGAIN: 'cannot be reached: the host name could not be looked up',
  ECONNRESET: 'closed the connection without an answer',
  UND_ERR_SOCKET: 'closed the connection without an answer',
  ENETUNREACH: 'cannot be reached from this network',
  EHOSTUNREACH: 'cannot be reached from this network',
  CERT_HAS_EXPIRED: 'has an expired certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a self-signed certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a self-signed certificate in its chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that cannot be verified',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host name',
};

/** Names the failure by its code only: a message of the network layer can hold the address with its password. */
function explain(error: unknown, url: URL, policy: LoadPolicy): FetchProblem {
  const code = errorCode(error);
  if (code === 'AbortError' || code === 'TimeoutError' || code.endsWith('_TIMEOUT') || code === 'ETIMEDOUT') {
    const seconds = Math.min(FIRST_ANSWER_MS, policy.timeoutMs) / 1000;
    const what = `did not answer in time (${seconds} s to the first sign, ${policy.timeoutMs / 1000} s in all)`;
    return problem(url, 'spec.url-timeout', what);
  }
  if (error instanceof TypeError && error.cause instanceof Error && error.cause.message === 'bad port') {
    return problem(url, 'spec.url-unreachable', 'uses a port that is reserved for something else than http');
  }
  return problem(url, 'spec.url-unreachable', REASONS[code] ?? `cannot be read (${code})`);
}
