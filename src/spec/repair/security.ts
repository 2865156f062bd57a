import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import { kindOf, show } from '../show.js';
import { type Document, placeIn } from './context.js';

/** Leaves only requirements whose schemes are defined; scopes become lists. */
export function mendSecurity(holder: JsonObject, segments: readonly string[], document: Document): void {
  const written = own(holder, 'security');
  if (written === undefined) return;
  const at = [...segments, 'security'];
  const all: JsonValue[] = Array.isArray(written) ? written : [written];
  const kept = all.filter((requirement, index) => isUsable(requirement, [...at, String(index)], document));
  if (kept.length === all.length && Array.isArray(written)) return;
  // `[]` says that no credential is wanted; a list of which nothing is left says nothing.
  if (kept.length > 0) holder['security'] = kept;
  else delete holder['security'];
}

function isUsable(requirement: JsonValue, segments: readonly string[], document: Document): boolean {
  const { report, root } = document;
  if (!isObject(requirement)) {
    const message = `A security requirement must be an object, not ${kindOf(requirement)}; it is ignored`;
    report.warning('spec.security', message, placeIn(document, segments));
    return false;
  }
  const schemes = ownObject(ownObject(root, 'components') ?? {}, 'securitySchemes') ?? {};
  for (const [name, scopes] of Object.entries(requirement)) {
    if (own(schemes, name) === undefined) {
      const message = `The security scheme ${show(name)} is not defined; it is ignored`;
      report.warning('spec.security', message, placeIn(document, [...segments, name]));
      delete requirement[name];
      if (Object.keys(requirement).length === 0) return false;
    } else if (!Array.isArray(scopes)) requirement[name] = typeof scopes === 'string' ? [scopes] : [];
    else if (scopes.some((scope) => typeof scope !== 'string')) {
      requirement[name] = scopes.filter((scope) => typeof scope === 'string');
    }
  }
  return true;
}
