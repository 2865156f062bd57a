import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own, scalarText } from '../json.js';
import { show } from '../show.js';
import { type Document, placeIn } from './context.js';
import { mendParameter } from './parameter.js';

/** Mends lists of parameters against the path that they belong to. A parameter that several lists share is mended once. */
export class ParameterRepair {
  readonly #usable = new Map<JsonObject, boolean>();

  constructor(private readonly document: Document) {}

  /** Leaves parameters that are usable, belong to the path, and are there once. */
  mendList(holder: JsonObject, path: string, segments: readonly string[]): void {
    const list = own(holder, 'parameters');
    if (!Array.isArray(list)) return;
    const names = templateNames(path);
    const seen = new Set<string>();
    const kept = list.filter((entry, index) => {
      const parameter = this.document.sites.follow(entry);
      if (!isObject(parameter)) return false;
      const at = [...segments, 'parameters', String(index)];
      return this.#isUsable(parameter, at, names) && this.#belongs(parameter, at, path, names, seen);
    });
    if (kept.length !== list.length) holder['parameters'] = kept;
  }

  /**
   * Declares the parameters that stand in the path and nowhere else. Behind a `?`, a parameter of the query may be what
   * stands in the braces: `/search?q={q}`.
   */
  addMissing(operation: JsonObject, item: JsonObject, path: string, segments: readonly string[]): void {
    const names = templateNames(path);
    if (names.size === 0) return;
    const inPath = templateNames(path.split('?')[0] ?? '');
    const declared = new Set<unknown>();
    for (const entry of [...entries(item), ...entries(operation)]) {
      const parameter = this.document.sites.follow(entry);
      if (!isObject(parameter)) continue;
      const name = scalarText(own(parameter, 'name'));
      if (parameter['in'] === 'path' || (parameter['in'] === 'query' && !inPath.has(name)))
        declared.add(name);
    }
    for (const name of names) {
      if (declared.has(name)) continue;
      // A query without it is still a request; whether the API wants it, nobody says.
      const added = { name, in: 'path', required: inPath.has(name), schema: { type: 'string' } };
      operation['parameters'] = [...entries(operation), added];
      const message = `The path parameter ${show(name)} of ${show(path)} is missing from the parameters; it is taken as a text`;
      this.document.report.repair('spec.path-parameter-missing', message, placeIn(this.document, segments));
    }
  }

  #isUsable(parameter: JsonObject, at: readonly string[], names: ReadonlySet<string>): boolean {
    let usable = this.#usable.get(parameter);
    if (usable === undefined) {
      usable = mendParameter(parameter, at, names, this.document);
      this.#usable.set(parameter, usable);
    }
    return usable;
  }

  #belongs(
    parameter: JsonObject,
    at: readonly string[],
    path: string,
    names: ReadonlySet<string>,
    seen: Set<string>,
  ): boolean {
    const { report } = this.document;
    const name = scalarText(own(parameter, 'name'));
    const place = scalarText(own(parameter, 'in'));
    const key = `${place} ${name}`;
    if (parameter['in'] === 'path' && !names.has(name)) {
      const message = `The path parameter ${show(name)} does not occur in ${show(path)}; it is ignored`;
      report.warning('spec.path-parameter-extra', message, placeIn(this.document, at));
      return false;
    }
    if (seen.has(key)) {
      const message = `The ${place} parameter ${show(name)} is a duplicate; the first one counts`;
      report.warning('spec.parameter-twice', message, placeIn(this.document, at));
      return false;
    }
    seen.add(key);
    return true;
  }
}

const entries = (holder: JsonObject): JsonValue[] => {
  const list = own(holder, 'parameters');
  return Array.isArray(list) ? list : [];
};

/** The names in braces, in the order of the path. */
const templateNames = (path: string): ReadonlySet<string> =>
  new Set([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name));
