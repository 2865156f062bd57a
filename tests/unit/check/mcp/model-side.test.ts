import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../../src/check/mcp/answers.js';
import { chooseCalls } from '../../../../src/check/mcp/choose.js';
import { compareTools, ownTools } from '../../../../src/check/mcp/compare.js';
import { byId, minimalValue } from '../../../../src/check/mcp/minimal.js';
import { matcher } from '../../../../src/check/mcp/routes.js';
import { startUpstream } from '../../../../src/check/mcp/upstream.js';
import { specText } from '../../../../src/model/text.js';
import { BOOKS, modelOf, operation, pathArgument } from './books.js';

const url = (path: string): URL => new URL(path, 'http://x');

describe('matcher', () => {
  const match = matcher(BOOKS.map(operation));

  it('gives path parameters as they were meant', () => {
    const [first] = match('GET', url('/books/a%2Fb%20c'));
    expect(first?.operation.id).toBe('get_book');
    expect(first?.path.get('id')).toBe('a/b c');
  });

  it('tells methods and depths apart', () => {
    expect(match('DELETE', url('/books/7'))[0]?.operation.id).toBe('delete_book');
    expect(match('GET', url('/books/7/cover'))[0]?.operation.id).toBe('get_cover');
    expect(match('GET', url('/books/7/other'))).toEqual([]);
    expect(match('PUT', url('/books'))).toEqual([]);
  });

  it('prefers the path with fewer parameters', () => {
    const both = matcher([
      operation({ id: 'any', method: 'GET', path: '/books/{id}' }),
      operation({ id: 'mine', method: 'GET', path: '/books/mine' }),
    ]);
    expect(both('GET', url('/books/mine')).map((each) => each.operation.id)).toEqual(['mine', 'any']);
  });

  it('prefers the operation whose fixed query is there', () => {
    const search = (id: string, value: string) => ({
      ...operation({ id, method: 'GET', path: '/search' }),
      fixedQuery: [{ name: specText('type'), value: specText(value) }],
    });
    const both = matcher([search('users', 'user'), search('books', 'book')]);
    expect(both('GET', url('/search?type=book'))[0]?.operation.id).toBe('books');
  });
});

describe('answerOf', () => {
  const types = byId([]);
  const base = { id: 'x', method: 'GET', path: '/x' };

  it('gives the sample of the first success', () => {
    expect(answerOf(operation(base), types)).toMatchObject({ status: 200, json: { id: 'x' } });
  });

  it('has no body for 204, HEAD, and where nothing is declared', () => {
    const empty = operation({ ...base, response: { status: '204', kind: 'json' } });
    expect(answerOf(empty, types).body).toHaveLength(0);
    expect(answerOf(operation({ ...base, method: 'HEAD' }), types).body).toHaveLength(0);
    expect(answerOf({ ...operation(base), responses: [] }, types)).toMatchObject({ status: 204 });
  });

  it('says a media type range as a type that can be sent', () => {
    const any = operation({ ...base, response: { kind: 'binary', mediaType: specText('image/*') } });
    expect(answerOf(any, types).contentType).toBe('application/octet-stream');
  });
});

describe('minimalValue', () => {
  it('gives required members only, and ends for a type that holds itself', () => {
    const required = (name: string, type: Parameters<typeof minimalValue>[0], needed = true) => ({
      name: specText(name),
      type,
      required: needed,
      readOnly: false,
      writeOnly: false,
      deprecated: false,
    });
    const node = {
      id: 'node',
      kind: 'object' as const,
      words: ['node'],
      tags: [],
      additional: 'unspecified' as const,
      properties: [
        required('size', { kind: 'integer' }),
        required('note', { kind: 'string' }, false),
        required('next', { kind: 'ref', id: 'node' }),
      ],
    };
    const value = minimalValue({ kind: 'ref', id: 'node' }, byId([node]));
    expect(value).toMatchObject({ size: 1, next: { size: 1 } });
    expect(JSON.stringify(value)).not.toContain('note');
  });
});

describe('chooseCalls', () => {
  const many = (method: string, tag: string, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      id: `${tag}_${method.toLowerCase()}_${i}`,
      method,
      path: `/${tag}/${i}`,
      tag,
    }));

  it('spreads the calls over tags and methods', () => {
    const model = modelOf([...many('GET', 'a', 10), ...many('POST', 'a', 2), ...many('GET', 'b', 2)]);
    const names = chooseCalls(model, 6).map(({ tool }) => tool.name);
    expect(names).toEqual(['a_get_0', 'a_post_0', 'b_get_0', 'a_get_1', 'a_post_1', 'b_get_1']);
  });

  it('calls all of a small service, with the samples as arguments', () => {
    const calls = chooseCalls(modelOf(BOOKS), 25);
    expect(calls).toHaveLength(BOOKS.length);
    expect(calls.find(({ tool }) => tool.name === 'get_book')?.args).toEqual({ id: 'a/b c' });
  });

  it('leaves out a tool whose required argument has no sample', () => {
    const { sample: _, ...unknown } = pathArgument('id', '');
    const model = modelOf([{ id: 'get', method: 'GET', path: '/{id}', args: [unknown] }]);
    expect(chooseCalls(model, 25)).toEqual([]);
  });
});

describe('compareTools', () => {
  const model = modelOf(BOOKS);
  const listed = model.tools.map(({ name, inputSchema, annotations }) => ({
    name,
    inputSchema,
    annotations: { readOnlyHint: annotations.readOnlyHint },
  }));

  it('is content with the tools of the plan, and with more', () => {
    const more = [...listed, { name: 'my_own', inputSchema: {} }];
    expect(compareTools(more, model)).toEqual([]);
    expect(ownTools(more, model)).toBe(1);
  });

  it('does not mind the order of keys in a schema', () => {
    const turned = listed.map((tool) => ({
      ...tool,
      inputSchema: Object.fromEntries(Object.entries(tool.inputSchema).reverse()),
    }));
    expect(compareTools(turned, model)).toEqual([]);
  });

  it('finds what is missing, twice there, or other than planned', () => {
    const [first, second, ...rest] = listed;
    const wrong = [second, second, ...rest].flatMap((tool) => tool ?? []);
    expect(compareTools(wrong, model)).toEqual([
      { message: 'two tools have the same name' },
      { message: `${first?.name} is not listed` },
    ]);
    const turned = listed.map((tool) => ({ ...tool, annotations: { readOnlyHint: false } }));
    expect(compareTools(turned, model)).toContainEqual({
      message: 'list_books: the annotations differs from the plan',
    });
  });

  it('wants the three tools of dynamic mode and the pinned ones', () => {
    const pinned = modelOf(
      [{ ...BOOKS[0], id: 'list_books', method: 'GET', path: '/books', pinned: true }],
      'dynamic',
    );
    expect(compareTools([], pinned).map(({ message }) => message)).toEqual([
      'search_operations is not listed',
      'describe_operation is not listed',
      'call_operation is not listed',
      'list_books is not listed',
    ]);
  });
});

describe('the mock upstream', () => {
  it('answers with samples and records what arrived, once', async () => {
    const upstream = await startUpstream(modelOf(BOOKS));
    try {
      const response = await fetch(`${upstream.baseUrl}/books?x=1`);
      expect(await response.json()).toEqual({ id: 'list_books' });
      expect(upstream.take()).toMatchObject([{ method: 'GET', url: '/books?x=1' }]);
      expect(upstream.take()).toEqual([]);
      expect((await fetch(`${upstream.baseUrl}/nothing`)).status).toBe(404);
    } finally {
      await upstream.close();
    }
  });
});
