import { put } from '../../model/json.js';
import type { JsonObject, JsonValue } from '../../model/types.js';
import type { Origin } from '../document.js';
import { childOf, isObject, own } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import { sanitise } from '../parse/sanitise.js';
import type { Segments } from '../pointer.js';
import type { Report } from '../report.js';
import { kindOf, show } from '../show.js';
import { trailTo } from '../trail.js';
import { OverlaidPlaces } from './places.js';
import type { Action, Overlay } from './read.js';
import { type Selected, select } from './select.js';

/**
 * The document with overlays laid over it, in their order; the tree is changed in place, and places lead to the file in
 * which a value was written. Undefined when the report says what could not be done.
 */
export function applyOverlays(
  entry: ParsedFile,
  overlays: readonly Overlay[],
  report: Report,
): ParsedFile | undefined {
  if (overlays.length === 0) return entry;
  const places = new OverlaidPlaces(entry);
  for (const overlay of overlays) {
    for (const action of overlay.actions) new Run(entry, overlay, action, places, report).apply();
  }
  const overlaid: ParsedFile = { ...entry, place: (segments) => places.place(segments) };
  if (!report.failed) sanitise(overlaid, report);
  return report.failed ? undefined : overlaid;
}

/** One action, on the tree as those before it left it. */
class Run {
  constructor(
    private readonly entry: ParsedFile,
    private readonly overlay: Overlay,
    private readonly action: Action,
    private readonly places: OverlaidPlaces,
    private readonly report: Report,
  ) {}

  apply(): void {
    const { change, target } = this.action;
    const selected = select(target, this.entry.value);
    if (typeof selected === 'string') {
      this.#wrong('spec.overlay-target', `${show(target)} is no JSONPath: ${selected}`, 'target');
    } else if (selected.length === 0) {
      const message = `${show(target)} selects nothing in ${this.entry.name}`;
      this.report.warning(
        'spec.overlay-nothing',
        message,
        trailTo(this.overlay.file, [...this.action.at, 'target']),
      );
    } else if (change.kind === 'remove') this.#remove(selected);
    else if (change.kind === 'update')
      this.#update(selected, change.value, {
        file: this.overlay.file,
        segments: [...this.action.at, 'update'],
      });
    else this.#copy(selected, change.from);
  }

  #wrong(code: string, message: string, key: string): void {
    this.report.error(code, message, trailTo(this.overlay.file, [...this.action.at, key]));
  }

  /** From the end, so that places in lists stay right. */
  #remove(selected: readonly Selected[]): void {
    for (const { segments } of selected.toReversed()) {
      const key = segments.at(-1);
      const parent = this.#at(segments.slice(0, -1));
      if (key === undefined)
        this.#wrong('spec.overlay-merge', 'The whole document cannot be removed', 'remove');
      else if (Array.isArray(parent)) {
        this.places.remove(segments, parent.length);
        parent.splice(Number(key), 1);
      } else if (isObject(parent)) {
        this.places.remove(segments, undefined);
        delete parent[key];
      }
    }
  }

  #update(selected: readonly Selected[], value: JsonValue, origin: Origin): void {
    for (const { value: target, segments } of selected) {
      if (Array.isArray(target)) this.#append(target, value, segments, origin);
      else if (isObject(target) && isObject(value)) this.#merge(target, value, segments, origin);
      else if (!isObject(target) && !isObject(value) && segments.length > 0)
        this.#set(this.#at(segments.slice(0, -1)), segments, value, origin);
      else this.#clash(segments, target, value);
    }
  }

  #copy(selected: readonly Selected[], from: string): void {
    const found = select(from, this.entry.value);
    const [source, ...more] = typeof found === 'string' ? [] : found;
    if (source === undefined || more.length > 0) {
      const why = typeof found === 'string' ? found : `it selects ${found.length} places`;
      this.#wrong('spec.overlay-target', `${show(from)} must select one place to copy: ${why}`, 'copy');
      return;
    }
    const origin = { file: this.overlay.file, segments: [...this.action.at, 'copy'] };
    this.#update(selected, structuredClone(source.value), origin);
  }

  /** Members of both are merged where both are objects, lists are joined, and else the new value stands. */
  #merge(target: JsonObject, value: JsonObject, segments: Segments, origin: Origin): void {
    for (const [key, given] of Object.entries(value)) {
      const at = [...segments, key];
      const from: Origin = { file: origin.file, segments: [...origin.segments, key] };
      const old = own(target, key);
      if (isObject(old) && isObject(given)) this.#merge(old, given, at, from);
      else if (Array.isArray(old) && Array.isArray(given)) this.#append(old, given, at, from);
      else if (this.overlay.strict && old !== undefined && kindOfShape(old) !== kindOfShape(given))
        this.#clash(at, old, given);
      else this.#set(target, at, given, from);
    }
  }

  #append(target: JsonValue[], value: JsonValue, segments: Segments, origin: Origin): void {
    const items = Array.isArray(value) ? value : [value];
    for (const [index, item] of items.entries()) {
      const inner = Array.isArray(value) ? [...origin.segments, String(index)] : origin.segments;
      this.places.set([...segments, String(target.length)], { file: origin.file, segments: inner });
      target.push(structuredClone(item));
    }
  }

  #set(parent: JsonValue | undefined, segments: Segments, value: JsonValue, origin: Origin): void {
    const key = segments.at(-1) ?? '';
    this.places.set(segments, origin);
    // Each place gets a value of its own: the tree is changed in place later.
    if (Array.isArray(parent)) parent[Number(key)] = structuredClone(value);
    else if (isObject(parent)) put(parent, key, structuredClone(value));
  }

  #clash(segments: Segments, old: JsonValue, given: JsonValue): void {
    const where = segments.length === 0 ? 'the document' : show(segments.at(-1));
    this.#wrong(
      'spec.overlay-merge',
      `${where} is ${kindOf(old)} and cannot become ${kindOf(given)}`,
      'update',
    );
  }

  #at(segments: Segments): JsonValue | undefined {
    let value: JsonValue | undefined = this.entry.value;
    for (const segment of segments) value = childOf(value, segment);
    return value;
  }
}

const kindOfShape = (value: JsonValue): string =>
  Array.isArray(value) ? 'list' : isObject(value) ? 'object' : 'scalar';
