import type { Report } from '../report.js';
import { show } from '../show.js';
import { mendBroken, takeOut } from './broken.js';
import type { RefSite, RefSites } from './site.js';

/** A chain of references longer than this is shortened to its end, so that readers may follow one by calling themselves. */
const LONG_CHAIN = 16;

/**
 * Mends references that lead to a reference and so on in a circle, or to one that was broken, and shortens long chains.
 * Circles through real values (a tree of nodes) are fine and stay.
 */
export function mendCircles(sites: RefSites, report: Report): void {
  const ends = new Map<RefSite, Ending>();
  for (const site of sites.all) {
    if (site.target === undefined) continue;
    const chain: RefSite[] = [];
    const ending = follow(site, sites, ends, chain);
    shorten(chain, ending, ends);
    if (ending.kind === 'value') {
      if (sites.gone.has(ending.last.target?.value ?? null)) mendGone(chain, sites, report);
      continue;
    }
    for (const link of chain) {
      // A schema that leads into the circle leads to one that accepts anything, once the circle is open.
      if (link.kind !== 'schema' || ending.links.has(link)) mendCircle(link, sites, report);
    }
  }
}

type Ending =
  | { readonly kind: 'value'; readonly last: RefSite; readonly hops: number }
  | { readonly kind: 'circle'; readonly links: ReadonlySet<RefSite> };

function follow(start: RefSite, sites: RefSites, ends: Map<RefSite, Ending>, chain: RefSite[]): Ending {
  const seen = new Set<RefSite>();
  for (let site = start; ; ) {
    const known = ends.get(site);
    if (known !== undefined) return known;
    if (seen.has(site)) return { kind: 'circle', links: new Set(chain.slice(chain.indexOf(site))) };
    seen.add(site);
    chain.push(site);
    const next = sites.of(site.target?.value);
    if (next === undefined) return { kind: 'value', last: site, hops: 0 };
    site = next;
  }
}

function shorten(chain: readonly RefSite[], ending: Ending, ends: Map<RefSite, Ending>): void {
  if (ending.kind === 'circle') {
    for (const site of chain) ends.set(site, ending);
    return;
  }
  let hops = ending.hops;
  for (const site of [...chain].reverse()) {
    hops += 1;
    ends.set(site, { ...ending, hops });
    if (hops > LONG_CHAIN && ending.last.target !== undefined) site.target = ending.last.target;
  }
}

function mendGone(chain: readonly RefSite[], sites: RefSites, report: Report): void {
  for (const site of [...chain].reverse()) {
    const message = `${show(site.owner[site.key], 120)} is a reference to what is not defined`;
    mendBroken(site, sites, 'spec.ref-missing', message, report);
  }
}

function mendCircle(site: RefSite, sites: RefSites, report: Report): void {
  if (site.owner[site.key] === undefined) return;
  const text = show(site.owner[site.key]);
  if (site.key === '$ref') mendBroken(site, sites, 'spec.ref-circle', `${text} leads back to itself`, report);
  else takeOut(site, sites);
}
