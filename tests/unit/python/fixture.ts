import { specText } from '../../../src/model/text.js';
import type { Operation, Property, ServiceModel, Tool, TypeExpr } from '../../../src/model/types.js';
import type { ProjectOptions } from '../../../src/plan/types.js';

const text = specText;

const property = (name: string, type: TypeExpr, rest: Partial<Property> = {}): Property => ({
  name: text(name),
  type,
  required: false,
  readOnly: false,
  writeOnly: false,
  deprecated: false,
  ...rest,
});

const operation = (
  rest: Partial<Operation> & Pick<Operation, 'id' | 'method' | 'path' | 'segments'>,
): Operation => ({
  pointer: '#/paths',
  fixedQuery: [],
  tag: 'pets',
  deprecated: false,
  params: [],
  responses: [],
  security: [[{ scheme: 'api_key', scopes: [] }]],
  safety: { readOnly: true, destructive: false, idempotent: true },
  ...rest,
});

const tool = (rest: Pick<Tool, 'name' | 'arguments' | 'bodyMode' | 'inputSchema'>, title: string): Tool => ({
  title: text(title),
  description: text(`${title}.`),
  operation: rest.name,
  annotations: {
    title: text(title),
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  pinned: false,
  tokens: 100,
  fixed: [],
  cut: [],
  ...rest,
});

const PET_ID = { kind: 'integer' } as const;
const STATUS: TypeExpr = { kind: 'array', items: { kind: 'literal', values: ['available', 'sold'] } };

const operations: Operation[] = [
  operation({
    id: 'get_pet_by_id',
    method: 'GET',
    path: text('/pet/{petId}'),
    segments: [{ text: text('/pet/') }, { param: text('petId') }],
    summary: text('Find pet by ID.'),
    params: [
      {
        in: 'path',
        name: text('petId'),
        required: true,
        deprecated: false,
        description: text('ID of pet to return'),
        style: 'simple',
        explode: false,
        allowReserved: false,
        type: PET_ID,
      },
    ],
    responses: [
      {
        status: '200',
        kind: 'json',
        mediaType: text('application/json'),
        type: { kind: 'ref', id: 'Pet' },
        sample: { id: 1, name: 'Rex', photoUrls: [] },
      },
    ],
  }),
  operation({
    id: 'find_pets_by_status',
    method: 'GET',
    path: text('/pet/findByStatus'),
    segments: [{ text: text('/pet/findByStatus') }],
    summary: text('Find pets by status'),
    params: [
      {
        in: 'query',
        name: text('status'),
        required: false,
        deprecated: false,
        style: 'form',
        explode: true,
        allowReserved: false,
        type: STATUS,
      },
    ],
    responses: [
      {
        status: '200',
        kind: 'json',
        type: { kind: 'array', items: { kind: 'ref', id: 'Pet' } },
        sample: [],
      },
    ],
    security: [],
  }),
  operation({
    id: 'update_pet',
    method: 'PUT',
    path: text('/pet'),
    segments: [{ text: text('/pet') }],
    summary: text('Update a pet'),
    body: {
      required: true,
      content: [
        {
          kind: 'json',
          mediaType: text('application/json'),
          type: { kind: 'ref', id: 'Pet' },
          encoding: [],
        },
      ],
    },
    responses: [{ status: '204', kind: 'empty' }],
  }),
];

const tools: Tool[] = [
  tool(
    {
      name: 'get_pet_by_id',
      bodyMode: 'none',
      inputSchema: {
        type: 'object',
        properties: { pet_id: { type: 'integer' } },
        required: ['pet_id'],
        additionalProperties: false,
      },
      arguments: [
        {
          name: 'pet_id',
          source: { in: 'path', name: text('petId') },
          required: true,
          type: PET_ID,
          description: text('ID of pet to return'),
          sample: 42,
        },
      ],
    },
    'Find pet by ID',
  ),
  tool(
    {
      name: 'find_pets_by_status',
      bodyMode: 'none',
      inputSchema: {
        type: 'object',
        properties: { status: { type: 'array', items: { enum: ['available', 'sold'] } } },
        additionalProperties: false,
      },
      arguments: [
        {
          name: 'status',
          source: { in: 'query', name: text('status') },
          required: false,
          type: STATUS,
          sample: ['available', 'sold'],
        },
      ],
    },
    'Find pets by status',
  ),
  tool(
    {
      name: 'update_pet',
      bodyMode: 'members',
      inputSchema: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          photo_urls: { type: 'array', items: { type: 'string' } },
          nickname: { type: ['string', 'null'] },
        },
        required: ['name', 'photo_urls'],
        additionalProperties: false,
      },
      arguments: [
        {
          name: 'name',
          source: { in: 'member', name: text('name') },
          required: true,
          type: { kind: 'string' },
          sample: 'Rex',
        },
        {
          name: 'photo_urls',
          source: { in: 'member', name: text('photoUrls') },
          required: true,
          type: { kind: 'array', items: { kind: 'string' } },
          sample: ['a'],
        },
        {
          name: 'nickname',
          source: { in: 'member', name: text('nickname') },
          required: false,
          type: { kind: 'string', nullable: true },
          sample: null,
        },
      ],
    },
    'Update a pet',
  ),
];

