import type { Lists } from './lists.js';

type Json = Record<string, unknown>;

/** One thing that the original offered, or that only the new server offers. */
export interface ParityItem {
  readonly kind: 'instructions' | 'tool' | 'resource' | 'template' | 'prompt' | 'start';
  readonly name: string;
  readonly status: 'kept' | 'changed' | 'lost' | 'added';
  /** What differs, with both values. */
  readonly differences: readonly string[];
}

const KINDS = [
  ['tool', 'tools', 'name'],
  ['resource', 'resources', 'uri'],
  ['template', 'resourceTemplates', 'uriTemplate'],
  ['prompt', 'prompts', 'name'],
] as const;

/** Compares what two servers list. Titles that libraries derive, and spaces in texts, do not count. */
export function compareLists(before: Lists, after: Lists): ParityItem[] {
  const items: ParityItem[] = [];
  if (words(before.instructions) !== words(after.instructions)) {
    const differences = [difference('instructions', before.instructions, after.instructions)];
    items.push({ kind: 'instructions', name: 'instructions', status: 'changed', differences });
  }
  for (const [kind, list, key] of KINDS) {
    const old = new Map(before[list].map((one) => [String(one[key]), one]));
    const now = new Map(after[list].map((one) => [String(one[key]), one]));
    for (const [name, one] of old) items.push(compared(kind, name, one, now.get(name)));
    for (const name of now.keys()) {
      if (!old.has(name)) items.push({ kind, name, status: 'added', differences: [] });
    }
  }
  return items;
}

function compared(kind: ParityItem['kind'], name: string, before: Json, after: Json | undefined): ParityItem {
  if (after === undefined) return { kind, name, status: 'lost', differences: [] };
  const differences: string[] = [];
  if (words(before['description']) !== words(after['description'])) {
    differences.push(difference('description', before['description'], after['description']));
  }
  for (const key of ['inputSchema', 'arguments', 'mimeType', 'annotations'] as const) {
    // An original without annotations may gain some.
    if (key === 'annotations' && Object.keys((before[key] ?? {}) as Json).length === 0) continue;
    const [old, now] = [before[key], after[key]].map((value) => meaning(value, value));
    if (JSON.stringify(old) !== JSON.stringify(now)) differences.push(difference(key, old, now));
  }
  return { kind, name, status: differences.length === 0 ? 'kept' : 'changed', differences };
}

const words = (text: unknown): string => (typeof text === 'string' ? text.replace(/\s+/g, ' ').trim() : '');

const SHOWN = 160;
function difference(what: string, before: unknown, after: unknown): string {
  const shown = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN);
  return `${what}: ${shown(before)} → ${shown(after)}`;
}

/** Members that say nothing to a caller: names that libraries make up, and where shared parts are kept. */
const SILENT = new Set(['title', '$defs', 'definitions', 'additionalProperties', '$schema']);
const DEPTH = 24;

/** A value in one spelling: references followed, null folded, members sorted, derived titles dropped. */
function meaning(value: unknown, root: unknown, depth = 0, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => meaning(item, root, depth + 1));
  if (typeof value !== 'object' || value === null || depth > DEPTH)
    return typeof value === 'string' ? words(value) : value;
  const object = value as Json;
  if (typeof object['$ref'] === 'string' && !inProperties) {
    const { $ref, ...others } = object;
    return meaning({ ...target(String($ref), root), ...others }, root, depth + 1);
  }
  const entries = Object.entries(object)
    .filter(
      ([key, item]) =>
        inProperties || !(SILENT.has(key) && !(key === 'additionalProperties' && isFilled(item))),
    )
    .filter(([key, item]) => !(key === 'required' && item === false) && item !== null)
    .map(
      ([key, item]) => [key, meaning(item, root, depth + 1, key === 'properties' && !inProperties)] as const,
    )
    .map(([key, item]) => [key, key === 'required' && Array.isArray(item) ? item.toSorted() : item] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function target(reference: string, root: unknown): Json {
  const parts = reference.replace(/^#\/?/, '').split('/');
  const found = parts.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Json)[part] : undefined,
    root,
  );
  return typeof found === 'object' && found !== null ? (found as Json) : {};
}
