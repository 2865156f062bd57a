import type { JsonValue } from '../../model/types.js';
import type { Report } from '../report.js';
import type { Kind } from '../walk/kinds.js';
import type { Visit } from '../walk/walk.js';
import { isObject } from '../json.js';
import { mendOperation } from './operation.js';
import { mendOldParameter } from './old-parameter.js';
import { mendPathItem } from './path-item.js';
import { mendSchema } from './schema.js';
import { mendMembers } from './members.js';

/** What is particular to a kind. */
const PARTICULAR: Partial<
  Record<Kind, (at: Visit, value: Record<string, JsonValue>, report: Report) => void>
> = {
  schema: mendSchema,
  operation: mendOperation,
  pathItem: mendPathItem,
  parameter: mendOldParameter,
  header: mendOldParameter,
};

/**
 * Mends one value where it stands, before its members are walked: afterwards each member that the table names has the
 * shape that the table says. Looks at nothing but the value itself, so it serves in every file and version.
 */
export function mendShape(at: Visit, report: Report): JsonValue | undefined {
  const { value, kind } = at;
  if (!isObject(value)) return undefined;
  PARTICULAR[kind]?.(at, value, report);
  mendMembers(value, at, report);
  return value;
}
