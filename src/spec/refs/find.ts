import type { JsonValue } from '../../model/types.js';
import { childOf, isObject, own } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import { fromFragment, type Segments } from '../pointer.js';
import type { Target } from './site.js';

export type Found = { readonly target: Target } | { readonly problem: string };

/** `$ref`s that a pointer may pass on its way, e.g. `#/components/schemas/A/properties/b` where A is a reference. */
const MAX_PASSED = 32;

/** What a fragment names in a file: a JSON pointer or a plain name (`$anchor`), through local references on the way. */
export function findFragment(file: ParsedFile, fragment: string): Found {
  if (/^[A-Za-z_][-\w.]*$/.test(fragment)) return findAnchor(file, fragment);
  const parsed = fromFragment(fragment);
  if ('problem' in parsed) return parsed;
  return descend(file, parsed.segments, MAX_PASSED);
}

function descend(file: ParsedFile, segments: Segments, hopsLeft: number): Found {
  let value: JsonValue | undefined = file.value;
  for (const [index, segment] of segments.entries()) {
    const next = childOf(value, segment);
    if (next === undefined) {
      const ref = isObject(value) ? own(value, '$ref') : undefined;
      if (typeof ref !== 'string' || !ref.startsWith('#/') || hopsLeft === 0)
        return { problem: 'is not defined' };
      const passed = fromFragment(ref.slice(1));
      if ('problem' in passed) return passed;
      return descend(file, [...passed.segments, ...segments.slice(index)], hopsLeft - 1);
    }
    value = next;
  }
  return { target: { file, segments, value } };
}

const anchorsOf = new WeakMap<ParsedFile, Map<string, Target>>();

function findAnchor(file: ParsedFile, name: string): Found {
  let anchors = anchorsOf.get(file);
  if (anchors === undefined) {
    anchors = collectAnchors(file);
    anchorsOf.set(file, anchors);
  }
  const target = anchors.get(name);
  return target === undefined ? { problem: 'is not defined' } : { target };
}

function collectAnchors(file: ParsedFile): Map<string, Target> {
  const anchors = new Map<string, Target>();
  const open: { value: JsonValue; segments: string[] }[] = [{ value: file.value, segments: [] }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { value, segments } = at;
    if (typeof value !== 'object' || value === null) continue;
    const anchor = isObject(value) ? (own(value, '$anchor') ?? own(value, '$dynamicAnchor')) : undefined;
    if (typeof anchor === 'string' && !anchors.has(anchor)) anchors.set(anchor, { file, segments, value });
    for (const [key, child] of Object.entries(value))
      open.push({ value: child, segments: [...segments, key] });
  }
  return anchors;
}
