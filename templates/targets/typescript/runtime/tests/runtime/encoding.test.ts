import { describe, expect, it } from 'vitest';
import {
  binaryBody,
  decodeBase64,
  formBody,
  jsonBody,
  multipartBody,
  textBody,
  wholeJsonBody,
} from '../../src/runtime/bodies.js';
import {
  buildCookies,
  buildHeaders,
  buildQuery,
  jsonParam,
  Param,
} from '../../src/runtime/encoding.js';
import { buildPath } from '../../src/runtime/paths.js';
import { decodeLoosely, jsonText, textOf } from '../../src/runtime/text.js';

const list = ['a', 'b c', 'd,e'];
const object = { R: 100, 'x y': 'a&b' };

describe('a query', () => {
  it.each([
    ['q=a%20b', 'a b', {}],
    ['q=a&q=b%20c&q=d%2Ce', list, {}],
    ['q=a,b%20c,d%2Ce', list, { explode: false }],
    ['q=a%20b%20c%20d%2Ce', list, { style: 'spaceDelimited' }],
    ['q=a%7Cb%20c%7Cd%2Ce', list, { style: 'pipeDelimited' }],
    ['R=100&x%20y=a%26b', object, {}],
    ['q=R,100,x%20y,a%26b', object, { explode: false }],
    ['q%5BR%5D=100&q%5Bx%20y%5D=a%26b', object, { style: 'deepObject' }],
    ['q%5Ba%5D%5B0%5D=1', { a: [1] }, { style: 'deepObject' }],
    ['q=a/b?c%23', 'a/b?c#', { allowReserved: true }],
    ['q=true', true, {}],
    ['q=1', 1.0, {}],
    ['q=', '', {}],
    ['', [], { explode: false }],
    ['', undefined, {}],
    ['', null, {}],
  ])('%s', (expected, value, style) => {
    expect(buildQuery({ q: new Param(value, style) })).toBe(expected);
  });

  it('holds JSON texts', () => {
    expect(buildQuery({ q: jsonParam({ a: [1] }) })).toBe('q=%7B%22a%22%3A%5B1%5D%7D');
    expect(buildQuery({ q: jsonParam(undefined) })).toBe('');
  });

  it('replaces lone surrogates, which no URL can hold', () => {
    expect(buildQuery({ q: '\ud800' })).toBe('q=%EF%BF%BD');
  });
});

describe('headers and cookies', () => {
  it('are written as they are', () => {
    expect(buildHeaders({ 'X-A': ['a', 'b c'], 'X-B': { k: 'v' }, 'X-C': undefined })).toEqual({
      'X-A': 'a,b c',
      'X-B': 'k,v',
    });
    expect(buildCookies({ a: 'b;c', d: 1 })).toEqual(['a=b%3Bc', 'd=1']);
  });

  it.each(['a\r\nb', 'a\u0000'])('refuse what would end them', (value) => {
    expect(() => buildHeaders({ 'X-A': value })).toThrow('line breaks');
    expect(() => buildCookies({ a: value })).toThrow('line breaks');
  });

  it('refuse headers of the connection', () => {
    expect(() => buildHeaders({ Host: 'evil' })).toThrow('belongs to the connection');
  });
});

describe('a path', () => {
  it.each([
    ['/p/a%2Fb', 'a/b', {}],
    ['/p/%7Bid%7D', '{id}', {}],
    ['/p/%3F%23', '?#', {}],
    ['/p/.a.b%20c.d%2Ce', list, { style: 'label', explode: true }],
    ['/p/.5', 5, { style: 'label' }],
    ['/p/;id=a;id=b%20c;id=d%2Ce', list, { style: 'matrix', explode: true }],
    ['/p/;id=a,b%20c,d%2Ce', list, { style: 'matrix' }],
    ['/p/;R=100;x%20y=a%26b', object, { style: 'matrix', explode: true }],
    ['/p/R=100,x%20y=a%26b', object, { explode: true }],
    ['/p/R,100,x%20y,a%26b', object, {}],
  ])('%s', (expected, value, style) => {
    expect(buildPath('/p/{id}', { id: new Param(value, style) })).toBe(expected);
  });

  it.each(['.', '..', '%2e', '%252E%2e', ''])('refuses %j', (value) => {
    expect(() => buildPath('/p/{id}', { id: value })).toThrow('path segment');
  });

  it('refuses segments that only together are dots', () => {
    expect(() => buildPath('/p/{a}{b}', { a: '.', b: 'x' })).toThrow('path segment');
    expect(() => buildPath('/p/.{a}', { a: '%2E' })).toThrow('path segment');
  });

  it('refuses nothing at all', () => {
    expect(() => buildPath('/p/{id}', { id: undefined })).toThrow('a value is required');
    expect(() => buildPath('/p/{id}', { id: [] })).toThrow('cannot be empty');
  });

  it('encodes its literal text', () => {
    expect(buildPath('/a b/{x-y}:go', { 'x-y': 'ü' })).toBe('/a%20b/%C3%BC:go');
  });
});

