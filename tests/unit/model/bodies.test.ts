import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/model/types.js';
import { argument, build, codes, first, one, operation, tool } from './build.js';

const withContent = (content: JsonObject): JsonObject =>
  one({ requestBody: { required: true, content } }, '/a', 'post');
const kinds = (content: JsonObject): string[] =>
  operation(withContent(content)).body?.content.map((entry) => `${entry.kind} ${entry.mediaType.spec}`) ?? [];
const OBJECT = { type: 'object', properties: { a: { type: 'string' } } };

describe('bodies', () => {
  it('are sent as JSON first, then as forms, then as what is one text', () => {
    const content = Object.fromEntries(
      [
        'application/xml',
        'text/plain',
        'multipart/form-data',
        'application/x-www-form-urlencoded',
        'application/json',
      ].map((type) => [type, { schema: OBJECT }]),
    );
    expect(kinds(content).map((kind) => kind.split(' ')[0])).toEqual([
      'json',
      'form',
      'multipart',
      'text',
      'xml',
    ]);
  });

  it('prefer exactly application/json among JSON types, a patch last', () => {
    expect(
      kinds({
        'application/json-patch+json': { schema: OBJECT },
        'text/json': { schema: OBJECT },
        'application/json': { schema: OBJECT },
      }),
    ).toEqual(['json application/json', 'json text/json', 'json application/json-patch+json']);
  });

  it('prefer what has a schema', () => {
    expect(kinds({ 'application/json': {}, 'multipart/form-data': { schema: OBJECT } })[0]).toBe(
      'multipart multipart/form-data',
    );
  });

  it.each([
    ['application/vnd.api+json; charset=utf-8', OBJECT, 'json application/vnd.api+json; charset=utf-8'],
    ['*/*', OBJECT, 'json application/json'],
    ['*/*', { type: 'string' }, 'text text/plain'],
    ['application/octet-stream', { type: 'string', format: 'binary' }, 'binary application/octet-stream'],
    ['image/*', { type: 'string', format: 'binary' }, 'binary image/png'],
    ['image/jpeg', { type: 'string', format: 'byte' }, 'text image/jpeg'],
    ['application/x-ndjson', { type: 'array' }, 'text application/x-ndjson'],
  ])('of type %s are written as their schema says', (type, schema, kind) => {
    expect(kinds({ [type]: { schema } })).toEqual([kind]);
  });

  it('of bytes are base64 text as an argument', () => {
    const root = withContent({
      'application/pdf': { schema: { type: 'string', format: 'binary', maxLength: 9 } },
    });
    expect(argument(root, 'body')).toEqual({
      description: 'The content, as base64.',
      type: 'string',
      contentEncoding: 'base64',
    });
  });

  it('of XML are given as text', () => {
    const root = withContent({ 'application/xml': { schema: OBJECT } });
    expect(argument(root, 'body')).toMatchObject({ type: 'string', contentMediaType: 'application/xml' });
    expect(first(tool(root).arguments).type).toEqual({ kind: 'string' });
  });

  it('in parts know their files, lists of files too', () => {
    const file = { type: 'string', format: 'binary' };
    const schema = {
      type: 'object',
      properties: { one: file, all: { type: 'array', items: file }, note: { type: 'string' } },
    };
    const root = withContent({ 'multipart/form-data': { schema } });
    expect(operation(root).body?.content[0]?.encoding).toEqual([
      { name: { spec: 'one' }, file: true },
      { name: { spec: 'all' }, file: true },
    ]);
    expect(argument(root, 'all')).toMatchObject({
      type: 'array',
      items: { type: 'string', contentEncoding: 'base64' },
    });
  });

  it.each([
    ['', { type: 'object' }, 'json application/json'],
    ['applicationjson;version=2', { type: 'object' }, 'json application/json;version=2'],
    ['form-data', { type: 'object' }, 'multipart multipart/form-data'],
    ['codecs=opus', { type: 'string', format: 'binary' }, 'binary application/octet-stream'],
    ['plain', { type: 'string' }, 'text text/plain'],
  ])('under a name that is no media type, %j, are sent as what was meant', (name, schema, expected) => {
    expect(kinds({ [name]: { schema } })).toEqual([expected]);
    expect(codes(build(withContent({ [name]: { schema } })).diagnostics)).toEqual(['operation.media-type']);
  });

  it('of texts name no charset of their own', () => {
    const schema = { type: 'string' };
    expect(kinds({ 'text/csv; charset=iso-8859-1; header=present': { schema } })).toEqual([
      'text text/csv; header=present',
    ]);
    expect(kinds({ 'application/xml;charset=UTF-8': { schema } })).toEqual(['xml application/xml']);
  });

  it('under a name that is no media type come after all others', () => {
    const content = { '': { schema: OBJECT }, 'application/xml': { schema: OBJECT } };
    expect(kinds(content)).toEqual(['xml application/xml', 'json application/json']);
  });

  it.each([
    [{ type: 'string', format: 'binary' }, 'file'],
    [{ type: 'array', items: { type: 'string', format: 'binary' } }, 'file'],
    [{ type: 'string' }, 'body'],
    [{ type: 'array', items: { type: 'integer' } }, 'body'],
  ])('of forms that are one value have one field: %j', (schema, field) => {
    const { model, diagnostics } = build(withContent({ 'multipart/form-data': { schema } }));
    expect(model.tools[0]?.arguments).toMatchObject([{ source: { in: 'member', name: { spec: field } } }]);
    expect(codes(diagnostics)).toEqual(['operation.form-body']);
  });

  it('of forms keep what differs from the default', () => {
    const encoding = { a: { style: 'deepObject', explode: true }, b: {}, c: { contentType: 'text/csv' } };
    const media = { schema: { type: 'object', properties: { a: {}, b: {}, c: {} } }, encoding };
    expect(
      operation(withContent({ 'application/x-www-form-urlencoded': media })).body?.content[0]?.encoding,
    ).toEqual([
      { name: { spec: 'a' }, style: 'deepObject', explode: true, file: false },
      { name: { spec: 'c' }, contentType: { spec: 'text/csv' }, file: false },
    ]);
  });
});

describe('answers', () => {
  const answer = (response: JsonObject, method = 'get', status = '200') =>
    first(operation(one({ responses: { [status]: response } }, '/a', method)).responses);

  it('are read as JSON where that is offered', () => {
    const content = { 'text/html': {}, 'application/hal+json': { schema: { type: 'integer' } } };
    expect(answer({ content })).toMatchObject({ kind: 'json', type: { kind: 'integer' } });
  });

  it.each([
    ['text/csv', 'text'],
    ['application/problem+xml', 'text'],
    ['image/png', 'binary'],
    ['application/x-ndjson', 'text'],
  ])('of %s are %s', (type, kind) => {
    expect(answer({ content: { [type]: {} } }).kind).toBe(kind);
  });

  it('to HEAD and with 204 are empty whatever the document says', () => {
    const content = { 'application/json': { schema: { type: 'object' } } };
    expect([answer({ content }, 'head').kind, answer({ content }, 'get', '204').kind]).toEqual([
      'empty',
      'empty',
    ]);
  });

  it('carry the declared example where it fits, else one that is made up', () => {
    const schema = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } };
    const sampleOf = (example: JsonObject) =>
      answer({ content: { 'application/json': { schema, example } } }).sample;
    expect([sampleOf({ id: 7 }), sampleOf({ id: 'seven' })]).toEqual([{ id: 7 }, { id: 1 }]);
  });
});
