import { basename } from 'node:path';
import type { JsonObject } from '../../model/types.js';
import type { RefSite } from './site.js';

/** Segments of pointers that say where things are kept, not what they are called. */
const DULL = new Set([
  'schema',
  'schemas',
  'definitions',
  '$defs',
  'items',
  'properties',
  'components',
  'content',
]);

/** A name for what a reference leads to: the last telling segment of its pointer, else the name of its file. */
export function nameFor(site: RefSite): string {
  const segments = site.target?.segments ?? [];
  const last = segments.at(-1);
  const stem = basename(site.target?.file.name ?? '')
    .replace(/[?#].*$/, '')
    .replace(/\.[^.]*$/, '');
  const chosen = last === undefined || DULL.has(last) || /^\d+$/.test(last) ? stem : last;
  // The characters that OpenAPI allows in the names of components (3.1 section 4.8.7.1).
  return chosen.replace(/[^A-Za-z0-9._-]+/g, '_').slice(0, 100) || 'shared';
}

/** The name, or the name with the first number that is free. */
export function freeName(section: JsonObject, name: string): string {
  if (!Object.hasOwn(section, name) && name !== '__proto__') return name;
  for (let number = 2; ; number++)
    if (!Object.hasOwn(section, `${name}_${number}`)) return `${name}_${number}`;
}
