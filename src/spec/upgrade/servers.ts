import type { JsonObject } from '../../model/types.js';
import { own } from '../json.js';

/** `host`, `basePath` and `schemes` → `servers`; https first. Without a host the base path is a relative server. */
export function upgradeServers(root: JsonObject): void {
  const host = own(root, 'host');
  const basePath = own(root, 'basePath');
  const schemes = own(root, 'schemes');
  for (const key of ['host', 'basePath', 'schemes']) delete root[key];
  const path = typeof basePath === 'string' ? `/${basePath.replace(/^\/+|\/+$/g, '')}` : '/';
  if (typeof host !== 'string' || host.trim() === '') {
    if (typeof basePath === 'string') root['servers'] ??= [{ url: path }];
    return;
  }
  // Some documents write the scheme into the host.
  const [, written, bare = ''] = /^(?:([a-z]+):\/\/)?(.*?)\/*$/i.exec(host.trim()) ?? [];
  const listed = Array.isArray(schemes) ? schemes.filter((one) => one === 'https' || one === 'http') : [];
  const all = written !== undefined ? [written] : listed.length > 0 ? listed : ['https'];
  const sorted = [...new Set(all.map(String))].sort().reverse();
  root['servers'] = sorted.map((scheme) => ({ url: `${scheme}://${bare}${path === '/' ? '' : path}` }));
}
