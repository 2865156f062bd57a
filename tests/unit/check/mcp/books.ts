import { specText } from '../../../../src/model/text.js';
import type {
  Argument,
  Operation,
  PathPart,
  ResponseModel,
  ServiceModel,
  Tool,
} from '../../../../src/model/types.js';

interface Sketch {
  readonly id: string;
  readonly method: string;
  /** `/books/{id}` */
  readonly path: string;
  readonly args?: readonly Argument[];
  readonly response?: Partial<ResponseModel>;
  readonly tag?: string;
  readonly pinned?: boolean;
}

export const pathArgument = (name: string, sample: string): Argument => ({
  name,
  source: { in: 'path', name: specText(name) },
  required: true,
  type: { kind: 'string' },
  sample,
});

function segments(path: string): PathPart[] {
  return path
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('{') ? { param: specText(part.slice(1, -1)) } : { text: specText(part) },
    );
}

export const operation = ({ id, method, path, response, tag }: Sketch): Operation => ({
  id,
  pointer: `#/paths/${id}`,
  method,
  path: specText(path),
  segments: segments(path),
  fixedQuery: [],
  tag: tag ?? 'books',
  deprecated: false,
  params: [],
  responses: [{ status: '200', kind: 'json', sample: { id }, ...response }],
  security: [],
  safety: { readOnly: method === 'GET', destructive: false, idempotent: method === 'GET' },
});

const tool = ({ id, method, args = [], pinned = false }: Sketch): Tool => ({
  name: id,
  title: specText(id),
  description: specText(id),
  operation: id,
  arguments: args,
  bodyMode: 'none',
  inputSchema: {
    type: 'object',
    properties: Object.fromEntries(args.map(({ name }) => [name, { type: 'string' }])),
  },
  annotations: {
    title: specText(id),
    readOnlyHint: method === 'GET',
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: true,
  },
  pinned,
  cut: [],
  fixed: [],
  tokens: 10,
});

/** A model of the operations in `sketches`, each with a tool of its own name. */
export const modelOf = (
  sketches: readonly Sketch[],
  toolMode: ServiceModel['toolMode'] = 'static',
): ServiceModel => ({
  modelVersion: 1,
  service: {
    title: specText('Books'),
    version: specText('1'),
    slug: 'books',
    words: ['books'],
    envPrefix: 'BOOKS',
  },
  servers: [{ url: specText('https://api.example.com') }],
  securitySchemes: [],
  tags: [{ id: 'books', name: specText('books') }],
  operations: sketches.map(operation),
  types: [],
  tools: sketches.map(tool),
  toolMode,
});

export const BOOKS: readonly Sketch[] = [
  { id: 'list_books', method: 'GET', path: '/books' },
  { id: 'get_book', method: 'GET', path: '/books/{id}', args: [pathArgument('id', 'a/b c')] },
  {
    id: 'delete_book',
    method: 'DELETE',
    path: '/books/{id}',
    args: [pathArgument('id', '7')],
    response: { status: '204', kind: 'empty' },
  },
  {
    id: 'get_cover',
    method: 'GET',
    path: '/books/{id}/cover',
    args: [pathArgument('id', '7')],
    response: { kind: 'binary', mediaType: specText('image/png') },
  },
  { id: 'get_text', method: 'GET', path: '/text', response: { kind: 'text', sample: 'once upon a time' } },
];

/** What fake-server.mjs needs to know of a model's tools. */
export const fakeTools = (sketches: readonly Sketch[], model: ServiceModel): string =>
  JSON.stringify(
    model.tools.map(({ name, inputSchema, annotations }, i) => ({
      name,
      inputSchema,
      annotations: { readOnlyHint: annotations.readOnlyHint },
      method: sketches[i]?.method,
      path: sketches[i]?.path,
    })),
  );
