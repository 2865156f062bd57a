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
  readonly #byOwner = new Map<JsonValue, RefSite>();
  /** What was taken out of the tree; a reference to it leads nowhere. */
  readonly gone = new Set<JsonValue>();
  readonly #replaced = new Map<JsonValue, JsonValue>();
  readonly #mappings = new Map<JsonValue, readonly RefSite[]>();

  add(site: RefSite): void {
    this.all.push(site);
    if (site.key === '$ref') {
      this.#byOwner.set(site.owner, site);
      return;
    }
    this.#mappings.set(site.owner, [...(this.#mappings.get(site.owner) ?? []), site]);
  }

  /** The reference that this value is, if it is one. */
  of(owner: JsonValue | undefined): RefSite | undefined {
    return owner === undefined ? undefined : this.#byOwner.get(owner);
  }

  /** Every reference that the value itself holds. */
  ownedBy(owner: JsonObject): readonly RefSite[] {
    const site = this.#byOwner.get(owner);
    return site === undefined ? (this.#mappings.get(owner) ?? []) : [site];
  }

  /** One value has taken the place of another: what led to the old one leads to the new one from the next `settle` on. */
  retarget(old: JsonValue, value: JsonValue): void {
    this.#replaced.set(old, value);
  }

  /** Applies what `retarget` was told. */
  settle(): void {
    if (this.#replaced.size === 0) return;
    for (const site of this.all) {
      const value = site.target === undefined ? undefined : this.#replaced.get(site.target.value);
      if (site.target !== undefined && value !== undefined) site.target = { ...site.target, value };
    }
    this.#replaced.clear();
  }

  forget(site: RefSite): void {
    if (site.key === '$ref') this.#byOwner.delete(site.owner);
    else
      this.#mappings.set(
        site.owner,
        this.ownedBy(site.owner).filter((other) => other !== site),
      );
  }

  /** Follows references up to a value that is none; undefined where they go in a circle or nowhere. */
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
