import type { JsonObject, JsonValue } from '../../model/types.js';
import type { ParsedFile } from '../parse/file.js';
import type { Segments } from '../pointer.js';
import type { Trail } from '../trail.js';
import type { Kind } from '../walk/kinds.js';

/** What a reference leads to. */
export interface Target {
  readonly file: ParsedFile;
  readonly segments: Segments;
  readonly value: JsonValue;
}

/** One reference in the document: `owner[key]` holds its text. */
export interface RefSite {
  readonly owner: JsonObject;
  /** `$ref`, or a name in a discriminator's `mapping`. */
  readonly key: string;
  /** What has to stand at the other end. */
  readonly kind: Kind;
  readonly trail: Trail;
  /** What holds the owner, so that the owner can be taken out or replaced. */
  readonly holder: JsonObject | JsonValue[] | undefined;
  readonly holderKey: string | number | undefined;
  target?: Target;
}

/** All references of a document, and the ways to ask for them. */
export class RefSites {
  readonly all: RefSite[] = [];
  readonly #byOwner = new Map<JsonObject, RefSite>();

  add(site: RefSite): void {
    this.all.push(site);
    if (site.key === '$ref') this.#byOwner.set(site.owner, site);
  }

  /** The reference that this object is, if it is one that leads somewhere. */
  of(owner: JsonValue | undefined): RefSite | undefined {
    return typeof owner === 'object' && owner !== null && !Array.isArray(owner)
      ? this.#byOwner.get(owner)
      : undefined;
  }

  forget(site: RefSite): void {
    this.#byOwner.delete(site.owner);
  }

  /** Follows references up to a value that is none. Undefined for a circle; those were mended, so only before that. */
  follow(value: JsonValue | undefined): JsonValue | undefined {
    let at = value;
    const seen = new Set<RefSite>();
    for (let site = this.of(at); site !== undefined; site = this.of(at)) {
      if (seen.has(site)) return undefined;
      seen.add(site);
      at = site.target?.value;
    }
    return at;
  }
}
