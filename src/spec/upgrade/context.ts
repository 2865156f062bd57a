import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Origins } from '../document.js';
import { isObject, own } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import type { RefSites } from '../refs/site.js';
import type { Report } from '../report.js';
import { segmentsOf, type Trail } from '../trail.js';

/** What the parts of the upgrade share. */
export interface Upgrade {
  readonly root: JsonObject;
  readonly entry: ParsedFile;
  readonly sites: RefSites;
  readonly origins: Origins;
  readonly report: Report;
  /** Where a parameter, header, response or schema was written. */
  readonly writtenAt: (value: JsonObject) => Trail | undefined;
}

/** The media types of `consumes` or `produces`: the operation's, else the document's, else the given ones. */
export function mediaTypes(
  written: JsonValue | undefined,
  whole: JsonValue | undefined,
  otherwise: string[],
): string[] {
  const read = (value: JsonValue | undefined): string[] | undefined =>
    Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string' && one.includes('/'))
      : undefined;
  const chosen = read(written) ?? read(whole) ?? [];
  return chosen.length > 0 ? [...new Set(chosen)] : otherwise;
}

/**
 * A value for a second place in the tree: of a reference another reference, of anything else the value itself (readers
 * change nothing, and whoever prints the tree sees it twice).
 */
export function again(value: JsonValue, { sites }: Upgrade): JsonValue {
  const site = isObject(value) ? sites.of(value) : undefined;
  if (site === undefined || !isObject(value)) return value;
  const copy: JsonObject = { ...value };
  sites.add({ ...site, owner: copy });
  return copy;
}

/** What was made of a value comes from where that was written. */
export function inherit(made: JsonObject, from: JsonObject, { origins, writtenAt }: Upgrade): void {
  const trail = writtenAt(from);
  if (trail !== undefined) origins.set(made, trail.file, segmentsOf(trail));
}

/** Moves members that are there. */
export function moveMembers(from: JsonObject, to: JsonObject, keys: readonly string[]): void {
  for (const key of keys) {
    const value = own(from, key);
    if (value === undefined) continue;
    to[key] = value;
    delete from[key];
  }
}
