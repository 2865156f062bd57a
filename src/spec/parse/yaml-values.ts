import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import type { JsonObject, JsonValue } from '../../model/types.js';
import { MAX_ALIAS_VALUES, MAX_DEPTH } from '../limits.js';
import { show } from '../show.js';
import type { Spot } from './yaml-places.js';

/** Something that a YAML text can say and a document cannot, at an offset. */
export class YamlProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export interface YamlNote {
  readonly code: string;
  readonly message: string;
  readonly offset: number;
}

interface Converted {
  readonly value: JsonValue;
  readonly spot: Spot;
}

/**
 * Turns the nodes of a YAML document into JSON values: aliases become copies (within a budget), `<<` merges, keys become
 * strings as written. Calls itself; the nesting was limited before.
 * @throws {YamlProblem} for aliases without end and keys that are no strings
 */
export class YamlConverter {
  readonly notes: YamlNote[] = [];
  readonly #anchors = new Map<string, Node>();
  readonly #expanding = new Set<Node>();
  #aliasValues = 0;

  convert(node: unknown, depth = 0): Converted {
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? 0, depth);
    const offset = offsetOf(node);
    if (this.#expanding.size > 0) this.#spend(offset);
    if (depth > MAX_DEPTH) {
      throw new YamlProblem(
        'spec.too-deep',
        `The document is nested deeper than ${MAX_DEPTH} levels`,
        offset,
      );
    }
    if (isScalar(node)) {
      this.#remember(node);
      return { value: scalarValue(node), spot: { offset } };
    }
    if (isMap(node)) {
      this.#remember(node);
      return this.#map(node.items, offset, depth);
    }
    if (isSeq(node)) {
      this.#remember(node);
      const items = node.items.map((item) => this.convert(item, depth + 1));
      const members = new Map(items.map((item, index) => [String(index), item.spot]));
      return { value: items.map((item) => item.value), spot: { offset, members } };
    }
    return { value: null, spot: { offset } };
  }

  #remember(node: Node & { anchor?: string }): void {
    if (node.anchor !== undefined && this.#expanding.size === 0) this.#anchors.set(node.anchor, node);
  }

  #spend(offset: number): void {
    this.#aliasValues += 1;
    if (this.#aliasValues <= MAX_ALIAS_VALUES) return;
    const message = `The aliases stand for more than ${MAX_ALIAS_VALUES} values`;
    throw new YamlProblem('spec.yaml-aliases', message, offset);
  }

  #alias(name: string, offset: number, depth: number): Converted {
    const node = this.#anchors.get(name);
    if (node === undefined) {
      throw new YamlProblem('spec.yaml-syntax', `The alias *${show(name)} has no anchor above it`, offset);
    }
    if (this.#expanding.has(node)) {
      throw new YamlProblem(
        'spec.yaml-aliases',
        `The alias *${show(name)} stands inside its own anchor`,
        offset,
      );
    }
    this.#expanding.add(node);
    const { value, spot } = this.convert(node, depth);
    this.#expanding.delete(node);
    return { value, spot };
  }

  #map(pairs: readonly Pair[], offset: number, depth: number): Converted {
    const value: JsonObject = {};
    const members = new Map<string, Spot>();
    const merged: Converted[] = [];
    for (const pair of pairs) {
      const key = this.#key(pair.key, offset);
      const keyOffset = offsetOf(pair.key, offset);
      const child = this.convert(pair.value, depth + 1);
      if (key === '<<' && isPlain(pair.key) && isMergeable(child.value)) {
        merged.push(...mergeSources(child));
        continue;
      }
      if (key === '__proto__') {
        const message = 'A member called __proto__ is ignored: no language can hold it safely';
        this.notes.push({ code: 'spec.proto-key', message, offset: keyOffset });
        continue;
      }
      if (members.has(key)) {
        const message = `The key ${show(key)} is written twice; the duplicate before this one is ignored`;
        this.notes.push({ code: 'spec.duplicate-key', message, offset: keyOffset });
      }
      value[key] = child.value;
      members.set(key, { ...child.spot, offset: keyOffset });
    }
    for (const source of merged) this.#merge(value, members, source);
    return { value, spot: { offset, members } };
  }

  /** Adds the members that the map itself does not have; YAML's merge key. */
  #merge(value: JsonObject, members: Map<string, Spot>, source: Converted): void {
    for (const [key, child] of Object.entries(source.value as JsonObject)) {
      if (members.has(key)) continue;
      this.#spend(source.spot.offset);
      value[key] = structuredClone(child);
      members.set(key, source.spot.members?.get(key) ?? source.spot);
    }
  }

  #key(key: unknown, offset: number): string {
    if (isScalar(key)) {
      this.#remember(key);
      return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    }
    if (isAlias(key)) return String(this.#alias(key.source, offsetOf(key, offset), 0).value);
    if (key === null || key === undefined) return '';
    throw new YamlProblem(
      'spec.yaml-key',
      'A key is a list or a map; only texts can be keys',
      offsetOf(key, offset),
    );
  }
}

const isPlain = (key: unknown): boolean => isScalar(key) && key.type === 'PLAIN';

const isMap_ = (value: JsonValue): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMergeable = (value: JsonValue): boolean =>
  isMap_(value) || (Array.isArray(value) && value.length > 0 && value.every(isMap_));

const mergeSources = (child: Converted): Converted[] =>
  Array.isArray(child.value)
    ? child.value.map((value, index) => ({
        value,
        spot: child.spot.members?.get(String(index)) ?? child.spot,
      }))
    : [child];

function scalarValue(node: Scalar): JsonValue {
  const { value } = node;
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  return node.source ?? null;
}

function offsetOf(node: unknown, otherwise = 0): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === 'number' ? range[0] : otherwise;
}
