import type { JsonObject } from '../../model/types.js';
import type { Origins } from '../document.js';
import type { ParsedFile } from '../parse/file.js';
import type { RefSites } from '../refs/site.js';
import type { Report } from '../report.js';
import type { Location } from '../source/location.js';

/** What the repairs of the whole document share; `root` has the shape of 3.x. */
export interface Document {
  readonly entry: ParsedFile;
  readonly root: JsonObject;
  readonly sites: RefSites;
  readonly origins: Origins;
  readonly report: Report;
  readonly location: Location;
}

/** Mends what depends on more than one place; true when something was moved, so that references must be written anew. */
export function mendDocument(_document: Document): boolean {
  return false;
}
