import type { JsonObject, JsonValue } from '../model/types.js';
import { securityScheme } from './override.js';

/** A service described by answers instead of a document. */
export interface Description {
  readonly title: string;
  readonly description?: string;
  /** `https://api.example.com/v1` */
  readonly baseUrl: string;
  /** A value of `--auth`; `document` means none here. */
  readonly auth: string;
  readonly resources: readonly Resource[];
}

export interface Resource {
  /** Plural, as it stands in the path: `books`. */
  readonly name: string;
  readonly fields: readonly Field[];
  readonly operations: readonly ResourceOperation[];
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly list: boolean;
  readonly required: boolean;
}

export const FIELD_TYPES = ['string', 'integer', 'number', 'boolean', 'date', 'date-time'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
export const RESOURCE_OPERATIONS = ['list', 'get', 'create', 'update', 'delete'] as const;
export type ResourceOperation = (typeof RESOURCE_OPERATIONS)[number];

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

/**
 * Reads `books(title!,price:number,tags:string[])=list,get,create`; a `!` marks what a new one must have. Without fields
 * there is a name, without operations there are all five. Returns what is wrong as a sentence.
 */
export function parseResource(text: string): Resource | string {
  const match = /^\s*([^()=]+?)\s*(?:\(([^()]*)\))?\s*(?:=(.*))?$/s.exec(text);
  const [, name = '', fieldText, operationText] = match ?? [];
  if (!NAME.test(name)) return `${JSON.stringify(text)} does not begin with a name such as books.`;
  const fields = parseFields(fieldText ?? 'name!');
  if (typeof fields === 'string') return fields;
  const operations = parseOperations(operationText ?? RESOURCE_OPERATIONS.join(','));
  return typeof operations === 'string' ? operations : { name, fields, operations };
}

/** Reads `title!, price:number, tags:string[]`. */
export function parseFields(text: string): Field[] | string {
  const fields: Field[] = [];
  for (const part of parts(text)) {
    const [, name = '', type = 'string', list, required] =
      /^([^:![\]]+)(?::([a-z-]+))?(\[\])?(!)?$/.exec(part) ?? [];
    if (!NAME.test(name)) return `${JSON.stringify(part)} is no field; write name, or name:type.`;
    const known = FIELD_TYPES.find((one) => one === type);
    if (known === undefined)
      return `${JSON.stringify(type)} is no type; there are ${FIELD_TYPES.join(', ')}.`;
    if (fields.some((field) => field.name === name)) return `The field ${name} stands twice.`;
    fields.push({ name, type: known, list: list !== undefined, required: required !== undefined });
  }
  return fields.length === 0 ? 'At least one field is needed.' : fields;
}

function parseOperations(text: string): ResourceOperation[] | string {
  const wanted = parts(text);
  const unknown = wanted.find((one) => !RESOURCE_OPERATIONS.some((known) => known === one));
  if (unknown !== undefined) {
    return `${JSON.stringify(unknown)} is no operation; there are ${RESOURCE_OPERATIONS.join(', ')}.`;
  }
  const found = RESOURCE_OPERATIONS.filter((one) => wanted.includes(one));
  return found.length === 0 ? 'At least one operation is needed.' : found;
}

const parts = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The answer as `--resource` takes it; `parseResource` reads it back. */
export function resourceText(resource: Resource): string {
  const fields = resource.fields.map(fieldText).join(',');
  return `${resource.name}(${fields})=${resource.operations.join(',')}`;
}

function fieldText(field: Field): string {
  const type = field.type === 'string' && !field.list ? '' : `:${field.type}${field.list ? '[]' : ''}`;
  return `${field.name}${type}${field.required ? '!' : ''}`;
}

/** An OpenAPI 3.1 document of the described service. */
export function describedDocument(description: Description): JsonObject {
  const scheme = securityScheme(description.auth);
  const entries = description.resources.map((resource) => ({ resource, schema: schemaName(resource) }));
  return {
    openapi: '3.1.0',
    info: {
      title: description.title,
      version: '1.0.0',
      ...(description.description === undefined ? {} : { description: description.description }),
    },
    servers: [{ url: description.baseUrl }],
    tags: description.resources.map(({ name }) => ({ name })),
    ...(scheme === undefined ? {} : { security: [{ credential: [] }] }),
    paths: Object.assign({}, ...entries.map(({ resource, schema }) => resourcePaths(resource, schema))),
    components: {
      schemas: Object.assign({}, ...entries.map(({ resource, schema }) => resourceSchemas(resource, schema))),
      ...(scheme === undefined ? {} : { securitySchemes: { credential: scheme } }),
    },
  };
}

/** `order-lines` → `OrderLine`. */
function schemaName(resource: Resource): string {
  const words = singular(resource.name)
    .split(/[-_]/)
    .filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function singular(name: string): string {
  if (/ies$/i.test(name)) return `${name.slice(0, -3)}y`;
  if (/(ss|us|is)$/i.test(name)) return name;
  return name.replace(/s$/i, '');
}

function resourceSchemas(resource: Resource, schema: string): JsonObject {
  const properties = Object.fromEntries(resource.fields.map((field) => [field.name, fieldSchema(field)]));
  const required = resource.fields.filter((field) => field.required).map((field) => field.name);
  const withId: JsonObject = 'id' in properties ? properties : { id: { type: 'string' }, ...properties };
  const body: JsonObject = 'id' in properties ? without(properties, 'id') : properties;
  const needed = required.filter((name) => name !== 'id');
  return {
    [schema]: { type: 'object', properties: withId, required: ['id', ...needed] },
    [`New${schema}`]: {
      type: 'object',
      properties: body,
      ...(needed.length === 0 ? {} : { required: needed }),
    },
    [`${schema}Changes`]: { type: 'object', properties: body },
  };
}

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

function fieldSchema(field: Field): JsonObject {
  const one: JsonObject =
    field.type === 'date' || field.type === 'date-time'
      ? { type: 'string', format: field.type }
      : { type: field.type };
  return field.list ? { type: 'array', items: one } : one;
}

function resourcePaths(resource: Resource, schema: string): JsonObject {
  const one = singular(resource.name);
  const has = (operation: ResourceOperation): boolean => resource.operations.includes(operation);
  const operation = (id: string, summary: string, rest: JsonObject): JsonObject => ({
    operationId: id,
    tags: [resource.name],
    summary,
    ...rest,
  });
  const collection: JsonObject = {
    ...(has('list')
      ? { get: operation(`list_${resource.name}`, `List ${resource.name}`, listParts(schema)) }
      : {}),
    ...(has('create')
      ? {
          post: operation(`create_${one}`, `Create a ${one}`, {
            ...body(`New${schema}`),
            ...answers('201', schema),
          }),
        }
      : {}),
  };
  const item: JsonObject = {
    ...(has('get') ? { get: operation(`get_${one}`, `Get a ${one}`, answers('200', schema)) } : {}),
    ...(has('update')
      ? {
          patch: operation(`update_${one}`, `Change a ${one}`, {
            ...body(`${schema}Changes`),
            ...answers('200', schema),
          }),
        }
      : {}),
    ...(has('delete')
      ? {
          delete: operation(`delete_${one}`, `Delete a ${one}`, {
            responses: { 204: { description: 'Deleted' } },
          }),
        }
      : {}),
  };
  return {
    ...(Object.keys(collection).length === 0 ? {} : { [`/${resource.name}`]: collection }),
    ...(Object.keys(item).length === 0
      ? {}
      : { [`/${resource.name}/{id}`]: { parameters: [idParameter(resource)], ...item } }),
  };
}

function idParameter(resource: Resource): JsonObject {
  const id = resource.fields.find((field) => field.name === 'id');
  return {
    name: 'id',
    in: 'path',
    required: true,
    schema: id === undefined ? { type: 'string' } : fieldSchema(id),
  };
}

const content = (schema: JsonValue): JsonObject => ({ content: { 'application/json': { schema } } });
const ref = (schema: string): JsonObject => ({ $ref: `#/components/schemas/${schema}` });
const body = (schema: string): JsonObject => ({ requestBody: { required: true, ...content(ref(schema)) } });
const answers = (status: string, schema: string): JsonObject => ({
  responses: { [status]: { description: 'Done', ...content(ref(schema)) } },
});
const listParts = (schema: string): JsonObject => ({
  responses: { 200: { description: 'Done', ...content({ type: 'array', items: ref(schema) }) } },
});
