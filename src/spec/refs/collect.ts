import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import type { Report } from '../report.js';
import { kindOf } from '../show.js';
import { step, type Trail } from '../trail.js';
import { KIND_NAME, type Kind } from '../walk/kinds.js';
import { refOf, type Visit, walk } from '../walk/walk.js';
import type { RefSites } from './site.js';

/** Mends a value of a kind where it stands and gives what is there then; undefined when nothing is left to walk. */
export type Mend = (at: Visit, report: Report) => JsonValue | undefined;

/** Walks from a value of a known kind: mends each value, then notes its references. */
export function collectRefs(
  start: Visit,
  sites: RefSites,
  mend: Mend,
  report: Report,
  onVisit: (value: JsonObject, kind: Kind, trail: Trail) => boolean,
): void {
  walk(start, (at) => {
    const value = mend(at, report);
    if (!isObject(value)) return undefined;
    if (!onVisit(value, at.kind, at.trail)) return undefined;
    const ref = refOf(value, at.kind);
    if (ref !== undefined && !noteRef(value, ref, at, sites, report)) return value;
    if (at.kind === 'schema') noteMapping(value, at, sites);
    return value;
  });
}

/** False when `$ref` is no text; it is taken out then. */
function noteRef(owner: JsonObject, ref: JsonValue, at: Visit, sites: RefSites, report: Report): boolean {
  if (typeof ref !== 'string') {
    const message = `$ref must be a text, not ${kindOf(ref)}; it is ignored in this ${KIND_NAME[at.kind]}`;
    report.warning('spec.ref-form', message, step(at.trail, '$ref'));
    delete owner['$ref'];
    return false;
  }
  const { kind, trail, holder, key } = at;
  sites.add({ owner, key: '$ref', kind, trail: step(trail, '$ref'), holder, holderKey: key });
  return true;
}

/** The values of a discriminator's `mapping` are references, or names of schemas, which stay as they are. */
function noteMapping(schema: JsonObject, at: Visit, sites: RefSites): void {
  const discriminator = ownObject(schema, 'discriminator');
  const mapping = discriminator === undefined ? undefined : own(discriminator, 'mapping');
  if (!isObject(mapping)) return;
  const trail = step(step(at.trail, 'discriminator'), 'mapping');
  for (const [key, value] of Object.entries(mapping)) {
    if (typeof value !== 'string' || !/[#/]|\.(?:ya?ml|json)$/.test(value)) continue;
    sites.add({
      owner: mapping,
      key,
      kind: 'schema',
      trail: step(trail, key),
      holder: undefined,
      holderKey: undefined,
    });
  }
}
