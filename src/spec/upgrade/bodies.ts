import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own, scalarText } from '../json.js';
import { again, inherit, mediaTypes, moveMembers, type Upgrade } from './context.js';
import { collectionStyle, liftSchema } from './parameters.js';

/** Turns the body and form parameters of an operation, its path's included, into a `requestBody`. In place. */
export function upgradeOperationBody(
  operation: JsonObject,
  shared: readonly JsonValue[],
  segments: readonly string[],
  context: Upgrade,
): void {
  const parameters = own(operation, 'parameters');
  const mine = Array.isArray(parameters) ? parameters : [];
  const named = new Map<string, JsonObject>();
  for (const parameter of [...shared, ...mine]) {
    const value = context.sites.follow(parameter);
    if (isObject(value) && (value['in'] === 'body' || value['in'] === 'formData')) {
      named.set(value['in'] === 'body' ? 'body' : `form ${scalarText(own(value, 'name'))}`, value);
    }
  }
  if (mine.length > 0) {
    operation['parameters'] = mine.filter((parameter) => {
      const value = context.sites.follow(parameter);
      return !(isObject(value) && (value['in'] === 'body' || value['in'] === 'formData'));
    });
  }
  const body = named.get('body');
  const fields = [...named.values()].filter((value) => value !== body);
  if (body !== undefined) operation['requestBody'] = fromBody(body, operation, context);
  else if (fields.length > 0) operation['requestBody'] = fromFields(fields, operation, context);
  if (body !== undefined && fields.length > 0) {
    const at = context.entry.place([...segments, 'parameters']);
    context.report.warning(
      'spec.body-and-form',
      'A body and form fields are given; the form fields are ignored',
      at,
    );
  }
}

function fromBody(body: JsonObject, operation: JsonObject, context: Upgrade): JsonObject {
  const schema = own(body, 'schema') ?? {};
  const types = mediaTypes(own(operation, 'consumes'), own(context.root, 'consumes'), ['application/json']);
  // A body parameter is a whole value; form types in `consumes` are meant for other operations.
  const usable = types.filter((type) => !isForm(type));
  const content: JsonObject = {};
  for (const type of usable.length > 0 ? usable : types) content[type] = { schema: again(schema, context) };
  const request: JsonObject = { content };
  for (const key of ['description', 'required', 'x-body-name']) {
    const value = own(body, key);
    if (value !== undefined) request[key] = value;
  }
  inherit(request, body, context);
  return request;
}

const MULTIPART = 'multipart/form-data';
const URLENCODED = 'application/x-www-form-urlencoded';
const isForm = (type: string): boolean => type.startsWith(MULTIPART) || type.startsWith(URLENCODED);

function fromFields(fields: readonly JsonObject[], operation: JsonObject, context: Upgrade): JsonObject {
  const properties: JsonObject = {};
  const required: string[] = [];
  const encoding: JsonObject = {};
  const hasFile = fields.some((field) => field['type'] === 'file');
  for (const field of fields) {
    const name = own(field, 'name');
    if (typeof name !== 'string' || name === '') continue;
    properties[name] = fieldSchema(field, context);
    if (field['required'] === true) required.push(name);
    const style = collectionStyle(field);
    if (style !== undefined) encoding[name] = { style: style[0], explode: style[1] };
  }
  const schema: JsonObject = { type: 'object', properties };
  if (required.length > 0) schema['required'] = required;
  const media: JsonObject = { schema };
  if (Object.keys(encoding).length > 0) media['encoding'] = encoding;
  const wanted = mediaTypes(own(operation, 'consumes'), own(context.root, 'consumes'), []).filter(isForm);
  const types = hasFile ? [MULTIPART] : wanted.length > 0 ? wanted : [URLENCODED];
  const content = Object.fromEntries(types.map((type) => [type, media]));
  return { content, ...(required.length > 0 ? { required: true } : {}) };
}

/** The field's schema, made afresh: the parameter can be shared by several operations. */
function fieldSchema(field: JsonObject, context: Upgrade): JsonObject {
  const copy = structuredClone(field);
  const items = own(field, 'items');
  if (items !== undefined && context.sites.of(items) !== undefined) copy['items'] = again(items, context);
  liftSchema(copy);
  const schema = own(copy, 'schema');
  const made = isObject(schema) ? schema : {};
  moveMembers(copy, made, ['description']);
  inherit(made, field, context);
  return made;
}
