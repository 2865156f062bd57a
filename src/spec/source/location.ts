import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a file of the document is, for the references in it. `none`: standard input. */
export type Location =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: URL }
  | { readonly kind: 'none' };

/** The location that a reference names from where it stands, or why it names none. */
export function resolveUri(from: Location, uri: string): Location | { readonly problem: string } {
  const remote = /^https?:/i.test(uri) ? uri : uri.startsWith('//') ? `https:${uri}` : undefined;
  if (remote !== undefined || (from.kind === 'url' && !/^[a-z][a-z0-9+.-]+:/i.test(uri))) {
    const base = from.kind === 'url' ? from.url.href : undefined;
    const text = from.kind === 'url' && uri.startsWith('//') ? uri : (remote ?? uri);
    return URL.canParse(text, base)
      ? { kind: 'url', url: withoutHash(new URL(text, base)) }
      : { problem: 'is not an address' };
  }
  if (/^file:/i.test(uri)) return fromFileUrl(uri);
  if (/^[a-z][a-z0-9+.-]+:/i.test(uri))
    return { problem: 'has a scheme that is not read; use a file, http or https' };
  if (from.kind !== 'file') {
    return {
      problem: 'is relative, and a document from standard input has no folder; give the document as a file',
    };
  }
  return { kind: 'file', path: resolve(dirname(from.path), decode(uri).replaceAll('\\', '/')) };
}

function withoutHash(url: URL): URL {
  url.hash = '';
  return url;
}

function fromFileUrl(uri: string): Location | { readonly problem: string } {
  try {
    return { kind: 'file', path: fileURLToPath(uri) };
  } catch {
    return { problem: 'is not the address of a file on this machine' };
  }
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Whether a path lies in a folder, or is it. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Two names of one place have one key. */
export const locationKey = (location: Location): string =>
  location.kind === 'file' ? location.path : location.kind === 'url' ? location.url.href : '';
