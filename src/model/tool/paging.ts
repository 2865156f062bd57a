/**
 * How a list goes on. Only what the document makes clear: a guess that is wrong would give a caller the same items
 * twice, or leave some out, without anybody noticing.
 */
import { isObject, own } from '../json.js';
import type { ReadOperation } from '../operation/read.js';
import { specText } from '../text.js';
import type { Untagged } from '../graph/finish.js';
import type { Argument, JsonObject, JsonSchema, Paging, SpecText } from '../types.js';
import { type Answer, type AnswerMember, answerMembers, itemsOf } from './paging-answer.js';

/** `page[size]`, `pageSize`, `page_size` → `pagesize` */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A query argument of the tool. */
interface Asked {
  readonly argument: string;
  readonly wire: SpecText;
  readonly plain: string;
  readonly schema: JsonObject;
  readonly description: string;
}

const SIZES = 'limit count size pagesize perpage maxresults pagelimit itemsperpage max top take';
const SIZE: ReadonlySet<string> = new Set(SIZES.split(' '));
const OFFSET: ReadonlySet<string> = new Set(['offset', 'skip', 'pageoffset']);
const PAGE: ReadonlySet<string> = new Set(['page', 'pagenumber', 'pageno', 'pagenum', 'currentpage']);

/** Cursor parameter → ends of the paths at which an answer has the next one. */
const CURSORS: Readonly<Record<string, readonly string[]>> = {
  cursor: ['nextcursor', 'cursor.next', 'cursors.after', 'cursors.next'],
  pagecursor: ['nextcursor', 'nextpagecursor'],
  nextcursor: ['nextcursor'],
  startcursor: ['nextcursor'],
  startingafter: ['next.startingafter'],
  after: ['cursors.after', 'next.after', 'nextcursor'],
  pageafter: ['cursors.after', 'next.after', 'nextcursor'],
  pagetoken: ['nextpagetoken', 'nexttoken'],
  nextpagetoken: ['nextpagetoken'],
  nexttoken: ['nexttoken', 'nextpagetoken'],
  continuationtoken: ['continuationtoken', 'nextcontinuationtoken'],
  continuation: ['continuation', 'continuationtoken'],
  marker: ['nextmarker'],
  offset: ['nextpage.offset'],
};
const MORE: ReadonlySet<string> = new Set(['hasmore', 'morepages', 'more']);
/** Members of an answer that hold the address of the next page. */
const ADDRESSES: ReadonlySet<string> = new Set([
  'next',
  'nexturl',
  'nextlink',
  'nextpageurl',
  'nextpageuri',
  'links.next',
]);

/** The paging of a tool's operation, or undefined where it is not clear, not there, or switched off by `x-mcp-paging: false`. */
export function pagingOf(
  read: ReadOperation,
  args: readonly Argument[],
  schema: JsonSchema,
  types: ReadonlyMap<string, Untagged>,
): Paging | undefined {
  const { operation, source } = read;
  if (operation.method !== 'GET' || source['x-mcp-paging'] === false) return undefined;
  const good = read.responses.find(({ response }) => /^2/.test(response.status) && response.kind === 'json');
  const type = good?.response.type;
  if (good === undefined || type === undefined) return undefined;
  const asked = askedOf(args, schema);
  const answer = answerMembers(type, types);
  const items = itemsOf(answer);
  if (items === undefined || asked.length === 0) return undefined;
  const size = asked.find((one) => SIZE.has(one.plain) && isWhole(one));
  const found =
    byCursor(asked, answer) ??
    byLink(asked, answer, good.headers) ??
    byPage(asked, answer, size) ??
    byOffset(asked, size);
  if (found === undefined) return undefined;
  return { ...found, items, ...(size === undefined ? {} : { size: size.argument }) };
}

type Step = Omit<Paging, 'items' | 'size'>;

function askedOf(args: readonly Argument[], schema: JsonSchema): Asked[] {
  const { properties } = schema;
  return args.flatMap(({ name, source, description }): Asked[] => {
    if (source.in !== 'query') return [];
    const shown = isObject(properties) ? own(properties, name) : undefined;
    return [
      {
        argument: name,
        wire: source.name,
        plain: plain(source.name.spec),
        schema: isObject(shown) ? shown : {},
        description: description?.spec ?? '',
      },
    ];
  });
}

const hasType = ({ schema }: Asked, type: string): boolean => {
  const said = schema['type'];
  return said === type || (Array.isArray(said) && said.includes(type));
};
const isWhole = (asked: Asked): boolean => hasType(asked, 'integer') || hasType(asked, 'number');

