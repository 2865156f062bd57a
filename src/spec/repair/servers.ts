import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, objectEntries, own, ownObject } from '../json.js';
import { kindOf, show } from '../show.js';
import { type Document, placeIn } from './context.js';

/**
 * Leaves only servers that a client can be pointed at. Relative ones are completed with the address that the document
 * came from (3.0 section 4.7.5); of a document from a file they stay relative, and the user has to say where the API is.
 */
export function mendServers(holder: JsonObject, segments: readonly string[], document: Document): void {
  const written = own(holder, 'servers');
  const at = [...segments, 'servers'];
  if (written === undefined) {
    if (segments.length === 0) addOwnServer(holder, document);
    return;
  }
  const list = asList(written);
  if (list !== written) {
    const message = `servers must be a list of objects, not ${kindOf(written)}; what is usable is kept`;
    document.report.repair('spec.server', message, placeIn(document, at));
  }
  const kept = list.filter((server, index) => isUsable(server, [...at, String(index)], document));
  if (kept.length > 0) holder['servers'] = kept;
  else delete holder['servers'];
  if (kept.length === 0 && segments.length === 0) addOwnServer(holder, document);
}

/** Without servers the API is where the document is. */
function addOwnServer(root: JsonObject, { location }: Document): void {
  if (location.kind === 'url') root['servers'] = [{ url: location.url.origin }];
}

function asList(written: JsonValue): JsonValue[] {
  if (Array.isArray(written) && written.every(isObject)) return written;
  const all: JsonValue[] = Array.isArray(written) ? written : [written];
  return all.flatMap((one) => (typeof one === 'string' ? [{ url: one }] : isObject(one) ? [one] : []));
}

function isUsable(server: JsonValue, segments: readonly string[], document: Document): boolean {
  if (!isObject(server)) return false;
  const { report, location } = document;
  const ignore = (problem: string): false => {
    report.warning('spec.server', `${problem}; it is ignored`, placeIn(document, segments));
    return false;
  };
  const url = own(server, 'url');
  if (typeof url !== 'string') return ignore('A server has no url, or one that is not a text');
  const missing = mendVariables(server, url, segments, document);
  if (missing !== undefined) {
    return ignore(
      `The server ${show(url)} uses the variable {${missing}}, which is unknown or has no default`,
    );
  }
  const trimmed = url.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(trimmed)?.[1];
  if (scheme !== undefined && !trimmed.includes('{')) {
    if (!/^https?$/i.test(scheme))
      return ignore(`The server ${show(url)} is not http or https, which is unsupported`);
    if (!URL.canParse(trimmed)) return ignore(`The server ${show(url)} is not a valid address`);
  }
  server['url'] = scheme === undefined && location.kind === 'url' ? absolute(trimmed, location.url) : trimmed;
  return true;
}

function absolute(url: string, base: URL): string {
  // Braces of variables must survive.
  if (url.includes('{') || !URL.canParse(url, base.href)) return url;
  const whole = new URL(url, base.href);
  whole.username = '';
  whole.password = '';
  return whole.href;
}

/** Gives each variable of the address a default that is a text; the name of the first that has none. */
function mendVariables(
  server: JsonObject,
  url: string,
  segments: readonly string[],
  document: Document,
): string | undefined {
  const variables = ownObject(server, 'variables') ?? {};
  for (const [name, variable] of objectEntries(variables)) {
    const values = own(variable, 'enum');
    const first = Array.isArray(values) ? values[0] : undefined;
    const written = own(variable, 'default') ?? first;
    if (typeof written === 'string' && variable['default'] === written) continue;
    if (written === undefined || written === null || typeof written === 'object') continue;
    variable['default'] = String(written);
    const message = `The default of the server variable ${show(name)} is missing or not a text; it is read as ${show(String(written))}`;
    document.report.repair('spec.server', message, placeIn(document, [...segments, 'variables', name]));
  }
  const used = [...url.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  return used.find((name) => typeof ownObject(variables, name)?.['default'] !== 'string');
}
