import type { Context } from '../context.js';
import { isObject } from '../json.js';
import type { JsonValue } from '../types.js';

export type Side = 'request' | 'response';

/** How far `readOnly` is looked for behind references and lone allOf members. */
const REACH = 6;

/**
 * True for members that do not travel in this direction: readOnly ones in requests, writeOnly ones in responses
 * (OAS 3.0.4, 4.7.24.2, "Fixed Fields").
 */
export function isHidden(schema: JsonValue | undefined, side: Side, context: Context): boolean {
  const keyword = side === 'request' ? 'readOnly' : 'writeOnly';
  let current = schema;
  for (let step = 0; step < REACH && isObject(current); step++) {
    if (current[keyword] === true) return true;
    const parts: JsonValue | undefined = current['allOf'];
    const ref = current['$ref'];
    if (typeof ref === 'string') current = context.lookup(ref);
    else current = Array.isArray(parts) && parts.length === 1 ? parts[0] : undefined;
  }
  return false;
}
