/**
 * What stands where in an OpenAPI document, as a table: the walk, the repairs and the check of `$ref`s all read it.
 * It holds 2.0 and 3.x side by side; their names do not clash. Members that it does not name (`x-…`, examples,
 * defaults, enums) hold free data, in which `$ref` has no meaning.
 */

export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'response'
  | 'link'
  | 'callback'
  | 'example'
  | 'schema'
  | 'securityScheme';

/** How the values of a kind hang on a member: itself, in a list, or in a map by name. */
export interface Slot {
  readonly kind: Kind;
  readonly as: 'one' | 'list' | 'map';
}

const one = (kind: Kind): Slot => ({ kind, as: 'one' });
const list = (kind: Kind): Slot => ({ kind, as: 'list' });
const map = (kind: Kind): Slot => ({ kind, as: 'map' });

const METHOD_SLOTS = {
  get: one('operation'),
  put: one('operation'),
  post: one('operation'),
  delete: one('operation'),
  options: one('operation'),
  head: one('operation'),
  patch: one('operation'),
  trace: one('operation'),
  query: one('operation'),
};

/** The members of a path item that are operations. */
export const METHODS: readonly string[] = Object.keys(METHOD_SLOTS);

const CONTENT = { content: map('mediaType') };
const VALUE = { schema: one('schema'), examples: map('example'), ...CONTENT };

const TABLE: Record<Kind, Readonly<Record<string, Slot>>> = {
  document: {
    paths: map('pathItem'),
    webhooks: map('pathItem'),
    components: one('components'),
    definitions: map('schema'),
    parameters: map('parameter'),
    responses: map('response'),
    securityDefinitions: map('securityScheme'),
  },
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: map('example'),
    requestBodies: map('requestBody'),
    headers: map('header'),
    securitySchemes: map('securityScheme'),
    links: map('link'),
    callbacks: map('callback'),
    pathItems: map('pathItem'),
    mediaTypes: map('mediaType'),
  },
  pathItem: { ...METHOD_SLOTS, additionalOperations: map('operation'), parameters: list('parameter') },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: map('response'),
    callbacks: map('callback'),
  },
  // `items` on a parameter or a header is 2.0's.
  parameter: { ...VALUE, items: one('schema') },
  header: { ...VALUE, items: one('schema') },
  requestBody: CONTENT,
  mediaType: {
    schema: one('schema'),
    itemSchema: one('schema'),
    examples: map('example'),
    encoding: map('encoding'),
    prefixEncoding: list('encoding'),
    itemEncoding: one('encoding'),
  },
  encoding: { headers: map('header') },
  // `schema` on a response is 2.0's.
  response: { headers: map('header'), links: map('link'), schema: one('schema'), ...CONTENT },
  link: {},
  callback: {},
  example: {},
  securityScheme: {},
  schema: {
    properties: map('schema'),
    patternProperties: map('schema'),
    dependentSchemas: map('schema'),
    definitions: map('schema'),
    $defs: map('schema'),
    items: one('schema'),
    prefixItems: list('schema'),
    additionalItems: one('schema'),
    additionalProperties: one('schema'),
    unevaluatedItems: one('schema'),
    unevaluatedProperties: one('schema'),
    propertyNames: one('schema'),
    contains: one('schema'),
    contentSchema: one('schema'),
    not: one('schema'),
    if: one('schema'),
    // biome's noThenProperty guards promises; this table is none.
    ['then' as string]: one('schema'),
    else: one('schema'),
    allOf: list('schema'),
    anyOf: list('schema'),
    oneOf: list('schema'),
  },
};

/** Every name in a callback is an expression whose value is a path item. */
const ANY_NAME: Partial<Record<Kind, Slot>> = { callback: one('pathItem') };

const SLOTS = new Map(
  Object.entries(TABLE).map(([kind, slots]) => [kind, new Map(Object.entries(slots))] as const),
);

/** What stands under a member of a kind; undefined for free data. */
export const slotOf = (kind: Kind, key: string): Slot | undefined =>
  SLOTS.get(kind)?.get(key) ?? (key.startsWith('x-') ? undefined : ANY_NAME[kind]);

/** Where `components` keeps each kind that can be referred to. */
export const SECTION: Partial<Record<Kind, string>> = Object.fromEntries(
  Object.entries(TABLE.components).map(([section, { kind }]) => [kind, section]),
);

/** Whether `{ $ref }` may stand in place of a value of this kind. */
export const isReferable = (kind: Kind): boolean => SECTION[kind] !== undefined;

/** The name of a kind for messages. */
export const KIND_NAME: Record<Kind, string> = {
  document: 'document',
  components: 'components object',
  pathItem: 'path item',
  operation: 'operation',
  parameter: 'parameter',
  header: 'header',
  requestBody: 'request body',
  mediaType: 'media type',
  encoding: 'encoding',
  response: 'response',
  link: 'link',
  callback: 'callback',
  example: 'example',
  schema: 'schema',
  securityScheme: 'security scheme',
};

/** The kind of what stands at these segments of a document; `container` for a map or list of a kind; undefined for free data. */
export function kindAt(segments: readonly string[]): Kind | 'container' | undefined {
  let kind: Kind = 'document';
  let slot: Slot | undefined;
  for (const segment of segments) {
    if (slot !== undefined) {
      kind = slot.kind;
      slot = undefined;
      continue;
    }
    const next = slotOf(kind, segment);
    if (next === undefined) return undefined;
    if (next.as === 'one') kind = next.kind;
    else slot = next;
  }
  return slot === undefined ? kind : 'container';
}
