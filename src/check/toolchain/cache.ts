import { posix, win32 } from 'node:path';
import type { Machine } from './types.js';

/**
 * Our private cache folder: below XDG_CACHE_HOME, else where the system keeps caches. Null when there is no home:
 * a folder of a known name in a shared temporary one could be prepared by somebody else.
 */
export function cacheFolder({ env, home, platform }: Machine): string | null {
  const path = platform === 'win32' ? win32 : posix;
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, 'create-mcp-server');
  if (platform === 'win32' && env['LOCALAPPDATA']) {
    return path.join(env['LOCALAPPDATA'], 'create-mcp-server', 'cache');
  }
  return home === null ? null : path.join(home, '.cache', 'create-mcp-server');
}
