import { relative } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import { whyUnreadable } from '../diagnostics/file-errors.js';
import type { Staged } from '../diagnostics/types.js';

/**
 * Runs what reads a project in `dir`, known to its user as `shown`. A file that the system does not let it read is
 * `manage.unreadable`; any other error is thrown on.
 */
export async function readingProject<T>(
  dir: string,
  shown: string,
  work: () => Promise<Staged<T>>,
): Promise<Staged<T>> {
  try {
    return await work();
  } catch (error) {
    const why = whyUnreadable(error);
    if (why === undefined) throw error;
    const path = error instanceof Error && 'path' in error ? relative(dir, String(error.path)) : '';
    const file = path === '' || path.startsWith('..') ? shown : path;
    return {
      ok: false,
      diagnostics: [problem('manage.unreadable', `${file} cannot be read: ${why}.`, { place: { file } })],
    };
  }
}
