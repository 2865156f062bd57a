import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import { again, mediaTypes, type Upgrade } from './context.js';

/** Gives a response its `content`: one entry per media type that the operation, or the document, produces. In place. */
export function upgradeResponse(
  response: JsonObject,
  produces: JsonValue | undefined,
  context: Upgrade,
): void {
  const schema = own(response, 'schema');
  const examples = ownObject(response, 'examples');
  delete response['schema'];
  delete response['examples'];
  if (own(response, 'content') !== undefined) return;
  if (schema === undefined) {
    if (examples !== undefined && Object.keys(examples).length > 0)
      response['content'] = fromExamples(examples);
    return;
  }
  const isFile = isObject(schema) && schema['format'] === 'binary' && schema['type'] === 'string';
  const otherwise = [isFile ? 'application/octet-stream' : 'application/json'];
  const content: JsonObject = {};
  mediaTypes(produces, own(context.root, 'produces'), otherwise).forEach((type, index) => {
    const media: JsonObject = { schema: index === 0 ? schema : again(schema, context) };
    const example = examples === undefined ? undefined : own(examples, type);
    if (example !== undefined) media['example'] = example;
    content[type] = media;
  });
  response['content'] = content;
}

const fromExamples = (examples: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(examples)
      .filter(([type]) => type.includes('/'))
      .map(([type, example]) => [type, { example }]),
  );
