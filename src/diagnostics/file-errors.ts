const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  ELOOP: 'the link leads back to itself',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk has an error',
};

/** Why the system did not let a file be read, with Node's code; undefined for what is no error of a file system. */
export function whyUnreadable(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REASONS[code];
  return reason === undefined ? undefined : `${reason} (${code})`;
}

/** The same as words for a message, whatever the error is. */
export const reasonUnreadable = (error: unknown): string =>
  whyUnreadable(error) ?? 'the system gives no reason';
