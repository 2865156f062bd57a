import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
} from 'js-yaml';
import type { JsonObject, JsonValue } from '../../model/types.js';
import { MAX_DEPTH } from '../limits.js';
import { isObject, ownObject } from '../json.js';
import type { ParsedFile } from './file.js';
import { type Spot, yamlFile } from './yaml-places.js';

/** A text has something that needs the reader which can explain it. */
class NotPlain extends Error {}

type Scalar = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** A list or a map that is not closed yet; `key` is the one whose value comes next. */
interface Open {
  readonly value: JsonValue[] | JsonObject;
  readonly members: Map<string, Spot>;
  key: { readonly text: string; readonly offset: number } | undefined;
}

const CORE_TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/**
 * Reads the YAML that nearly all documents are written in: one document without aliases, tags, merges and doubled keys. It takes
 * a quarter of the time of the reader that explains mistakes (`yaml.ts`), and gives the same values and places; that is held by a
 * test. Undefined for every other text, and for every mistake.
 */
export function parsePlainYaml(name: string, text: string): ParsedFile | undefined {
  try {
    const { value, spot } = new Builder(text).build(parseEvents(text, { maxDepth: MAX_DEPTH }));
    return yamlFile(name, text, value, spot);
  } catch {
    return undefined;
  }
}

interface Built {
  readonly value: JsonValue;
  readonly spot: Spot;
}

class Builder {
  readonly #text: string;
  /** The numbers of the first two levels, as they are written. */
  readonly #written = new Map<Spot, string>();
  readonly #open: Open[] = [];
  #root: Built | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  build(events: readonly Event[]): Built {
    const [first, ...more] = events;
    if (first?.type !== EVENT_ID.DOCUMENT || first.directives.length > 0) throw new NotPlain();
    for (const event of more) this.#read(event);
    if (this.#root === undefined) throw new NotPlain();
    this.#keepVersions(this.#root);
    return this.#root;
  }

  /** `version: 1.10` is the number 1.1 to YAML; who wrote it meant the text. */
  #keepVersions({ value, spot }: Built): void {
    if (!isObject(value)) return;
    const asWritten = (holder: JsonObject, where: Spot | undefined, key: string): void => {
      const at = where?.members?.get(key);
      const text = at === undefined ? undefined : this.#written.get(at);
      if (text !== undefined) holder[key] = text;
    };
    for (const key of ['openapi', 'swagger']) asWritten(value, spot, key);
    const info = ownObject(value, 'info');
    if (info !== undefined) asWritten(info, spot.members?.get('info'), 'version');
  }

  #read(event: Event): void {
    if (event.type === EVENT_ID.POP) {
      this.#open.pop();
      return;
    }
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.ALIAS) throw new NotPlain();
    if (event.tagStart !== -1 || event.anchorStart !== -1) throw new NotPlain();
    if (event.type === EVENT_ID.SCALAR) this.#scalar(event);
    else this.#collection(event.start, event.type === EVENT_ID.SEQUENCE ? [] : {});
  }

  #collection(offset: number, value: JsonValue[] | JsonObject): void {
    const members = new Map<string, Spot>();
    this.#add(value, { offset, members });
    this.#open.push({ value, members, key: undefined });
  }

  #scalar(event: Scalar): void {
    const source = getScalarValue(this.#text, event);
    const parent = this.#open.at(-1);
    if (parent !== undefined && !Array.isArray(parent.value) && parent.key === undefined) {
      if (source === '__proto__' || source === '<<' || parent.members.has(source)) throw new NotPlain();
      parent.key = { text: source, offset: this.#start(event) };
      return;
    }
    const value = event.style === SCALAR_STYLE.PLAIN ? plainValue(source) : source;
    const isItem = parent === undefined || Array.isArray(parent.value);
    const spot = this.#add(value, { offset: isItem ? this.#start(event) : 0 });
    if (typeof value === 'number' && this.#open.length <= 2) this.#written.set(spot, source);
  }

  /** Where a scalar starts: with its quote, or with the sign that begins a block in the line above its text. */
  #start({ style, valueStart }: Scalar): number {
    if (valueStart === -1) throw new NotPlain();
    if (style === SCALAR_STYLE.PLAIN) return valueStart;
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    const line = this.#text.lastIndexOf('\n', valueStart - 2) + 1;
    const sign = /[|>][-+\d]*[ \t]*(?:#.*)?\r?$/.exec(this.#text.slice(line, valueStart - 1));
    if (sign === null) throw new NotPlain();
    return line + sign.index;
  }

  /** Gives a value to the list or the map that is open; a member is where its key is. */
  #add(value: JsonValue, spot: Spot): Spot {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      // Texts by themselves are no documents, and readers disagree about their indentation.
      if (this.#root !== undefined || spot.members === undefined) throw new NotPlain();
      this.#root = { value, spot };
      return spot;
    }
    if (Array.isArray(parent.value)) {
      parent.members.set(String(parent.value.length), spot);
      parent.value.push(value);
      return spot;
    }
    if (parent.key === undefined) throw new NotPlain();
    const { text, offset } = parent.key;
    const member = { ...spot, offset };
    parent.value[text] = value;
    parent.members.set(text, member);
    parent.key = undefined;
    return member;
  }
}

/** YAML 1.2.2, section 10.3.2: what a text without quotes means in the core schema. */
function plainValue(source: string): JsonValue {
  for (const tag of CORE_TAGS) {
    const first = tag.implicitFirstChars;
    if (first !== null && !first.includes(source.charAt(0))) continue;
    const value: unknown = tag.resolve(source, false, tag.tagName);
    if (value === NOT_RESOLVED) continue;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new NotPlain();
  }
  return source;
}
