import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Origins } from '../document.js';
import { isObject, ownObject } from '../json.js';
import type { Report } from '../report.js';
import type { RefSites } from './site.js';

/** Told of every object that was copied. */
export type OnCopy = (original: JsonObject, copy: JsonObject) => void;

/** Values that copies of path items may add to a document. */
const MAX_COPIED = 2_000_000;

/**
 * Puts path items in the place of the references to them, in `paths` and `webhooks`: a path item's parameters depend on
 * the path that it stands under, so each gets its own copy. Members beside the `$ref` win (3.1 section 4.8.9.1).
 */
export function inlinePathItems(
  root: JsonObject,
  sites: RefSites,
  origins: Origins,
  report: Report,
  onCopy: OnCopy,
): void {
  const copier = new Copier(sites, origins, onCopy);
  const used = new Set<JsonObject>();
  for (const site of [...sites.all]) {
    const { target, holder, holderKey, owner } = site;
    if (site.kind !== 'pathItem' || target === undefined || !isObject(holder)) continue;
    if (holder !== ownObject(root, 'paths') && holder !== ownObject(root, 'webhooks')) continue;
    const item = sites.follow(target.value);
    if (!isObject(item) || holder[String(holderKey)] !== owner) continue;
    // The first use of a path item of another file is the item itself, so that what refers into it finds it.
    const isFresh = target.file !== site.trail.file && !used.has(item);
    used.add(item);
    const copy = isFresh ? item : copier.copy(item);
    if (copy === undefined) {
      report.error(
        'spec.too-large',
        'The path items that are referred to more than once are too large',
        site.trail,
      );
      return;
    }
    sites.forget(site);
    delete owner['$ref'];
    const whole = Object.assign(isObject(copy) ? copy : {}, owner);
    origins.set(whole, target.file, target.segments);
    holder[String(holderKey)] = whole;
    sites.retarget(owner, whole);
  }
}

/** Copies values together with the references in them. */
class Copier {
  #copied = 0;

  constructor(
    private readonly sites: RefSites,
    private readonly origins: Origins,
    private readonly onCopy: OnCopy,
  ) {}

  /** Undefined when the copies have become too many. */
  copy(value: JsonValue, holder?: JsonObject | JsonValue[], key?: string | number): JsonValue | undefined {
    this.#copied += 1;
    if (this.#copied > MAX_COPIED) return undefined;
    if (Array.isArray(value)) {
      const list: JsonValue[] = [];
      for (const [index, item] of value.entries()) list.push(this.copy(item, list, index) ?? null);
      return list;
    }
    if (!isObject(value)) return value;
    const copy: JsonObject = {};
    for (const [name, item] of Object.entries(value)) copy[name] = this.copy(item, copy, name) ?? null;
    for (const site of this.sites.ownedBy(value)) {
      this.sites.add({
        ...site,
        owner: copy,
        holder: holder ?? site.holder,
        holderKey: key ?? site.holderKey,
      });
    }
    this.origins.copy(value, copy);
    this.onCopy(value, copy);
    return this.#copied > MAX_COPIED ? undefined : copy;
  }
}
