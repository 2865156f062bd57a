// What happens is decided by a seed and the number of a call, not by when the call comes: the same seed, the same plan.
import { createHash } from 'node:crypto';

/** A number from 0 to 1, always the same for the same words. */
export function chance(...words) {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE(0) / 2 ** 32;
}

/** One of `list`, always the same for the same words. */
export const pick = (list, ...words) => list[Math.floor(chance('pick', ...words) * list.length)];

/** What only the API can know of an id: an answer that holds it came from there. */
export const proofOf = (id) => createHash('sha256').update(`proof of ${id}`).digest('hex').slice(0, 16);

const TICK_MS = 100;
const LATE_MS = 400;
let expected = Date.now() + TICK_MS;
let lateAt = 0;
setInterval(() => {
  if (Date.now() - expected > LATE_MS) lateAt = Date.now();
  expected = Date.now() + TICK_MS;
}, TICK_MS).unref();

/** Whether this process itself, which plays the API and the clients, has been kept waiting by the machine since `began`. */
export const wasLate = (began) => lateAt >= began;

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
