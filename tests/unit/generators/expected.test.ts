import { describe, expect, it } from 'vitest';
import { headerText, pairsOf, pathText, type Style } from '../../../generators/shared/expected/parameters.js';
import type { JsonValue } from '../../../src/model/types.js';

const style = (name: Style['style'], explode: boolean, allowReserved = false): Style => ({
  style: name,
  explode,
  allowReserved,
});

const ARRAY = ['blue', 'black', 'brown'];
const OBJECT = { R: 100, G: 200, B: 150 };

/** OpenAPI 3.1.2, "Style Examples". */
describe('the style examples of the specification', () => {
  it.each<[Style['style'], boolean, JsonValue, string]>([
    ['matrix', false, 'blue', ';color=blue'],
    ['matrix', false, ARRAY, ';color=blue,black,brown'],
    ['matrix', false, OBJECT, ';color=R,100,G,200,B,150'],
    ['matrix', true, ARRAY, ';color=blue;color=black;color=brown'],
    ['matrix', true, OBJECT, ';R=100;G=200;B=150'],
    ['label', false, ARRAY, '.blue,black,brown'],
    ['label', true, ARRAY, '.blue.black.brown'],
    ['label', true, OBJECT, '.R=100.G=200.B=150'],
    ['simple', false, ARRAY, 'blue,black,brown'],
    ['simple', true, OBJECT, 'R=100,G=200,B=150'],
  ])('path %s explode %s of %j', (name, explode, value, expected) => {
    expect(pathText('color', value, style(name, explode))).toBe(expected);
  });

  it.each<[Style['style'], boolean, JsonValue, string]>([
    ['form', false, ARRAY, 'color=blue,black,brown'],
    ['form', true, ARRAY, 'color=blue&color=black&color=brown'],
    ['form', false, OBJECT, 'color=R,100,G,200,B,150'],
    ['form', true, OBJECT, 'R=100&G=200&B=150'],
    ['spaceDelimited', false, ARRAY, 'color=blue%20black%20brown'],
    ['pipeDelimited', false, ARRAY, 'color=blue%7Cblack%7Cbrown'],
    ['deepObject', true, OBJECT, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ])('query %s explode %s of %j', (name, explode, value, expected) => {
    expect(pairsOf('color', value, style(name, explode)).join('&')).toBe(expected);
  });

  it('encodes what separates, inside a member', () => {
    expect(pairsOf('q', ['a,b', 'c&d'], style('form', false)).join('&')).toBe('q=a%2Cb,c%26d');
    expect(pathText('p', 'a/b?c', style('simple', false))).toBe('a%2Fb%3Fc');
  });

  it('leaves reserved characters where the document allows them', () => {
    expect(pairsOf('q', 'a/b?c&d', style('form', true, true))).toEqual(['q=a/b?c%26d']);
  });

  it('never encodes a header', () => {
    expect(headerText(['a b', 'c'], false)).toBe('a b,c');
  });
});
