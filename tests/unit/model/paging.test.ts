import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue, Paging } from '../../../src/model/types.js';
import { one, tool } from './build.js';

const query = (name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema,
  ...more,
});
const TEXT: JsonObject = { type: 'string' };
const WHOLE: JsonObject = { type: 'integer' };
const LIMIT = query('limit', WHOLE);
const PETS: JsonObject = { type: 'array', items: { type: 'object', properties: { id: TEXT } } };
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

interface Listing {
  readonly parameters: readonly JsonObject[];
  readonly answer: JsonObject;
  readonly headers?: JsonObject;
  readonly more?: JsonObject;
  readonly method?: string;
}

function paging({
  parameters,
  answer,
  headers = {},
  more = {},
  method = 'get',
}: Listing): Paging | undefined {
  const responses: JsonValue = {
    200: { description: 'ok', headers, content: { 'application/json': { schema: answer } } },
  };
  return tool(one({ parameters: [...parameters], responses, ...more }, '/pets', method)).paging;
}

/** Texts without their wrapping. */
const plainly = (value: Paging | undefined): JsonValue | undefined =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value), (_, node) => (typeof node?.spec === 'string' ? node.spec : node));

describe('paging is recognised', () => {
  it('by a cursor that the answer gives', () => {
    const answer = object({ data: PETS, meta: object({ next_cursor: { type: 'string', nullable: true } }) });
    expect(plainly(paging({ parameters: [query('cursor', TEXT), LIMIT], answer }))).toEqual({
      kind: 'cursor',
      arguments: [{ argument: 'cursor', wire: 'cursor' }],
      items: ['data'],
      next: ['meta', 'next_cursor'],
      size: 'limit',
    });
  });

  it.each([
    ['Cursor of the next page', 'cursor'],
    ['URL of the next page, with its cursor', undefined],
    ['Where it goes on', undefined],
  ])('by a member called next only where it is said to be a cursor: %s', (description, kind) => {
    const answer = object({ data: PETS, next: { type: 'string', description } });
    expect(paging({ parameters: [query('cursor', TEXT)], answer })?.kind).toBe(kind);
  });

  it('by the id of the last item, as long as there is more', () => {
    const answer = object({ data: PETS, has_more: { type: 'boolean' } });
    expect(plainly(paging({ parameters: [query('starting_after', TEXT)], answer }))).toMatchObject({
      kind: 'last-item',
      next: ['id'],
      more: ['has_more'],
    });
  });

  it('by the header Link', () => {
    const headers = { Link: { schema: TEXT } };
    const found = paging({ parameters: [query('page', WHOLE), LIMIT], answer: PETS, headers });
    expect(plainly(found)).toEqual({
      kind: 'link',
      arguments: [
        { argument: 'page', wire: 'page' },
        { argument: 'limit', wire: 'limit' },
      ],
      items: [],
      size: 'limit',
    });
  });

  it('by an address in the answer', () => {
    const answer = object({ count: WHOLE, next: { type: 'string', format: 'uri' }, results: PETS });
    const found = paging({ parameters: [query('offset', WHOLE), LIMIT], answer });
    expect(plainly(found)).toMatchObject({ kind: 'link', next: ['next'], items: ['results'] });
  });

  it.each([
    [{ default: 1 }, 1],
    [{ default: 0 }, 0],
    [{ minimum: 1 }, 1],
  ])('by page numbers whose first is told (%o)', (said, first) => {
    const parameters = [query('page', { ...WHOLE, ...said }), query('per_page', WHOLE)];
    expect(paging({ parameters, answer: PETS })).toMatchObject({ kind: 'page', first, size: 'per_page' });
  });

  it('by the words of a description', () => {
    const page = query('page', WHOLE, { description: 'The page, starting at 0.' });
    expect(paging({ parameters: [page, LIMIT], answer: PETS })?.first).toBe(0);
  });

  it('by an offset beside a limit', () => {
    const found = paging({ parameters: [query('offset', WHOLE), LIMIT], answer: object({ items: PETS }) });
    expect(plainly(found)).toMatchObject({ kind: 'offset', items: ['items'] });
  });
});

describe('paging is not guessed', () => {
  const offset = [query('offset', WHOLE), LIMIT];

  it.each<[string, Listing]>([
    ['where the first page may be 0 or 1', { parameters: [query('page', WHOLE), LIMIT], answer: PETS }],
    [
      'where nothing shows that the offset counts items',
      { parameters: [query('offset', WHOLE)], answer: PETS },
    ],
    [
      'where the answer has no cursor',
      { parameters: [query('cursor', TEXT)], answer: object({ data: PETS }) },
    ],
    ['where no member is a list', { parameters: offset, answer: object({ pet: TEXT }) }],
    ['where several are', { parameters: offset, answer: object({ cats: PETS, dogs: PETS }) }],
    [
      'where what is called the items is no list',
      {
        parameters: offset,
        answer: object({ items: object({}), unreachable: { type: 'array', items: TEXT } }),
      },
    ],
    [
      'where `next` is a text of an unknown kind',
      { parameters: [query('page', TEXT)], answer: object({ next: TEXT, data: PETS }) },
    ],
    ['in a request that changes something', { parameters: offset, answer: PETS, method: 'post' }],
    [
      'where the document switches it off',
      { parameters: offset, answer: PETS, more: { 'x-mcp-paging': false } },
    ],
  ])('%s', (_, listing) => {
    expect(paging(listing)).toBeUndefined();
  });

  it('but for several lists of which one is called so', () => {
    expect(
      plainly(paging({ parameters: offset, answer: object({ facets: PETS, results: PETS }) })),
    ).toMatchObject({
      items: ['results'],
    });
  });
});
