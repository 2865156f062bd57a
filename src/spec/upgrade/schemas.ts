import type { JsonObject } from '../../model/types.js';
import { own } from '../json.js';

/** The few keywords in which a 2.0 schema differs from one of 3.0. In place. */
export function upgradeSchema(schema: JsonObject): void {
  if (schema['type'] === 'file') {
    schema['type'] = 'string';
    schema['format'] = 'binary';
  }
  const discriminator = own(schema, 'discriminator');
  if (typeof discriminator === 'string') schema['discriminator'] = { propertyName: discriminator };
  const nullable = own(schema, 'x-nullable') ?? own(schema, 'x-isnullable');
  if (nullable === true) schema['nullable'] ??= true;
}
