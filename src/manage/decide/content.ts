import { createHash } from 'node:crypto';
import type { MergeTools } from '../merge/index.js';
import { splitText } from '../merge/text.js';
import { sameLines } from '../merge/merge3.js';

/** sha256 of bytes, hex. */
export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** UTF-8 text without NUL; everything else is binary and is never merged, only kept or replaced. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** True when the only differences are those that a formatter or a change of line endings makes. */
export function sameButForLayout(
  path: string,
  ours: Uint8Array,
  base: Uint8Array,
  { format }: MergeTools,
): boolean {
  const [mine, was] = [textOf(ours), textOf(base)];
  if (mine === undefined || was === undefined) return false;
  if (sameLines(splitText(mine).lines, splitText(was).lines)) return true;
  return format?.(path, was) === mine;
}

/** The executable bits decide by themselves; all other bits stay as the user's system has them. */
export function mergeMode(base: number, ours: number, next: number): number {
  const runs = (mode: number): boolean => (mode & 0o100) !== 0;
  const wanted = runs(ours) === runs(base) ? runs(next) : runs(ours);
  if (wanted === runs(ours)) return ours & 0o777;
  return wanted ? (ours & 0o777) | ((ours & 0o444) >> 2) : ours & 0o666;
}
