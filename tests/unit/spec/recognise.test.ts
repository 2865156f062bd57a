import { describe, expect, it } from 'vitest';
import { codes, load, petApi, value } from './helpers.js';

describe('what is no OpenAPI document', () => {
  it.each([
    ['', 'The file is empty'],
    ['  \n\n', 'The file is empty'],
    ['null', 'An OpenAPI document is an object; this file holds null'],
    ['"hello"', 'An OpenAPI document is an object; this file holds a text'],
    ['[1, 2]', 'An OpenAPI document is an object; this file holds a list'],
    ['just text', 'An OpenAPI document is an object; this file holds a text'],
    ['<!DOCTYPE html><html><p>a: b: c</html>', 'This is a web page (HTML)'],
    ['<?xml version="1.0"?><a/>', 'This is XML'],
    ['{"asyncapi": "2.0.0"}', 'This is an AsyncAPI document'],
    ['{"swaggerVersion": "1.2"}', 'This is a Swagger 1.x document'],
    ['{"info": {"name": "a"}, "item": []}', 'This is a Postman collection'],
    ['{"info": {}, "paths": {}}', 'The member openapi is missing'],
    ['{}', 'This is not an OpenAPI document'],
  ])('%s', async (text, message) => {
    const loaded = await load(text);
    expect(codes(loaded)).toEqual(['spec.not-openapi']);
    expect(loaded.diagnostics[0]?.message).toContain(message);
    expect(loaded.diagnostics[0]?.place).toMatchObject({ line: 1, column: 1 });
  });
});

describe('versions', () => {
  it.each(['3.0.0', '3.1.1', '3.2.0', '3.1.0-rc1'])('reads %s', async (openapi) => {
    const loaded = await load(petApi((api) => Object.assign(api, { openapi })));
    expect(codes(loaded)).toEqual([]);
    expect(value(loaded).version).toBe(openapi);
  });

  it.each([
    [3, '3.0.0'],
    [3.1, '3.1.0'],
    ['3.0', '3.0.0'],
    ['v3.1.0', '3.1.0'],
  ])('reads %j as %s and says so', async (openapi, version) => {
    const loaded = await load(petApi((api) => Object.assign(api, { openapi })));
    expect(codes(loaded)).toEqual(['spec.version-form']);
    expect(value(loaded).version).toBe(version);
  });

  it.each(['9.9.9', '4.0.0', '3.9.0', '2.0', 'latest', null, {}, true])('refuses %j', async (openapi) => {
    expect(codes(await load(petApi((api) => Object.assign(api, { openapi }))))).toEqual(['spec.version']);
  });
});
