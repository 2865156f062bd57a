import type { IncomingMessage } from 'node:http';
import type { SentRequest } from './types.js';

/** What HTTP and its libraries add by themselves. */
const OF_THE_LIBRARY = new Set([
  'host',
  'connection',
  'accept-encoding',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'proxy-connection',
  'traceparent',
  'x-opentelemetry',
]);
const LIBRARY_AGENT = /^(python-httpx|httpx|python-requests|python-urllib|Python\/\d|aiohttp)/i;

type Pair = readonly [string, string];
const byText = (a: Pair, b: Pair): number => (a.join('\0') < b.join('\0') ? -1 : 1);

/** Brings a request into the spelling in which two servers are compared. */
export function sentRequest(
  request: IncomingMessage,
  scheme: SentRequest['scheme'],
  body: string,
): SentRequest {
  const { method = '', url = '/' } = request;
  const host = request.headers.host ?? '';
  const target = targetOf(url, host, method);
  const headers = headersOf(request.rawHeaders);
  return {
    method,
    scheme,
    host: target.host === '' ? host : target.host,
    path: decoded(target.pathname),
    query: [...target.searchParams].sort(byText),
    headers,
    body: bodyValue(body, headers.find(([name]) => name === 'content-type')?.[1] ?? ''),
  };
}

/** `CONNECT host:443` has no path; a request to a proxy names its host in the line itself. */
function targetOf(url: string, host: string, method: string): URL {
  const base = `http://${host === '' ? 'unknown' : host}`;
  try {
    return method === 'CONNECT' ? new URL(`http://${url}/`) : new URL(url, base);
  } catch {
    return new URL('/unreadable', 'http://unknown');
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function headersOf(raw: readonly string[]): Pair[] {
  const found: Pair[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const byLibrary =
      OF_THE_LIBRARY.has(name) ||
      (name === 'user-agent' && LIBRARY_AGENT.test(value)) ||
      (name === 'accept' && value === '*/*');
    if (byLibrary) continue;
    // Boundaries are random, and each library spells the charset in its own way.
    found.push([name, name === 'content-type' ? value.replace(/;\s*(charset|boundary)=.*/, '') : value]);
  }
  return found.sort(byText);
}

function bodyValue(body: string, type: string): unknown {
  if (body === '') return '';
  if (type.includes('form-urlencoded')) return [...new URLSearchParams(body)].sort(byText);
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
