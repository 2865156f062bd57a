import { isObject } from '../json.js';
import type { Report } from '../report.js';
import { KIND_NAME, type Kind } from '../walk/kinds.js';
import type { RefSite, RefSites } from './site.js';

/** What becomes of a reference that leads nowhere, in words. */
const outcome = (kind: Kind): string => {
  if (kind === 'schema') return 'any value is accepted there';
  return kind === 'response' ? 'the response is taken as not described' : `the ${KIND_NAME[kind]} is ignored`;
};

/** Reports a reference that leads nowhere and mends what holds it. */
export function mendBroken(
  site: RefSite,
  sites: RefSites,
  code: string,
  problem: string,
  report: Report,
): void {
  const what = site.key === '$ref' ? outcome(site.kind) : 'the mapping is ignored';
  report.warning(code, `${problem}; ${what}`, site.trail);
  takeOut(site, sites);
}

/** A schema becomes one that accepts anything, a response one that says nothing; everything else goes. */
export function takeOut(site: RefSite, sites: RefSites): void {
  sites.forget(site);
  delete site.owner[site.key];
  if (site.key !== '$ref' || site.kind === 'schema') return;
  if (site.kind === 'response') {
    site.owner['description'] ??= '';
    return;
  }
  const { holder, holderKey, owner } = site;
  sites.gone.add(owner);
  if (Array.isArray(holder)) {
    // By identity: earlier removals have moved the places.
    const place = holder.indexOf(owner);
    if (place !== -1) holder.splice(place, 1);
  } else if (isObject(holder) && holderKey !== undefined && holder[holderKey] === owner) {
    delete holder[holderKey];
  }
}
