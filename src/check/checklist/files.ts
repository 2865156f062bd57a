import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Environments, caches and builds. */
const SKIPPED =
  /^(\.git|\.venv|\.uv|node_modules|__pycache__|dist|coverage|\.create-mcp-server)$|(_cache|\.egg-info)$/;
const MAX_BYTES = 2_000_000;

/** The texts of a project's own files: relative path, `/`-separated → text. Links are not followed. */
export async function projectTexts(dir: string, folder = ''): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(join(dir, folder), { withFileTypes: true })) {
    if (SKIPPED.test(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) for (const one of await projectTexts(dir, path)) found.set(...one);
    if (!entry.isFile() || (await stat(join(dir, path))).size > MAX_BYTES) continue;
    found.set(path, await readFile(join(dir, path), 'utf8'));
  }
  return found;
}
