import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Origins } from '../document.js';
import { isObject, objectEntries, own, ownObject } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import type { RefSites } from '../refs/site.js';
import type { Report } from '../report.js';
import { segmentsOf, type Trail } from '../trail.js';
import type { Kind } from '../walk/kinds.js';
import { METHODS } from '../walk/kinds.js';
import { upgradeOperationBody } from './bodies.js';
import type { Upgrade } from './context.js';
import { upgradeParameter } from './parameters.js';
import { upgradeResponse } from './responses.js';
import { upgradeSchema } from './schemas.js';
import { upgradeSecurity } from './security.js';
import { upgradeServers } from './servers.js';

const CHANGED: ReadonlySet<Kind> = new Set(['schema', 'parameter', 'header', 'response']);

/**
 * Turns a 2.0 document into the shape of 3.0, in place, so that references by identity and positions survive. It is told
 * of every value that the walk meets (`note`), in other files too, and changes them all at the end (`upgrade`).
 */
export class Swagger2 {
  readonly #met = new Map<JsonObject, { readonly kind: Kind; readonly trail: Trail }>();

  constructor(
    private readonly entry: ParsedFile,
    private readonly root: JsonObject,
    private readonly origins: Origins,
    private readonly report: Report,
  ) {}

  note(value: JsonObject, kind: Kind, trail: Trail): void {
    if (!CHANGED.has(kind)) return;
    this.#met.set(value, { kind, trail });
    // What hangs under `schema` will hang elsewhere.
    if (kind === 'schema' && trail.key === 'schema') this.origins.set(value, trail.file, segmentsOf(trail));
  }

  /** A copy is changed like its original. */
  noteCopy(original: JsonObject, copy: JsonObject): void {
    const met = this.#met.get(original);
    if (met !== undefined) this.note(copy, met.kind, met.trail);
  }

  upgrade(sites: RefSites): void {
    const { root, origins } = this;
    const writtenAt = (value: JsonObject): Trail | undefined => this.#met.get(value)?.trail;
    const context: Upgrade = { root, sites, origins, entry: this.entry, report: this.report, writtenAt };
    for (const [value, { kind }] of this.#met) if (kind === 'schema') upgradeSchema(value);
    const paths = Object.entries(ownObject(root, 'paths') ?? {}).filter(
      (pair): pair is [string, JsonObject] => isObject(pair[1]),
    );
    for (const [path, item] of paths) upgradePathItem(item, ['paths', path], context);
    for (const [value, { kind }] of this.#met) {
      if (kind === 'parameter' || kind === 'header') upgradeParameter(value, kind, context);
      // What no operation has claimed speaks the document's own media types.
      if (kind === 'response') upgradeResponse(value, undefined, context);
    }
    moveSections(root, context);
    upgradeServers(root);
    upgradeSecurity(root);
    for (const key of ['swagger', 'consumes', 'produces']) delete root[key];
  }
}

function upgradePathItem(item: JsonObject, segments: readonly string[], context: Upgrade): void {
  const shared = own(item, 'parameters');
  for (const method of METHODS) {
    const operation = ownObject(item, method);
    if (operation === undefined) continue;
    upgradeOperationBody(operation, Array.isArray(shared) ? shared : [], [...segments, method], context);
    for (const [, response] of objectEntries(own(operation, 'responses'))) {
      const site = context.sites.of(response);
      if (site === undefined) upgradeResponse(response, own(operation, 'produces'), context);
    }
    upgradeSchemes(operation, context.root);
    for (const key of ['consumes', 'produces', 'schemes']) delete operation[key];
  }
  if (Array.isArray(shared)) item['parameters'] = shared.filter((one) => !isBodyOrForm(one, context));
}

const isBodyOrForm = (parameter: JsonValue, context: Upgrade): boolean => {
  const value = context.sites.follow(parameter);
  return isObject(value) && (value['in'] === 'body' || value['in'] === 'formData');
};

/** An operation's own `schemes` become servers of its own. */
function upgradeSchemes(operation: JsonObject, root: JsonObject): void {
  const schemes = own(operation, 'schemes');
  if (!Array.isArray(schemes) || typeof root['host'] !== 'string') return;
  const own_ = schemes.filter((scheme) => scheme === 'http' || scheme === 'https');
  const all = Array.isArray(root['schemes']) ? root['schemes'] : [];
  if (own_.length === 0 || own_.every((scheme) => all.includes(scheme))) return;
  const basePath = typeof root['basePath'] === 'string' ? root['basePath'] : '';
  operation['servers'] = own_.map((scheme) => ({
    url: `${String(scheme)}://${String(root['host'])}${basePath}`,
  }));
}

const SECTIONS = [
  ['definitions', 'schemas'],
  ['parameters', 'parameters'],
  ['responses', 'responses'],
  ['securityDefinitions', 'securitySchemes'],
] as const;

function moveSections(root: JsonObject, { origins, entry }: Upgrade): void {
  const components = ownObject(root, 'components') ?? {};
  for (const [from, to] of SECTIONS) {
    const section = own(root, from);
    if (!isObject(section)) continue;
    delete root[from];
    if (to === 'parameters') dropBodies(section);
    components[to] = section;
    origins.set(section, entry, [from]);
  }
  root['components'] = components;
}

/** Body and form parameters have become request bodies where they are used. */
function dropBodies(parameters: JsonObject): void {
  for (const [name, value] of objectEntries(parameters)) {
    if (value['in'] === 'body' || value['in'] === 'formData') delete parameters[name];
  }
}
