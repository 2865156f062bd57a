/** What an answer has beside its items: the members in which the way to the next page can be told. */
import { specText } from '../text.js';
import type { Untagged } from '../graph/finish.js';
import type { Property, SpecText, TypeExpr } from '../types.js';

export interface AnswerMember {
  readonly path: readonly string[];
  /** `uri`: a text that the document calls an address. */
  readonly kind: 'string' | 'uri' | 'integer' | 'boolean' | 'array';
  readonly description: string;
}

export interface Answer {
  /** Members of the answer and of the objects in it, lists not entered. Empty for an answer that is a list. */
  readonly members: readonly AnswerMember[];
  readonly isList: boolean;
  /** A member that is called like the list of items, and is none: what the items are is not clear. */
  readonly unclear: boolean;
  /** The items are objects with a text `id`. */
  readonly itemIds: boolean;
}

const MAX_DEPTH = 3;
/** Usual names of the list in an answer; they decide only where an answer has several lists. */
const LISTS: ReadonlySet<string> = new Set(
  'data items results values value records entries list objects content elements resources'.split(' '),
);

const isUsual = (name: string): boolean => LISTS.has(name.toLowerCase());

type Types = ReadonlyMap<string, Untagged>;

/** Follows references and aliases; a union of one type and null is that type. */
function resolve(type: TypeExpr, types: Types): TypeExpr | readonly Property[] {
  let now = type;
  for (let step = 0; step < 20 && now.kind === 'ref'; step++) {
    const named = types.get(now.id);
    if (named?.kind === 'object') return named.properties;
    if (named?.kind === 'enum') return { kind: 'string' };
    if (named === undefined) return { kind: 'any' };
    now = named.target;
  }
  return now;
}

const isProperties = (type: TypeExpr | readonly Property[]): type is readonly Property[] =>
  Array.isArray(type);

function kindOf(type: TypeExpr): AnswerMember['kind'] | undefined {
  if (type.kind === 'string') return type.format === 'uri' || type.format === 'url' ? 'uri' : 'string';
  return type.kind === 'integer' || type.kind === 'boolean' || type.kind === 'array' ? type.kind : undefined;
}

function collect(properties: readonly Property[], types: Types, path: readonly string[]): AnswerMember[] {
  return properties.slice(0, 60).flatMap(({ name, type, description }): AnswerMember[] => {
    const here = [...path, name.spec];
    const inner = resolve(type, types);
    if (isProperties(inner)) return here.length < MAX_DEPTH ? collect(inner, types, here) : [];
    const kind = kindOf(inner);
    return kind === undefined ? [] : [{ path: here, kind, description: description?.spec ?? '' }];
  });
}

const hasTextId = (type: TypeExpr, types: Types): boolean => {
  const inner = resolve(type, types);
  return isProperties(inner) && inner.some(({ name, type }) => name.spec === 'id' && type.kind === 'string');
};

export function answerMembers(type: TypeExpr, types: Types): Answer {
  const top = resolve(type, types);
  if (!isProperties(top))
    return {
      members: [],
      unclear: false,
      isList: top.kind === 'array',
      itemIds: top.kind === 'array' && hasTextId(top.items, types),
    };
  const members = collect(top, types, []);
  const lists = new Set(members.flatMap(({ path, kind }) => (kind === 'array' ? path[0] : [])));
  const unclear = top.some(({ name }) => isUsual(name.spec) && !lists.has(name.spec));
  const [list] = itemsOf({ members, unclear, isList: false, itemIds: false }) ?? [];
  const property = top.find(({ name }) => name.spec === list?.spec);
  const items = property === undefined ? undefined : resolve(property.type, types);
  const itemIds =
    items !== undefined && !isProperties(items) && items.kind === 'array' && hasTextId(items.items, types);
  return { members, unclear, isList: false, itemIds };
}

/** Where the items are: the answer itself (`[]`), its only list, or the only one of its lists that is called like one. */
export function itemsOf({ isList, members, unclear }: Answer): readonly SpecText[] | undefined {
  if (isList) return [];
  if (unclear) return undefined;
  const lists = members.filter(({ kind, path }) => kind === 'array' && path.length === 1);
  const usual = lists.filter(({ path }) => isUsual(path[0] ?? ''));
  const [only, ...others] = lists.length > 1 ? usual : lists;
  return only === undefined || others.length > 0 ? undefined : only.path.map(specText);
}
