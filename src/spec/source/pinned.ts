import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { SpecRequest } from '../../stages.js';

/** Answers the question for a host's addresses with those that are known. */
const answering =
  (addresses: readonly string[]): LookupFunction =>
  (_, { all }, answer) => {
    const known = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    const [first] = known;
    if (all === true) answer(null, known);
    else if (first === undefined) answer(Object.assign(new Error(), { code: 'ENOTFOUND' }), '');
    else answer(null, first.address, first.family);
  };

/**
 * A GET that connects to the given addresses and to no other, whatever the host's name stands for by now; host, certificate and
 * redirects are those of the URL. `fetch` has no door for that. Rejects with Node's error.
 */
export async function pinnedFetch(
  url: string,
  request: SpecRequest,
  addresses: readonly string[],
): Promise<Response> {
  const { headers, signal } = request;
  const send = url.startsWith('https:') ? https.get : http.get;
  const asked = send(url, { headers, signal, lookup: answering(addresses), agent: false });
  const [message]: IncomingMessage[] = await once(asked, 'response');
  // From here on the body says what went wrong.
  asked.on('error', () => {});
  if (message === undefined) throw Object.assign(new Error(), { code: 'ECONNRESET' });
  return responseOf(message);
}

const UNPACKERS = { br: createBrotliDecompress, deflate: createInflate, gzip: createGunzip };

/** An answer as `fetch` gives it: unpacked as it arrives, though nothing packed was asked for. */
function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) if (value) headers.set(name, String(value));
  const packing = Object.entries(UNPACKERS).find(([name]) => name === message.headers['content-encoding']);
  const body = packing === undefined ? message : message.pipe(packing[1]());
  if (body !== message) message.once('error', (error) => body.destroy(error));
  const isEmpty = [204, 205, 304].includes(status);
  if (isEmpty) message.resume();
  const content = isEmpty ? null : (Readable.toWeb(body) as ReadableStream<Uint8Array>);
  return new Response(content, { status, statusText: message.statusMessage ?? '', headers });
}
