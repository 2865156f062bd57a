import type { JsonObject } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import { show } from '../show.js';
import { METHODS } from '../walk/kinds.js';
import { type Document, placeIn } from './context.js';

/** Paths that start with a slash, and methods that a client can send. True when a path was renamed. */
export function mendPaths(document: Document): boolean {
  const paths = ownObject(document.root, 'paths') ?? {};
  for (const [path, item] of Object.entries(paths)) if (isObject(item)) mendMethods(path, item, document);
  const names = Object.keys(paths);
  if (names.every((path) => path.startsWith('/') || path.startsWith('x-'))) return false;
  document.root['paths'] = renamed(paths, document);
  return true;
}

/** The same paths in the same order, each with its slash. */
function renamed(paths: JsonObject, document: Document): JsonObject {
  const { report, origins, entry } = document;
  const all: JsonObject = {};
  for (const [path, item] of Object.entries(paths)) {
    if (path.startsWith('/') || path.startsWith('x-')) {
      all[path] = item;
      continue;
    }
    const name = `/${path.replace(/^\.?\//, '')}`;
    const isTaken = own(paths, name) !== undefined || own(all, name) !== undefined;
    const outcome = isTaken ? `is ignored: ${show(name)} is there, too` : `is read as ${show(name)}`;
    const message = `The path ${show(path)} is invalid without a slash at its start; it ${outcome}`;
    report.warning('spec.path-slash', message, placeIn(document, ['paths', path]));
    if (isTaken) continue;
    const { file, segments } = origins.of(entry, document.root, ['paths', path]);
    all[name] = item;
    origins.set(item, file, segments);
  }
  return all;
}

const KNOWN = new Set([
  ...METHODS,
  '$ref',
  'summary',
  'description',
  'servers',
  'parameters',
  'additionalOperations',
]);

/** What looks like an operation under a name that no version knows is mentioned. */
function mendMethods(path: string, item: JsonObject, document: Document): void {
  for (const [key, value] of Object.entries(item)) {
    if (KNOWN.has(key) || key.startsWith('x-') || !isObject(value)) continue;
    const message = `${show(key)} is an unknown method of ${show(path)}; it is ignored`;
    document.report.warning('spec.method', message, placeIn(document, ['paths', path, key]));
  }
}
