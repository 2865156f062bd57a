import { basename, dirname, relative, sep } from 'node:path';
import type { ParsedFile } from './parse/file.js';
import type { SpecDocument } from '../stages.js';
import type { Location } from './source/location.js';

/** Names the texts for their copy: relative to the folder that holds them all, so that references stay right. */
export function copyNames(files: ReadonlyMap<ParsedFile, Location>): SpecDocument['files'] {
  const paths = [...files].map(([file, location]) => ({ file, path: pathOf(file, location) }));
  let folder = dirname(paths[0]?.path ?? '/');
  while (paths.some(({ path }) => relative(folder, path).startsWith('..')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  const used = new Set<string>();
  return paths.map(({ file, path }) => {
    const name = relative(folder, path).split(sep).join('/');
    const free = used.has(name) ? `${used.size}-${basename(name)}` : name;
    used.add(free);
    return { path: free, text: file.text };
  });
}

/** A path for every location; a document without an own file name is called `openapi`, with the ending of its format. */
function pathOf(file: ParsedFile, location: Location): string {
  if (location.kind === 'file') return location.path;
  const own =
    location.kind === 'url' ? `${sep}${location.url.hostname}${decodePath(location.url)}` : `${sep}openapi`;
  return /\.(json|ya?ml)$/i.test(own) ? own : `${own.replace(/[\\/]$/, `${sep}openapi`)}.${file.format}`;
}

function decodePath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname).replace(/[\\/]+/g, sep);
  } catch {
    return url.pathname;
  }
}
