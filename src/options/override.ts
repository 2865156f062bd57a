import type { JsonObject, JsonValue } from '../model/types.js';
import type { SpecDocument } from '../stages.js';
import type { Options } from './resolve.js';

export type Overrides = Pick<Options, 'name' | 'description' | 'auth'>;

/**
 * The document with the answers laid over it: another title, another description, other credentials. The copy of the
 * document in the project stays as it was; the answers lie in the manifest.
 */
export function overrideDocument(document: SpecDocument, answers: Overrides): SpecDocument {
  const root = overrideRoot(document.root, answers);
  if (root === document.root) return document;
  return { ...document, root, positionOf: (pointer) => document.positionOf(pointer) };
}

function overrideRoot(root: JsonObject, answers: Overrides): JsonObject {
  const info = isObject(root['info']) ? root['info'] : {};
  const said = {
    ...(answers.name === undefined ? {} : { title: answers.name }),
    ...(answers.description === undefined ? {} : { description: answers.description }),
  };
  const named = Object.keys(said).length === 0 ? root : { ...root, info: { ...info, ...said } };
  return answers.auth === 'document' ? named : overrideAuth(named, answers.auth);
}

const SCHEME = 'api_credential';

/** One scheme for every operation, or none. */
function overrideAuth(root: JsonObject, auth: string): JsonObject {
  const scheme = securityScheme(auth);
  const components = isObject(root['components']) ? root['components'] : {};
  return {
    ...root,
    components: { ...components, securitySchemes: scheme === undefined ? {} : { [SCHEME]: scheme } },
    security: scheme === undefined ? [] : [{ [SCHEME]: [] }],
    ...(isObject(root['paths']) ? { paths: withoutSecurity(root['paths']) } : {}),
  };
}

/** An OpenAPI security scheme object; undefined for `none`. `auth` is a valid value of `--auth`. */
export function securityScheme(auth: string): JsonObject | undefined {
  if (auth === 'bearer') return { type: 'http', scheme: 'bearer' };
  if (auth === 'basic') return { type: 'http', scheme: 'basic' };
  if (!auth.startsWith('api-key')) return undefined;
  return { type: 'apiKey', in: 'header', name: auth.slice('api-key:'.length) || 'X-API-Key' };
}

function withoutSecurity(paths: JsonObject): JsonObject {
  return mapObject(paths, (item) =>
    isObject(item)
      ? mapObject(item, (operation) => (isObject(operation) ? without(operation) : operation))
      : item,
  );
}

const without = (operation: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(operation).filter(([key]) => key !== 'security'));

const mapObject = (object: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
