import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Origins } from '../document.js';
import { isObject, ownObject } from '../json.js';
import { type Segments, toFragment } from '../pointer.js';
import { SECTION } from '../walk/kinds.js';
import { freeName, nameFor } from './names.js';
import type { RefSite, RefSites } from './site.js';

/**
 * Gives every target a place in the tree and writes it into the references: what came from other files goes under
 * `components`, what an upgrade or a repair has moved is found where it is now.
 */
export function placeTargets(root: JsonObject, sites: RefSites, origins: Origins): void {
  fillOwnSlots(root, sites, origins);
  sites.settle();
  const places = new Places(root, sites);
  for (const site of sites.all) places.want(site.target?.value);
  places.search(root, []);
  // The list grows while targets are hoisted: what they refer to is in the tree only then. References that a repair
  // has taken out of the tree are never reached, and pull nothing in.
  for (const site of places.reached) {
    const value = site.target?.value;
    if (value === undefined) continue;
    if (typeof value !== 'object' || value === null) replaceByValue(site, value);
    else site.owner[site.key] = toFragment(places.of(value) ?? hoist(root, site, origins, places));
  }
}

/** Where the targets stand in the tree, and the references that are in it. */
class Places {
  readonly reached: RefSite[] = [];
  readonly #wanted = new Set<JsonValue>();
  readonly #found = new Map<JsonValue, Segments>();
  readonly #seen = new Set<RefSite>();

  constructor(
    private readonly root: JsonObject,
    private readonly sites: RefSites,
  ) {}

  want(value: JsonValue | undefined): void {
    if (typeof value === 'object' && value !== null && value !== this.root) this.#wanted.add(value);
  }

  of(value: JsonValue): Segments | undefined {
    return this.#found.get(value);
  }

  /** Notes every wanted value and every reference at or below a value that stands at these segments. */
  search(from: JsonValue, segments: Segments): void {
    const open: { value: JsonValue; link: Link }[] = [{ value: from, link: { segments } }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { value, link } = at;
      if (typeof value !== 'object' || value === null) continue;
      if (this.#wanted.has(value) && !this.#found.has(value)) this.#found.set(value, spell(link));
      if (!Array.isArray(value)) this.#reach(value);
      for (const key of Object.keys(value).reverse()) {
        const child = Array.isArray(value) ? value[Number(key)] : value[key];
        if (typeof child === 'object' && child !== null) open.push({ value: child, link: { up: link, key } });
      }
    }
  }

  #reach(owner: JsonObject): void {
    for (const site of this.sites.ownedBy(owner)) {
      if (this.#seen.has(site)) continue;
      this.#seen.add(site);
      this.reached.push(site);
    }
  }
}

interface Link {
  readonly segments?: Segments;
  readonly up?: Link;
  readonly key?: string;
}

function spell(link: Link): Segments {
  const keys: string[] = [];
  let at: Link = link;
  for (; at.up !== undefined; at = at.up) keys.push(at.key ?? '');
  return [...(at.segments ?? []), ...keys.reverse()];
}

/** A component that is nothing but a reference to another file becomes what that file holds, under its own name. */
function fillOwnSlots(root: JsonObject, sites: RefSites, origins: Origins): void {
  const sections = new Set<unknown>(Object.values(ownObject(root, 'components') ?? {}));
  const used = new Set<JsonValue>();
  for (const site of sites.all) {
    const { target, holder, holderKey, owner } = site;
    if (target === undefined || !isObject(holder) || !sections.has(holder)) continue;
    const isOwn = target.file === site.trail.file;
    if (isOwn || site.key !== '$ref' || Object.keys(owner).length > 1 || !isObject(target.value)) continue;
    if (used.has(target.value) || holder[String(holderKey)] !== owner || sites.of(target.value)) continue;
    used.add(target.value);
    sites.forget(site);
    holder[String(holderKey)] = target.value;
    sites.retarget(owner, target.value);
    origins.set(target.value, target.file, target.segments);
  }
}

function hoist(root: JsonObject, site: RefSite, origins: Origins, places: Places): Segments {
  const section = SECTION[site.kind] ?? 'schemas';
  const components = memberObject(root, 'components');
  const kept = memberObject(components, section);
  const name = freeName(kept, nameFor(site));
  const value = site.target?.value ?? {};
  kept[name] = value;
  if (site.target !== undefined) origins.set(value, site.target.file, site.target.segments);
  const place = ['components', section, name];
  places.search(value, place);
  return place;
}

function memberObject(object: JsonObject, key: string): JsonObject {
  const existing = ownObject(object, key);
  if (existing !== undefined) return existing;
  const made: JsonObject = {};
  object[key] = made;
  return made;
}

/** `true` and `false` are schemas and have no place of their own; an example can be any value. */
function replaceByValue(site: RefSite, value: JsonValue): void {
  delete site.owner[site.key];
  if (site.kind === 'schema' && value === false) site.owner['not'] = {};
  if (site.kind === 'example') site.owner['value'] = value;
}
