/** Further pages of a list, for callers that say how many items they want in all. */
import type { ApiResponse } from './answers.js';
import { CallError } from './errors.js';
import { exactData } from './exact.js';
import { isRecord } from './text.js';
import type { Schema, Values } from './validation.js';

/** How one operation goes on from page to page: `_operation.paging` of tools.json. */
export interface Paging {
  readonly kind: 'cursor' | 'last-item' | 'link' | 'page' | 'offset';
  /** Query parameters, and the arguments of the tool that fill them. */
  readonly arguments: Readonly<Record<string, string>>;
  /** Where the list, the next cursor or address, and "there is more" stand in an answer. */
  readonly items: readonly string[];
  readonly next?: readonly string[];
  readonly more?: readonly string[];
  /** The number of the first page. */
  readonly first?: number;
  /** The argument that says how large pages are. */
  readonly size?: string;
}

/** Makes the request of one page. */
export type Fetch = (values: Values) => Promise<ApiResponse>;

export const LIMITS = { pages: 100, bytes: 10_000_000, milliseconds: 60_000 };

/** The items of several pages. */
export interface Gathered {
  /** The last answer, with the items of all of them. */
  readonly data: unknown;
  /** How many there are, and whether there are more. */
  readonly note: string;
}

const LINK = /<([^>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s",;]*))*)/g;
const REL = /;\s*rel\s*=\s*"?([^";]*)/i;
const RAISE = 'raise max_items to see them';

/** How one operation goes on. `properties`: the arguments of its tool with their schemas. */
export class Pages {
  readonly #paging: Paging;
  readonly #properties: Schema;

  constructor(paging: Paging, properties: Schema) {
    this.#paging = paging;
    this.#properties = properties;
  }

  /** Asks for pages as large as useful, where the document says how large they may be. */
  begin(values: Values, wanted: number): Values {
    const { size = '', arguments: names } = this.#paging;
    const { maximum, minimum } = this.#schemaOf(size);
    const isFixed = [size, ...Object.values(names)].some((name) => Object.hasOwn(values, name));
    if (isFixed || !Number.isInteger(maximum)) return values;
    const least = Number.isInteger(minimum) ? Number(minimum) : 1;
    return { ...values, [size]: Math.max(Math.min(wanted, Number(maximum)), least) };
  }

