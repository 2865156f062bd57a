import type { Place } from '../../diagnostics/types.js';
import type { JsonObject } from '../../model/types.js';
import type { Origins } from '../document.js';
import type { ParsedFile } from '../parse/file.js';
import { toPointer } from '../pointer.js';
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
  readonly version: string;
}

/** Where something in the tree was written; worked out when the report lists the finding. */
export const placeIn =
  ({ origins, entry, root }: Document, segments: readonly (string | number)[]): (() => Place) =>
  () =>
    origins.place(entry, root, toPointer(segments));
