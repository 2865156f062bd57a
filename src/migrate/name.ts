import { basename } from 'node:path';
import type { Declared } from './dependencies.js';

/** Words that every server has in its name, and that the new name has anyway. */
const COMMON = /^(mcp|server|service)$/;
const GENERIC = /^(main|server|app|run|src|index|mcp|__init__|__main__|\.)$/;

/** The short name of a server: `mcp-server-duckdb` → `duckdb`. Declared first, then the file's name, then the folder's. */
export function nameOf(declared: Declared, serverPath: string, shown: string): string {
  const file = basename(serverPath, '.py');
  const folder = basename(shown.replace(/\/+$/, ''), '.py');
  const parent = basename(serverPath.split('/').slice(0, -1).join('/'));
  const candidates = [declared.name ?? '', GENERIC.test(file) ? '' : file, parent, folder];
  return candidates.map(slugOf).find((slug) => slug !== '') ?? 'migrated';
}

/** `^[a-z][a-z0-9-]{0,40}$`, or '' when nothing is left. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const own = words.filter((word) => !COMMON.test(word));
  const slug = (own.length > 0 ? own : [])
    .join('-')
    .replace(/^[0-9-]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return GENERIC.test(slug) ? '' : slug === 'types' ? 'types-server' : slug;
}
