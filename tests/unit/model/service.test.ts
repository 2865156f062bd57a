import { describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/model/index.js';
import type { JsonObject } from '../../../src/model/types.js';
import { asDocument, build, codes, document, first, one, operation } from './build.js';

const titled = (title: string, servers: JsonObject[] = [{ url: 'https://api.example.com' }]) =>
  build(document({ info: { title, version: '1' }, servers, paths: { '/a': { get: {} } } })).model.service;

describe('the service', () => {
  it.each([
    ['Swagger Petstore - OpenAPI 3.0', 'petstore', 'PETSTORE'],
    ['GitHub v3 REST API', 'github', 'GITHUB'],
    ['Adyen Checkout API', 'adyen-checkout', 'ADYEN_CHECKOUT'],
    ['httpbin.org', 'httpbin', 'HTTPBIN'],
    ['宠物接口', 'example', 'EXAMPLE'],
    ['API', 'example', 'EXAMPLE'],
    ['3Scale', 'api-3scale', 'API_3SCALE'],
    ['../../etc', 'etc', 'ETC'],
  ])('called %s is named %s', (title, slug, envPrefix) => {
    expect(titled(title)).toMatchObject({ slug, envPrefix, words: slug.split('-') });
  });

  it('takes the name that it is given', () => {
    const { service } = build(one({}), { slug: 'my-pets' }).model;
    expect([service.slug, service.envPrefix]).toEqual(['my-pets', 'MY_PETS']);
  });
});

describe('servers', () => {
  const serversOf = (servers: JsonObject[], name = 'api.json') => {
    const result = buildModel(asDocument(document({ servers, paths: { '/a': { get: {} } } }), name), {
      tools: 'all',
    });
    if (!result.ok) throw new Error('refused');
    return { urls: result.value.servers.map((server) => server.url.spec), codes: codes(result.diagnostics) };
  };

  it('have their variables replaced by the defaults', () => {
    const variables = { env: { default: 'prod' }, port: { enum: ['8443'] } };
    expect(serversOf([{ url: 'https://{env}.example.com:{port}/{base}/', variables }])).toEqual({
      urls: ['https://prod.example.com:8443/base'],
      codes: [],
    });
  });

  it('lose query, fragment and credentials', () => {
    expect(serversOf([{ url: 'https://user:secret@example.com/v1?key=1#a' }]).urls).toEqual([
      'https://example.com/v1',
    ]);
  });

  it('that are relative are resolved against the address of the document', () => {
    expect(serversOf([{ url: '/v2' }], 'https://example.com/docs/api.json')).toEqual({
      urls: ['https://example.com/v2'],
      codes: [],
    });
    expect(serversOf([{ url: '/v2' }])).toEqual({
      urls: ['http://localhost/v2'],
      codes: ['model.server-relative'],
    });
  });

  it('without a scheme are taken as https', () => {
    expect(serversOf([{ url: '//example.com/v1' }, { url: 'example.com/v1' }]).urls).toEqual([
      'https://example.com/v1',
      'https://example.com/v1',
    ]);
  });

  it('that are no http address are left out, and one is always there', () => {
    expect(serversOf([{ url: 'ftp://example.com' }])).toEqual({
      urls: ['http://localhost'],
      codes: ['model.server-url', 'model.server-missing'],
    });
  });

  it('of an operation or its path are kept with it', () => {
    const servers = [{ url: 'https://upload.example.com/' }];
    expect(operation(one({ servers })).server).toEqual({ url: { spec: 'https://upload.example.com' } });
    const paths = { '/a': { servers, get: { responses: {} } } };
    expect(operation(document({ paths })).server?.url.spec).toBe('https://upload.example.com');
    expect(operation(one({}))).not.toHaveProperty('server');
  });
});

describe('security', () => {
  const secured = (securitySchemes: JsonObject, operation: JsonObject = {}, root: JsonObject = {}) =>
    build(one(operation, '/pets', 'get', { components: { securitySchemes }, ...root }));
  const bearer = { type: 'http', scheme: 'bearer' };
  const key = { type: 'apiKey', in: 'header', name: 'X-Key' };
  const basic = { type: 'http', scheme: 'basic' };
  const flow = {
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { a: 'A' } } },
  };
  const signIn = {
    type: 'oauth2',
    flows: {
      authorizationCode: { authorizationUrl: '/sign-in', tokenUrl: 'token', scopes: { a: 'A', b: 'B' } },
    },
  };
  const envOf = (schemes: JsonObject): JsonObject[] =>
    secured(schemes).model.securitySchemes.map((scheme) => ({ ...scheme.env }));

  it.each<[string, JsonObject, JsonObject[]]>([
    ['one token', { a: bearer }, [{ token: 'PETS_API_TOKEN' }]],
    ['one key', { a: key }, [{ apiKey: 'PETS_API_TOKEN' }]],
    [
      'a token and a password',
      { a: bearer, b: basic },
      [{ token: 'PETS_API_TOKEN' }, { username: 'PETS_USERNAME', password: 'PETS_PASSWORD' }],
    ],
    [
      'client credentials',
      { a: flow },
      [{ token: 'PETS_API_TOKEN', clientId: 'PETS_CLIENT_ID', clientSecret: 'PETS_CLIENT_SECRET' }],
    ],
    [
      'several',
      { pets_auth: bearer, api_key: key, app: key },
      [{ token: 'PETS_AUTH_TOKEN' }, { apiKey: 'PETS_API_KEY' }, { apiKey: 'PETS_APP_API_KEY' }],
    ],
    [
      'names that clash',
      { 'a-b': bearer, a_b: bearer },
      [{ token: 'PETS_A_B_TOKEN' }, { token: 'PETS_A_B_2_TOKEN' }],
    ],
    [
      'mutual TLS',
      { a: { type: 'mutualTLS' } },
      [{ certificate: 'PETS_CLIENT_CERT', key: 'PETS_CLIENT_KEY' }],
    ],
    [
      'a flow with refresh tokens',
      { a: signIn },
      [
        {
          token: 'PETS_API_TOKEN',
          clientId: 'PETS_CLIENT_ID',
          clientSecret: 'PETS_CLIENT_SECRET',
          refreshToken: 'PETS_REFRESH_TOKEN',
        },
      ],
    ],
  ])('names the variables of %s', (_, schemes, env) => {
    expect(envOf(schemes)).toEqual(env);
  });

  it('gives addresses that are relative to the server whole', () => {
    const [scheme] = secured({ a: signIn }).model.securitySchemes;
    expect(scheme).toMatchObject({
      authorizationCode: {
        authorizationUrl: { spec: 'https://api.example.com/sign-in' },
        tokenUrl: { spec: 'https://api.example.com/v1/token' },
      },
      refreshUrl: { spec: 'https://api.example.com/v1/token' },
    });
  });

  it('asks for the scopes that operations want', () => {
    const scopesOf = (schemes: JsonObject, wanted: string[]) =>
      first(secured(schemes, { security: [{ a: wanted }] }).model.securitySchemes).scopes;
    expect(scopesOf({ a: signIn }, ['b'])).toEqual([{ spec: 'b' }]);
    expect(scopesOf({ a: signIn }, [])).toBeUndefined();
    expect(scopesOf({ a: flow }, ['a', 'x'])).toEqual([{ spec: 'a' }]);
    expect(scopesOf({ a: flow }, [])).toEqual([{ spec: 'a' }]);
    const discovery = { type: 'openIdConnect', openIdConnectUrl: 'https://id.example.com/c' };
    expect(scopesOf({ a: discovery }, ['pets'])).toEqual([{ spec: 'openid' }, { spec: 'pets' }]);
  });

  it('is OR of ANDs, from the document unless the operation has its own', () => {
    const schemes = { a: bearer, b: key };
    const security = [{ a: ['read'], b: [] }, { b: [] }];
    const uses = (operation: JsonObject) =>
      first(secured(schemes, operation, { security }).model.operations).security;
    expect(uses({})).toEqual([
      [
        { scheme: 'a', scopes: [{ spec: 'read' }] },
        { scheme: 'b', scopes: [] },
      ],
      [{ scheme: 'b', scopes: [] }],
    ]);
    expect([uses({ security: [] }), uses({ security: [{}] }), uses({ security: [{}, { a: [] }] })]).toEqual([
      [],
      [],
      [[], [{ scheme: 'a', scopes: [] }]],
    ]);
  });

  it('leaves out schemes that are not defined', () => {
    const { model, diagnostics } = secured({ a: bearer }, { security: [{ gone: [] }] });
    expect([first(model.operations).security, codes(diagnostics)]).toEqual([[], ['security.scheme-missing']]);
  });

  it('takes unknown HTTP schemes as a whole header', () => {
    const { model, diagnostics } = secured({ a: { type: 'http', scheme: 'Digest' } });
    expect(model.securitySchemes).toMatchObject([
      { kind: 'apiKey', in: 'header', parameter: { spec: 'Authorization' } },
    ]);
    expect(codes(diagnostics)).toEqual(['security.http-scheme']);
  });

  it('finds the credential that is only described as a parameter', () => {
    const parameters = [{ name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } }];
    const { model } = build(one({ parameters }));
    expect([first(model.operations).params, first(model.operations).security]).toEqual([
      [],
      [[{ scheme: 'authorization', scopes: [] }]],
    ]);
    expect(model.securitySchemes).toMatchObject([{ kind: 'apiKey', env: { apiKey: 'PETS_API_TOKEN' } }]);
  });
});
