import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic } from '../diagnostics/types.js';

const REASONS: Readonly<Record<string, readonly [code: string, reason: string]>> = {
  EROFS: ['write.denied', 'the file system is read-only'],
  EACCES: ['write.denied', 'permission denied'],
  EPERM: ['write.denied', 'the system does not permit it'],
  ENOSPC: ['write.no-space', 'no space left, the disk is full'],
  EDQUOT: ['write.no-space', 'your disk quota is used up'],
  ENAMETOOLONG: ['write.too-long', 'the name or the path is too long'],
  ENOTDIR: ['write.not-a-folder', 'a part of the path is a file'],
  EEXIST: ['write.raced', 'somebody else filled the folder meanwhile'],
  ENOTEMPTY: ['write.raced', 'somebody else filled the folder meanwhile'],
};

/** A failed file operation as a diagnostic; `target` is the folder as the user knows it. */
export function writeProblem(error: unknown, target: string): Diagnostic {
  const code = codeOf(error);
  const known = REASONS[code];
  if (known !== undefined) return problem(known[0], `Cannot write ${target}: ${known[1]} (${code}).`);
  const detail = error instanceof Error ? error.message : String(error);
  return problem('write.failed', `Cannot write ${target}: ${detail}.`);
}

/** Node's error code, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
