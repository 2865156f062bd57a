import type { LoadPolicy } from '../../stages.js';

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'There is no such file: a part of its path is a file, not a folder',
  EISDIR: 'This is a folder; give the OpenAPI file in it',
  EACCES: 'The file cannot be opened: permission denied',
  EPERM: 'The file cannot be opened: permission denied',
  ELOOP: 'The file is a link that leads back to itself',
  ENAMETOOLONG: 'The file name is longer than the system allows',
  ENXIO: 'This is a socket or a device, not a file',
  EMFILE: 'Too many files are open',
  ERR_INVALID_ARG_VALUE: 'The file name is invalid',
};

/** What a file system's error means to the user. */
export function fileProblem(error: unknown, policy: LoadPolicy): { code: string; message: string } {
  const code = errorCode(error);
  if (code === 'ERR_TOO_LARGE') return { code: 'spec.too-large', message: tooLarge(policy.maxBytes) };
  return { code: 'spec.unreadable', message: SENTENCES[code] ?? `The file cannot be read (${code})` };
}

export const tooLarge = (maxBytes: number): string =>
  `The document is larger than ${Math.round(maxBytes / 1_000_000)} MB, the limit`;

/** Node's error code, from the error or its cause. */
export function errorCode(error: unknown): string {
  for (let at: unknown = error, hops = 0; at instanceof Error && hops < 5; at = at.cause, hops++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) return errorCode(at.errors[0]);
  }
  return error instanceof Error ? error.name : 'unknown';
}
