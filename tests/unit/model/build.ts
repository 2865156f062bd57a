/** Documents for the tests of the model: small objects in, the model out. */
import { expect } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/types.js';
import { buildModel } from '../../../src/model/index.js';
import type {
  JsonObject,
  JsonValue,
  NamedType,
  Operation,
  ServiceModel,
  Tool,
} from '../../../src/model/types.js';
import type { ModelChoices, SpecDocument } from '../../../src/stages.js';

/** A document as `src/spec` hands it over; places are pointers. */
export const asDocument = (root: JsonObject, name = 'api.json'): SpecDocument => ({
  name,
  version: String(root['openapi'] ?? '3.0.3'),
  root,
  files: [],
  positionOf: (pointer) => ({ file: name, pointer }),
});

/** A whole document from its interesting parts. */
export const document = (parts: JsonObject): JsonObject => ({
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://api.example.com/v1' }],
  ...parts,
});

export interface Built {
  readonly model: ServiceModel;
  readonly diagnostics: readonly Diagnostic[];
}

export function build(root: JsonObject, choices: Partial<ModelChoices> = {}): Built {
  const result = buildModel(asDocument(root), { tools: 'all', ...choices });
  if (!result.ok) throw new Error(result.diagnostics.map((one) => one.message).join('\n'));
  return { model: result.value, diagnostics: result.diagnostics };
}

/** The diagnostics of a document that is refused. */
export function refused(root: JsonObject, choices: Partial<ModelChoices> = {}): readonly Diagnostic[] {
  const result = buildModel(asDocument(root), { tools: 'all', ...choices });
  expect(result.ok).toBe(false);
  return result.diagnostics;
}

export const codes = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map((one) => one.code);

const OK: JsonValue = { '200': { description: 'ok' } };

/** A document with one operation. `extra`: further members of the document. */
export const one = (
  operation: JsonObject,
  path = '/pets',
  method = 'get',
  extra: JsonObject = {},
): JsonObject =>
  document({ paths: { [path]: { [method]: { operationId: 'op', responses: OK, ...operation } } }, ...extra });

/** A POST with a JSON body of this schema. */
export const posting = (schema: JsonValue, extra: JsonObject = {}, body: JsonObject = {}): JsonObject =>
  one(
    { requestBody: { required: true, content: { 'application/json': { schema } }, ...body } },
    '/pets',
    'post',
    extra,
  );

export const withSchemas = (schemas: JsonObject): JsonObject => ({ components: { schemas } });

export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

export const tool = (root: JsonObject): Tool => first(build(root).model.tools);
export const operation = (root: JsonObject): Operation => first(build(root).model.operations);

/** The schema of one argument of the only tool. */
export function argument(root: JsonObject, name: string): JsonValue | undefined {
  const properties = tool(root).inputSchema['properties'];
  return typeof properties === 'object' && properties !== null && !Array.isArray(properties)
    ? properties[name]
    : undefined;
}

export function typeNamed(model: ServiceModel, id: string): NamedType {
  const found = model.types.find((type) => type.id === id);
  if (found === undefined)
    throw new Error(`no type ${id} among ${model.types.map((type) => type.id).join(', ')}`);
  return found;
}

/** The schema of a query parameter `q`, converted. */
export const converted = (schema: JsonValue, extra: JsonObject = {}): JsonValue | undefined =>
  argument(one({ parameters: [{ name: 'q', in: 'query', schema }] }, '/pets', 'get', extra), 'q');
