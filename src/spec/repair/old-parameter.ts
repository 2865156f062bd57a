import type { JsonObject } from '../../model/types.js';
import { own } from '../json.js';
import type { Report } from '../report.js';
import { SCHEMA_KEYS } from '../upgrade/parameters.js';
import type { Visit } from '../walk/walk.js';
import { mendKeyword } from './schema.js';

/** The keywords that 2.0 writes beside a parameter's name are those of a schema. */
export function mendOldParameter(at: Visit, parameter: JsonObject, report: Report): void {
  if (own(parameter, 'schema') !== undefined || own(parameter, 'content') !== undefined) return;
  for (const key of SCHEMA_KEYS) mendKeyword(parameter, key, at, report);
}
