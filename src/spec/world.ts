import { open, realpath } from 'node:fs/promises';
import type { SpecWorld } from '../stages.js';

/** The real file system and the real network. */
export const diskWorld = (): Required<SpecWorld> => ({
  readFile: readBounded,
  realPath: (path) => realpath(path),
  fetch: async (url, request) => {
    if (!request.addresses?.length) return globalThis.fetch(url, { ...request, redirect: 'manual' });
    return (await import('./source/pinned.js')).pinnedFetch(url, request, request.addresses);
  },
  lookup: async (host) => {
    const { lookup } = await import('node:dns/promises');
    return (await lookup(host, { all: true })).map(({ address }) => address);
  },
});

/** An error with a code, as Node's own file functions throw. */
export const codedError = (code: string): Error => Object.assign(new Error(code), { code });

const CHUNK = 1 << 20;

/** Reads a file, a pipe too, but never more than the limit: `/dev/zero` has no size and no end. */
async function readBounded(path: string, maxBytes = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw codedError('EISDIR');
    if (stats.isFile() && stats.size > maxBytes) throw codedError('ERR_TOO_LARGE');
    if (stats.isFile() && stats.size > 0) return await handle.readFile();
    return await readChunks(handle, maxBytes);
  } finally {
    await handle.close();
  }
}

async function readChunks(handle: Awaited<ReturnType<typeof open>>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for (let size = 0; size <= maxBytes; ) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    chunks.push(buffer.subarray(0, bytesRead));
  }
  throw codedError('ERR_TOO_LARGE');
}
