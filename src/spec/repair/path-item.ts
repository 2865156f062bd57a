import type { JsonObject } from '../../model/types.js';
import { isObject, own } from '../json.js';
import type { Report } from '../report.js';
import { show } from '../show.js';
import { step } from '../trail.js';
import { METHODS } from '../walk/kinds.js';
import type { Visit } from '../walk/walk.js';

/** Methods are written in lower case; `GET` is read as `get`. */
export function mendPathItem(at: Visit, item: JsonObject, report: Report): void {
  for (const [key, value] of Object.entries(item)) {
    const lower = key.toLowerCase();
    if (key === lower || !METHODS.includes(lower) || !isObject(value) || own(item, lower) !== undefined)
      continue;
    report.repair(
      'spec.method',
      `The method ${show(key)} is invalid in capitals; it is read as ${lower}`,
      step(at.trail, key),
    );
    item[lower] = value;
    delete item[key];
  }
}