const pathTo = (answer: Answer, ends: ReadonlySet<string>, kinds: readonly string[]) =>
  answer.members.find(({ path, kind }) => kinds.includes(kind) && ends.has(path.map(plain).join('.')));

/** A token of the answer, or the id of the last item, is an argument of the next call. */
function byCursor(asked: readonly Asked[], answer: Answer): Step | undefined {
  for (const one of asked) {
    const ends = CURSORS[one.plain];
    if (ends === undefined || !hasType(one, 'string')) continue;
    const next = answer.members.find(
      (member) =>
        member.kind === 'string' &&
        (ends.some((end) => endsWith(member.path.map(plain), end)) || isToken(member)),
    );
    if (next !== undefined)
      return { kind: 'cursor', arguments: argumentMap([one]), next: next.path.map(specText) };
    const more = pathTo(answer, MORE, ['boolean']);
    if (one.plain === 'startingafter' && more !== undefined && answer.itemIds)
      return {
        kind: 'last-item',
        arguments: argumentMap([one]),
        next: [specText('id')],
        more: more.path.map(specText),
      };
  }
  return undefined;
}

/** `next` alone may be an address; it is a token where its description calls it one. */
const isToken = ({ path, description }: AnswerMember): boolean =>
  plain(path.join('')) === 'next' &&
  /\b(cursor|token)\b/i.test(description) &&
  !/\b(ur[il]|link|address)\b/i.test(description);

const endsWith = (path: readonly string[], end: string): boolean =>
  path.join('.') === end || path.join('.').endsWith(`.${end}`);

const argumentMap = (asked: readonly Asked[]): Paging['arguments'] =>
  asked.map(({ argument, wire }) => ({ argument, wire }));

/** The address of the next page, in the header Link or in the answer; its query says what the next call has to send. */
function byLink(asked: readonly Asked[], answer: Answer, headers: readonly string[]): Step | undefined {
  const movers = asked.filter(
    (one) => PAGE.has(one.plain) || OFFSET.has(one.plain) || CURSORS[one.plain] !== undefined,
  );
  if (movers.length === 0) return undefined;
  const all = argumentMap(asked.filter((one) => movers.includes(one) || SIZE.has(one.plain)));
  if (headers.some((name) => name.toLowerCase() === 'link')) return { kind: 'link', arguments: all };
  const address = pathTo(answer, ADDRESSES, ['uri', 'string']);
  // `next` alone may be a number or a token; an address is what the document calls one.
  if (address === undefined || (address.kind !== 'uri' && plain(address.path.join('')) === 'next'))
    return undefined;
  return { kind: 'link', arguments: all, next: address.path.map(specText) };
}

/** Pages by number, where the number of the first one is told. */
function byPage(asked: readonly Asked[], answer: Answer, size: Asked | undefined): Step | undefined {
  const page = asked.find((one) => PAGE.has(one.plain) && isWhole(one));
  if (page === undefined) return undefined;
  const first = firstPage(page);
  const total = answer.members.some(
    ({ path, kind }) => kind === 'integer' && /^total|pages?$/.test(plain(path.at(-1) ?? '')),
  );
  if (first === undefined || !(size !== undefined || total)) return undefined;
  return { kind: 'page', arguments: argumentMap([page]), first };
}

function firstPage({ schema, description }: Asked): number | undefined {
  const { default: initial, minimum } = schema;
  if (initial === 0 || initial === 1) return initial;
  if (minimum === 1) return 1;
  if (/\b(0|zero)[- ](based|indexed)|(starts?|starting|begins?) (at|from|with) (0|zero)\b/i.test(description))
    return 0;
  if (/\b(1|one)[- ](based|indexed)|(starts?|starting|begins?) (at|from|with) (1|one)\b/i.test(description))
    return 1;
  const said = /\bdefaults?( value)?( to| is|:|=)? ?`?([01])\b/i.exec(description)?.[3];
  return said === undefined ? undefined : Number(said);
}

/** So many items are skipped. A size beside it shows that the offset counts items. */
function byOffset(asked: readonly Asked[], size: Asked | undefined): Step | undefined {
  const offset = asked.find((one) => OFFSET.has(one.plain) && isWhole(one));
  if (offset === undefined || size === undefined) return undefined;
  return { kind: 'offset', arguments: argumentMap([offset]) };
}
