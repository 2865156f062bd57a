import type { JsonObject, JsonValue } from '../../model/types.js';
import { own } from '../json.js';
import type { Report } from '../report.js';
import { kindOf } from '../show.js';
import { step } from '../trail.js';
import type { Visit } from '../walk/walk.js';

/** The members of an operation that are not in the table of kinds. */
export function mendOperation(at: Visit, operation: JsonObject, report: Report): void {
  mendTexts(operation, ['operationId', 'summary', 'description'], at, report);
  mendTags(operation, at, report);
  for (const key of ['security', 'servers', 'consumes', 'produces', 'schemes']) {
    const value = own(operation, key);
    if (value !== undefined && !Array.isArray(value)) mendListMember(operation, key, value, at, report);
  }
}

/** Numbers where texts belong become texts (`operationId: 42`); other values go. */
export function mendTexts(value: JsonObject, keys: readonly string[], at: Visit, report: Report): void {
  for (const key of keys) {
    const member = own(value, key);
    if (member === undefined || typeof member === 'string') continue;
    const isPlain = typeof member === 'number' || typeof member === 'boolean';
    const outcome = isPlain ? 'it is read as one' : 'it is ignored';
    if (member !== null) {
      report.repair(
        'spec.text-form',
        `${key} must be a text, not ${kindOf(member)}; ${outcome}`,
        step(at.trail, key),
      );
    }
    if (isPlain) value[key] = String(member);
    else delete value[key];
  }
}

function mendTags(operation: JsonObject, at: Visit, report: Report): void {
  const tags = own(operation, 'tags');
  if (tags === undefined || (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) return;
  const message = `tags must be a list of texts, not ${kindOf(tags)}; what is no text is ignored`;
  report.warning('spec.shape', message, step(at.trail, 'tags'));
  const all: JsonValue[] = Array.isArray(tags) ? tags : [tags];
  operation['tags'] = all.filter((tag) => typeof tag === 'string');
}

/** A single value in place of a list of one; null as if it were not there. */
function mendListMember(
  operation: JsonObject,
  key: string,
  value: JsonValue,
  at: Visit,
  report: Report,
): void {
  const isUsable =
    typeof value === (key === 'security' || key === 'servers' ? 'object' : 'string') && value !== null;
  const outcome = isUsable ? 'it is read as one' : 'it is ignored';
  report.warning(
    'spec.shape',
    `${key} must be a list, not ${kindOf(value)}; ${outcome}`,
    step(at.trail, key),
  );
  if (isUsable) operation[key] = [value];
  else delete operation[key];
}