/** A small service with a path, a query and a body; written by hand, so that these tests need no document. */
export const petstore: ServiceModel = {
  modelVersion: 1,
  service: {
    title: text('Swagger Petstore'),
    version: text('1.0.0'),
    slug: 'petstore',
    words: ['petstore'],
    envPrefix: 'PETSTORE',
  },
  servers: [{ url: text('https://petstore.example.com/v3') }],
  securitySchemes: [
    {
      id: 'api_key',
      wireName: text('api_key'),
      kind: 'apiKey',
      in: 'header',
      parameter: text('X-Key'),
      env: { apiKey: 'PETSTORE_API_TOKEN' },
    },
  ],
  tags: [{ id: 'pets', name: text('pets') }],
  operations,
  types: [
    {
      id: 'Status',
      words: ['status'],
      kind: 'enum',
      values: ['available', 'sold'],
      tags: ['pets'],
    },
    {
      id: 'Pet',
      words: ['pet'],
      kind: 'object',
      tags: ['pets'],
      additional: 'unspecified',
      description: text('A pet of the store.'),
      properties: [
        property('id', { kind: 'integer' }),
        property('name', { kind: 'string' }, { required: true }),
        property('photoUrls', { kind: 'array', items: { kind: 'string' } }, { required: true }),
        property('status', { kind: 'ref', id: 'Status' }, { description: text('Where the pet is') }),
        property('parent', { kind: 'ref', id: 'Pet' }),
        property('copy', { kind: 'boolean' }),
        property('list', { kind: 'array', items: { kind: 'number' }, nullable: true }),
      ],
    },
  ],
  tools,
  toolMode: 'static',
};

export const options: ProjectOptions = {
  slug: 'petstore',
  target: 'python',
  preset: 's-tier',
  features: [],
  languageVersion: '3.13',
  transports: ['stdio', 'http'],
  generatorVersion: '0.1.0',
};

const withCopies = (copies: readonly { suffix: string; tag: string }[]): ServiceModel => ({
  ...petstore,
  tags: [...petstore.tags, { id: 'store', name: text('store'), description: text('Orders.') }],
  toolMode: 'dynamic',
  operations: copies.flatMap(({ suffix, tag }, index) => {
    const [base] = operations.slice(index % operations.length);
    return base === undefined ? [] : [{ ...base, id: `${base.id}${suffix}`, tag }];
  }),
  tools: copies.flatMap(({ suffix }, index) => {
    const [base] = tools.slice(index % tools.length);
    if (base === undefined) return [];
    return [
      {
        ...base,
        name: `${base.name}${suffix}`,
        operation: `${base.operation}${suffix}`,
        pinned: index === 0,
      },
    ];
  }),
  types: petstore.types.map((type) => ({
    ...type,
    tags: type.id === 'Status' ? ['pets', 'store'] : ['pets'],
  })),
});

/** As many operations of two groups. */
const manyOperations = (count: number): ServiceModel =>
  withCopies(
    Array.from({ length: count }, (_, index) => ({
      suffix: `_${index + 1}`,
      tag: index % 2 === 0 ? 'pets' : 'store',
    })),
  );

/** Enough for the layout with a module per group. */
export const large = manyOperations(40);
/** Enough for groups that need several modules each. */
export const huge = manyOperations(400);
