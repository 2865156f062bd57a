import { describe, expect, it } from 'vitest';
import { expectedBody } from '../../../generators/shared/expected/body.js';
import type { JsonValue } from '../../../src/model/types.js';
import { build, one } from '../model/build.js';

function expectedFor(mediaType: string, value: JsonValue) {
  const requestBody = { required: true, content: { [mediaType]: { schema: { type: 'string' } } } };
  const { operations, tools } = build(one({ requestBody }, '/a', 'post')).model;
  const [operation, tool, argument] = [operations[0], tools[0], tools[0]?.arguments[0]];
  if (operation === undefined || tool === undefined || argument === undefined) throw new Error('no tool');
  return expectedBody(operation, tool, new Map([[argument, value]]));
}

describe('what generated tests expect of a body that is a text', () => {
  it.each([
    ['application/xml; charset=utf-8', '<a/>', { type: 'application/xml', text: '<a/>' }],
    ['text/csv; header=present', 'a,b', { type: 'text/csv', text: 'a,b' }],
    [
      'application/x-www-form-urlencoded',
      'a=1&b=2',
      { type: 'application/x-www-form-urlencoded', form: ['a=1', 'b=2'] },
    ],
  ])('%s', (mediaType, value, expected) => {
    expect(expectedFor(mediaType, value)).toEqual(expected);
  });
});
