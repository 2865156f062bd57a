import { described, schema } from './cases.js';

const PET = '/components/schemas/Pet';

described('schemas', [
  {
    what: 'an unknown type',
    change: schema({ type: 'strnig' }),
    codes: ['spec.schema-type'],
    leaves: [PET, {}],
  },
  {
    what: 'a type of another language',
    change: schema({ type: 'DateTime' }),
    codes: ['spec.schema-type'],
    leaves: [PET, { type: 'string', format: 'date-time' }],
  },
  {
    what: 'a type that is a number',
    change: schema({ type: 7 }),
    codes: ['spec.schema-type'],
    leaves: [PET, {}],
  },
  {
    what: 'a list with an unknown type',
    change: schema({ type: ['string', 'nil', null] }),
    codes: ['spec.schema-type'],
    leaves: [PET, { type: ['string', 'null'] }],
  },
  {
    what: 'required as a text',
    change: schema({ required: 'name' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, { required: ['name'] }],
  },
  {
    what: 'required as true, as in old drafts',
    change: schema({ required: true }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'properties as a list',
    change: schema({ properties: ['a'] }),
    codes: ['spec.shape'],
    leaves: [PET, {}],
  },
  {
    what: 'a property that is null',
    change: schema({ properties: { a: null } }),
    codes: ['spec.shape'],
    leaves: [PET, { properties: { a: {} } }],
  },
  { what: 'an empty enum', change: schema({ enum: [] }), codes: ['spec.schema-keyword'], leaves: [PET, {}] },
  {
    what: 'an enum of one value without a list',
    change: schema({ enum: 'a' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, { enum: ['a'] }],
  },
  {
    what: 'limits as texts',
    change: schema({ minimum: '1', maxLength: 'many' }),
    codes: ['spec.schema-keyword', 'spec.schema-keyword'],
    leaves: [PET, { minimum: 1 }],
  },
  {
    what: 'a negative length',
    change: schema({ minLength: -1 }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'a pattern that is none',
    change: schema({ pattern: '([a-z' }),
    codes: ['spec.schema-keyword'],
    leaves: [PET, {}],
  },
  {
    what: 'items as a list of one',
    change: schema({ items: [{ type: 'string' }] }),
    codes: ['spec.schema-items'],
    leaves: [PET, { items: { type: 'string' } }],
  },
  {
    what: 'items as a list of several',
    change: schema({ items: [{ type: 'string' }, { type: 'int' }] }),
    codes: ['spec.schema-items', 'spec.schema-type'],
    leaves: [PET, { prefixItems: [{ type: 'string' }, { type: 'integer' }] }],
  },
  {
    what: 'allOf as an object',
    change: schema({ allOf: { type: 'object' } }),
    codes: ['spec.shape'],
    leaves: [PET, { allOf: [{ type: 'object' }] }],
  },
  {
    what: 'an empty oneOf',
    change: schema({ oneOf: [] }),
    codes: ['spec.schema-empty-list'],
    leaves: [PET, {}],
  },
  {
    what: 'true and false as texts',
    change: schema({ nullable: 'true', additionalProperties: 'false' }),
    codes: ['spec.schema-keyword', 'spec.schema-keyword'],
    leaves: [PET, { nullable: true, additionalProperties: false }],
  },
]);

described('servers and security', [
  {
    what: 'a server that is not http',
    change: (api) =>
      Object.assign(api, { servers: [{ url: 'javascript:alert(1)' }, { url: 'https://a.example' }] }),
    codes: ['spec.server'],
    leaves: ['/servers', [{ url: 'https://a.example' }]],
  },
  {
    what: 'a server with an unknown variable',
    change: (api) => Object.assign(api, { servers: [{ url: 'https://{x}.example.com' }] }),
    codes: ['spec.server'],
    leaves: ['/servers', undefined],
  },
  {
    what: 'a server variable without a default',
    change: (api) =>
      Object.assign(api, {
        servers: [{ url: 'https://{x}.example.com', variables: { x: { enum: ['a', 'b'] } } }],
      }),
    codes: ['spec.server'],
    leaves: ['/servers/0/variables/x/default', 'a'],
  },
  {
    what: 'servers as a text',
    change: (api) => Object.assign(api, { servers: 'https://a.example' }),
    codes: ['spec.server'],
    leaves: ['/servers', [{ url: 'https://a.example' }]],
  },
  {
    what: 'an unknown security scheme',
    change: (api) => Object.assign(api, { security: [{ nope: [] }, { key: [], other: [] }] }),
    codes: ['spec.security', 'spec.security'],
    leaves: ['/security', [{ key: [] }]],
  },
  {
    what: 'only unknown security schemes',
    change: (api) => Object.assign(api, { security: [{ nope: [] }] }),
    codes: ['spec.security'],
    leaves: ['/security', undefined],
  },
  {
    what: 'an unknown type of scheme',
    change: (api) => Object.assign(api.components.securitySchemes, { key: { type: 'quantum' } }),
    codes: ['spec.security-scheme'],
    leaves: ['/components/securitySchemes/key/type', 'quantum'],
  },
  {
    what: 'an API key without a name and a place',
    change: (api) => Object.assign(api.components.securitySchemes, { key: { type: 'apikey' } }),
    codes: ['spec.security-scheme', 'spec.security-scheme'],
    leaves: ['/components/securitySchemes/key', { type: 'apiKey', name: 'key', in: 'header' }],
  },
  {
    what: 'an HTTP scheme in capitals',
    change: (api) =>
      Object.assign(api.components.securitySchemes, { key: { type: 'http', scheme: 'Bearer' } }),
    codes: [],
    leaves: ['/components/securitySchemes/key/scheme', 'bearer'],
  },
]);
