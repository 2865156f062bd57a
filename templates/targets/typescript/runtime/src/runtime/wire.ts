/** Reading what comes over the wire, with a limit. */
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One header as a text; '' when it is not there. */
export function headerOf(headers: Headers, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** The codings that `readCapped` undoes. */
export const ACCEPT_ENCODING = 'gzip, deflate, br';

function decoded(body: Readable, coding: string): Readable {
  const decoders: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  const create = decoders[coding];
  if (create === undefined) return body;
  const decoder = create();
  body.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => body.destroy());
  return body.pipe(decoder);
}

/** Reads a body without its coding; undefined when it is longer than the limit (the connection is closed). */
export async function readCapped(
  body: Readable,
  headers: Headers,
  limit: number,
): Promise<Buffer | undefined> {
  const coding = headerOf(headers, 'content-encoding').trim().toLowerCase();
  // Ending a stream early is not a failure of ours; without a listener it would end the process.
  body.on('error', () => undefined);
  if (Number(headerOf(headers, 'content-length')) > limit) {
    body.destroy();
    return undefined;
  }
  return collected(decoded(body, coding), body, limit);
}

/** Listening costs a third of iterating, and this is done for every answer. */
function collected(stream: Readable, body: Readable, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= limit) return;
      resolve(undefined);
      stream.destroy();
      body.destroy();
    });
    stream.once('end', () => {
      const [only = Buffer.alloc(0)] = chunks;
      resolve(chunks.length > 1 ? Buffer.concat(chunks, size) : only);
    });
    stream.once('error', reject);
    // Whoever ends a stream early without an error would leave this call waiting.
    stream.once('close', () => reject(new TypeError('The answer ended early.')));
  });
}