  /** The items of a page; undefined where there is no list. */
  items(data: unknown): unknown[] | undefined {
    const found = at(data, this.#paging.items);
    return Array.isArray(found) ? found : undefined;
  }

  /** An answer with other items. */
  withItems(data: unknown, items: readonly unknown[]): unknown {
    return put(data, this.#paging.items, items);
  }

  /** The arguments of the next call; undefined when this was the last page. */
  following(response: ApiResponse, values: Values): Values | undefined {
    const moved = this.#moved(response, values);
    const isSame = Object.entries(moved).every(([name, value]) => values[name] === value);
    return isSame ? undefined : { ...values, ...moved };
  }

  #moved(response: ApiResponse, values: Values): Values {
    const { kind, next = [], more = [], arguments: names, first = 0 } = this.#paging;
    const { data } = response;
    const items = this.items(data) ?? [];
    switch (kind) {
      case 'cursor':
        return this.#only(at(data, next));
      case 'last-item':
        return at(data, more) === true ? this.#only(at(items.at(-1), next)) : {};
      case 'link':
        return this.#linked(next.length === 0 ? nextLink(response) : at(data, next));
      case 'page':
      case 'offset': {
        const [name = ''] = Object.values(names);
        const [start, step] = kind === 'page' ? [first, 1] : [0, items.length];
        return items.length === 0 ? {} : { [name]: Number(values[name] ?? start) + step };
      }
    }
  }

  #only(value: unknown): Values {
    if (typeof value !== 'string' || value === '') return {};
    return Object.fromEntries(Object.values(this.#paging.arguments).map((name) => [name, value]));
  }

  /** Takes arguments from the address of the next page. It is never fetched: it could lead anywhere. */
  #linked(address: unknown): Values {
    const base = 'http://localhost';
    if (typeof address !== 'string' || !URL.canParse(address, base)) return {};
    const known = new Map(Object.entries(this.#paging.arguments));
    const pairs = [...new URL(address, base).searchParams].flatMap(([name, text]) => {
      const argument = known.get(name);
      return argument === undefined ? [] : [[argument, this.#typed(argument, text)] as const];
    });
    return Object.fromEntries(pairs);
  }

  #typed(argument: string, text: string): string | number {
    const kinds = [this.#schemaOf(argument)['type']].flat();
    const isNumber = kinds.includes('integer') || kinds.includes('number');
    return isNumber && /^\d+$/.test(text) && Number.isSafeInteger(Number(text))
      ? Number(text)
      : text;
  }

  #schemaOf(argument: string): Schema {
    const found = this.#properties[argument];
    return isRecord(found) ? found : {};
  }
}

/**
 * Fetches pages until there are as many items as wanted, no more pages, or a limit is reached. Gives the answer of the first
 * page where that is no list.
 */
export async function gather(
  fetch: Fetch,
  pages: Pages,
  values: Values,
  wanted: number,
  limits = LIMITS,
): Promise<Gathered | ApiResponse> {
  const deadline = performance.now() + limits.milliseconds;
  let following: Values | undefined = pages.begin(values, wanted);
  let got: unknown[] = [];
  let before = '';
  let data: unknown = null;
  let size = 0;
  let count = 0;
  let stopped = '';
  while (following !== undefined && stopped === '') {
    const response =
      count === 0 ? await fetch(following) : await fetchedOrNothing(fetch, following);
    const page = response === undefined ? undefined : exactData(response);
    const items = pages.items(page);
    if (response === undefined || items === undefined) {
      if (response !== undefined && count === 0) return response;
      stopped = 'the next page could not be read';
      break;
    }
    count += 1;
    following = pages.following(response, following);
    const text = JSON.stringify(items);
    if (items.length > 0 && text === before) break; // the API does not know the argument, and says the same again
    [got, before, data] = [[...got, ...items], text, page];
    size += Buffer.byteLength(text);
    const reached = { got: got.length, wanted, count, size, deadline };
    if (following !== undefined) stopped = limitOf(reached, limits);
  }
  const isMore = following !== undefined || got.length > wanted;
  const kept = got.slice(0, wanted);
  return { data: pages.withItems(data, kept), note: noteOf(kept.length, count, stopped, isMore) };
}

/** What was got is kept when a later page fails. */
async function fetchedOrNothing(fetch: Fetch, values: Values): Promise<ApiResponse | undefined> {
  try {
    return await fetch(values);
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

/** The address with the relation `next` in the header Link (RFC 8288). */
export function nextLink({ headers }: Pick<ApiResponse, 'headers'>): string | undefined {
  const text = [headers['link'] ?? []].flat().join(', ').slice(0, 10_000);
  for (const [, address, parameters = ''] of text.matchAll(LINK)) {
    const relations = REL.exec(parameters)?.[1]?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes('next')) return address;
  }
  return undefined;
}

interface Reached {
  readonly got: number;
  readonly wanted: number;
  readonly count: number;
  readonly size: number;
  readonly deadline: number;
}

/** Why no further page is asked for; '' when one is. */
function limitOf({ got, wanted, count, size, deadline }: Reached, limits: typeof LIMITS): string {
  if (got >= wanted) return RAISE;
  if (count >= limits.pages) return `${limits.pages} requests are the most for one call`;
  if (size >= limits.bytes) return 'the answer would be too large';
  return performance.now() > deadline ? 'it takes too long' : '';
}

function noteOf(items: number, requests: number, stopped: string, isMore: boolean): string {
  const asked = `${requests} request${requests === 1 ? '' : 's'}`;
  if (!isMore) return `[${items} items from ${asked}. These are all.]`;
  return `[${items} items from ${asked}. More may follow: ${stopped === '' ? RAISE : stopped}.]`;
}

function at(data: unknown, path: readonly string[]): unknown {
  let found = data;
  for (const name of path) {
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

function put(data: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined || !isRecord(data)) return value;
  return { ...data, [name]: put(data[name], rest, value) };
}
