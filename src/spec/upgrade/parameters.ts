import type { JsonObject } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import { inherit, moveMembers, type Upgrade } from './context.js';
import { upgradeSchema } from './schemas.js';

/** What 2.0 writes beside a parameter's name and 3.x into its schema. */
export const SCHEMA_KEYS: readonly string[] = [
  'type',
  'format',
  'items',
  'default',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'multipleOf',
  'x-nullable',
  'nullable',
];

/** 2.0 `collectionFormat` → 3.x style and explode. `tsv` has no style in 3.x; the model knows `tabDelimited`. */
const STYLES: Readonly<Record<string, readonly [style: string, explode: boolean]>> = {
  csv: ['form', false],
  ssv: ['spaceDelimited', false],
  tsv: ['tabDelimited', false],
  pipes: ['pipeDelimited', false],
  multi: ['form', true],
};

/** Gives a query, header or path parameter, or a header of a response, its schema and its style. In place. */
export function upgradeParameter(value: JsonObject, kind: 'parameter' | 'header', context: Upgrade): void {
  if (value['in'] === 'body' || value['in'] === 'formData' || own(value, '$ref') !== undefined) return;
  if (liftSchema(value)) inherit(ownObject(value, 'schema') ?? {}, value, context);
  const style = collectionStyle(value);
  delete value['collectionFormat'];
  if (style === undefined || kind === 'header') return;
  // Path and header have only `simple`, which is what csv means there.
  if (value['in'] !== 'query' && style[0] === 'form') return;
  [value['style'], value['explode']] = style;
}

/** The style of an array parameter; `csv` is 2.0's default. Undefined for other parameters. */
export function collectionStyle(value: JsonObject): readonly [style: string, explode: boolean] | undefined {
  const schema = own(value, 'schema');
  const type = isObject(schema) ? own(schema, 'type') : own(value, 'type');
  const written = own(value, 'collectionFormat');
  if (type !== 'array') return undefined;
  return typeof written === 'string' && Object.hasOwn(STYLES, written) ? STYLES[written] : STYLES['csv'];
}

/**
 * Moves the keywords that stand beside the name into `schema`, unless there is one; true when it did. Serves 3.x
 * documents, too, that still write them so.
 */
export function liftSchema(value: JsonObject): boolean {
  if (isObject(own(value, 'schema'))) return false;
  const schema: JsonObject = {};
  moveMembers(value, schema, SCHEMA_KEYS);
  const items = own(schema, 'items');
  if (isObject(items)) delete items['collectionFormat'];
  upgradeSchema(schema);
  value['schema'] = schema;
  return true;
}