describe('a body', () => {
  const textFrom = (body: ReturnType<typeof jsonBody>): string => body()?.bytes.toString() ?? '-';

  it('is JSON without what was left out', () => {
    expect(textFrom(jsonBody({ a: 1, b: undefined, c: null }))).toBe('{"a":1,"c":null}');
    expect(jsonBody({ a: undefined }, { optional: true })()).toBeUndefined();
    expect(wholeJsonBody(undefined)()).toBeUndefined();
    expect(wholeJsonBody([1], { mediaType: 'application/x+json' })()).toEqual({
      type: 'application/x+json',
      bytes: Buffer.from('[1]'),
    });
  });

  it('is a form', () => {
    const members = { a: 'x y', b: [1, 2], c: { d: 1 }, e: undefined, f: null };
    expect(textFrom(formBody(members))).toBe('a=x%20y&b=1&b=2&c=%7B%22d%22%3A1%7D&f=null');
    const encoding = { c: { style: 'deepObject', explode: true }, a: { allowReserved: true } };
    expect(textFrom(formBody({ c: { d: 1 }, a: '/' }, { encoding }))).toBe('c%5Bd%5D=1&a=/');
    expect(formBody({}, { optional: true })()).toBeUndefined();
    expect(formBody(undefined, { optional: true })()).toBeUndefined();
    expect(() => formBody('text')()).toThrow('an object is wanted');
  });

  it('has parts', () => {
    const encoding = { file: { contentType: 'image/*' }, note: { contentType: 'text/x' } };
    const members = { file: 'AAEC', note: 'hi', list: [1, 2], object: { a: 1 } };
    const body = multipartBody(members, { encoding, files: ['file'] })();
    const boundary = body?.type.split('boundary=')[1] ?? '';
    const parts = body?.bytes.toString('latin1').split(`--${boundary}`) ?? [];
    expect(parts).toHaveLength(7);
    expect(parts[1]).toContain('filename="file"\r\nContent-Type: application/octet-stream');
    expect(parts[1]).toContain('\u0000\u0001\u0002');
    expect(parts[2]).toContain('Content-Type: text/x\r\n\r\nhi');
    expect(parts[5]).toContain('Content-Type: application/json\r\n\r\n{"a":1}');
    expect(multipartBody({}, { optional: true })()).toBeUndefined();
  });

  it('is text or bytes', () => {
    expect(textBody('<a/>', { mediaType: 'application/xml' })()?.type).toBe(
      'application/xml; charset=utf-8',
    );
    expect(textFrom(textBody({ a: 1 }))).toBe('{"a":1}');
    expect(textBody(undefined)()).toBeUndefined();
    expect(binaryBody('_-8=')()?.bytes).toEqual(Buffer.from([0xff, 0xef]));
    expect(binaryBody(undefined)()).toBeUndefined();
    expect(() => decodeBase64('file', 'a*b')).toThrow('base64');
  });
});

describe('texts', () => {
  it('have no exponent where they are whole', () => {
    expect([textOf(1e20), textOf(0.5), textOf('x'), textOf(null)]).toEqual([
      '100000000000000000000',
      '0.5',
      'x',
      'null',
    ]);
  });

  it('are decoded as far as that goes', () => {
    expect(decodeLoosely('%2e%')).toBe('.%');
  });

  it('cannot be what JSON has not', () => {
    expect(() => jsonText(undefined, 'a')).toThrow('Argument a');
  });
});
