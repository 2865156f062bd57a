import type { JsonValue } from '../../model/types.js';
import { MAX_DEPTH } from '../limits.js';
import type { Report } from '../report.js';
import { segmentsOf, step, type Trail } from '../trail.js';
import type { ParsedFile } from './file.js';

/**
 * Takes out of a parsed value what later stages must not meet: numbers that JSON cannot hold, the key `__proto__`
 * (an assignment with it changes an object's prototype), and nesting that would overflow a stack. In place.
 */
export function sanitise(file: ParsedFile, report: Report): void {
  if (isClean(file.value)) return;
  const trails: { value: JsonValue; trail: Trail; depth: number }[] = [
    { value: file.value, trail: { file }, depth: 0 },
  ];
  for (let at = trails.pop(); at !== undefined; at = trails.pop()) {
    const { value, trail, depth } = at;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) {
      tooDeep(file, segmentsOf(trail), report);
      return;
    }
    dropBadMembers(value, trail, report);
    for (const key of Object.keys(value)) {
      const child = Array.isArray(value) ? value[Number(key)] : value[key];
      if (child !== undefined) trails.push({ value: child, trail: step(trail, key), depth: depth + 1 });
    }
  }
}

/** Reports nesting beyond the limit; the place is where the limit was passed, its pointer cut to what one can read. */
export function tooDeep(file: ParsedFile, segments: readonly string[], report: Report): void {
  const { pointer: _long, ...place } = file.place(segments);
  const pointer = file.place(segments.slice(0, 6)).pointer ?? '';
  report.error('spec.too-deep', `The document is nested deeper than ${MAX_DEPTH} levels`, {
    ...place,
    pointer,
  });
}

/** The quick look, without places: nearly every document is clean. */
function isClean(root: JsonValue): boolean {
  const values: JsonValue[] = [root];
  const depths: number[] = [0];
  for (let value = values.pop(); value !== undefined; value = values.pop()) {
    const depth = (depths.pop() ?? 0) + 1;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return false;
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_DEPTH) return false;
    for (const key in value) {
      if (key === '__proto__') return false;
      const child = (value as Record<string, JsonValue>)[key];
      if ((typeof child === 'object' && child !== null) || typeof child === 'number') {
        values.push(child);
        depths.push(depth);
      }
    }
  }
  return true;
}

function dropBadMembers(
  value: Exclude<JsonValue, string | number | boolean | null>,
  trail: Trail,
  report: Report,
) {
  if (Array.isArray(value)) {
    const bad = value.findIndex((item) => typeof item === 'number' && !Number.isFinite(item));
    if (bad === -1) return;
    report.warning('spec.number-not-json', NOT_JSON, step(trail, bad));
    value.splice(
      0,
      value.length,
      ...value.filter((item) => typeof item !== 'number' || Number.isFinite(item)),
    );
    return;
  }
  if (Object.hasOwn(value, '__proto__')) {
    const message = 'A member called __proto__ is ignored: no language can hold it safely';
    report.warning('spec.proto-key', message, step(trail, '__proto__'));
    Reflect.deleteProperty(value, '__proto__');
  }
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'number' || Number.isFinite(item)) continue;
    report.warning('spec.number-not-json', NOT_JSON, step(trail, key));
    delete value[key];
  }
}

const NOT_JSON = 'A number that is infinite, or not a number, is ignored: JSON has no such values';
