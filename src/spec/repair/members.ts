import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject } from '../json.js';
import type { Report } from '../report.js';
import { kindOf, show } from '../show.js';
import { step, type Trail } from '../trail.js';
import { type Kind, KIND_NAME, type Slot, slotOf } from '../walk/kinds.js';
import type { Visit } from '../walk/walk.js';

/** Makes every member that the table names what the table says: an object, a list of objects, a map of objects. */
export function mendMembers(value: JsonObject, at: Visit, report: Report): void {
  for (const key of Object.keys(value)) {
    const slot = slotOf(at.kind, key);
    const member = value[key];
    if (slot === undefined || member === undefined) continue;
    const trail = step(at.trail, key);
    const mended = mendMember(slot, member, key, trail, at.kind, report);
    if (mended === undefined) delete value[key];
    else if (mended !== member) value[key] = mended;
  }
}

/** The member as it should be; undefined when nothing can be made of it. */
function mendMember(
  slot: Slot,
  member: JsonValue,
  key: string,
  trail: Trail,
  kind: Kind,
  report: Report,
): JsonValue | undefined {
  if (slot.as === 'one')
    return fits(slot.kind, member) ? member : replaceOne(slot, member, key, trail, report);
  const list = slot.as === 'list' ? asList(slot, member) : member;
  if (slot.as === 'list' ? !Array.isArray(list) : !isObject(list)) {
    refuseContainer(slot, member, key, trail, kind, report);
    return undefined;
  }
  if (list !== member)
    report.repair('spec.shape', `${key} must be a list, not ${kindOf(member)}; it is read as one`, trail);
  if (Array.isArray(list)) return mendList(slot, list, key, trail, report);
  if (isObject(list)) mendMap(slot, list, trail, report);
  return list;
}

const fits = (kind: Kind, value: JsonValue): boolean =>
  isObject(value) || (kind === 'schema' && typeof value === 'boolean');

/** A schema that is none becomes one that accepts anything; everything else goes. */
function replaceOne(
  slot: Slot,
  member: JsonValue,
  key: string,
  trail: Trail,
  report: Report,
): JsonValue | undefined {
  const isFatal = slot.kind === 'components' && member !== null;
  const message = `${show(key)} must be ${article(slot.kind)}, an object, not ${kindOf(member)}`;
  if (isFatal) {
    report.error('spec.shape', message, trail);
    return undefined;
  }
  const outcome = slot.kind === 'schema' ? 'any value is accepted there' : 'it is ignored';
  report.warning('spec.shape', `${message}; ${outcome}`, trail);
  return slot.kind === 'schema' ? {} : undefined;
}

const article = (kind: Kind): string => `${/^[aeiou]/.test(KIND_NAME[kind]) ? 'an' : 'a'} ${KIND_NAME[kind]}`;

function asList(slot: Slot, member: JsonValue): JsonValue {
  if (!isObject(member)) return member;
  if (slot.kind === 'schema') return [member];
  // Parameters written as a map by name.
  const values = Object.values(member);
  return values.length > 0 && values.every((value) => isObject(value) && ('name' in value || '$ref' in value))
    ? values
    : member;
}

function refuseContainer(
  slot: Slot,
  member: JsonValue,
  key: string,
  trail: Trail,
  kind: Kind,
  report: Report,
): void {
  const shape = slot.as === 'list' ? 'a list' : 'an object';
  const message = `${show(key)} must be ${shape} of ${KIND_NAME[slot.kind]}s, not ${kindOf(member)}`;
  if (kind === 'document' && key === 'paths' && member !== null) report.error('spec.shape', message, trail);
  else report.warning('spec.shape', `${message}; it is ignored`, trail);
}

function mendList(
  slot: Slot,
  list: JsonValue[],
  key: string,
  trail: Trail,
  report: Report,
): JsonValue[] | undefined {
  list.forEach((item, index) => {
    if (!fits(slot.kind, item)) refuseEntry(slot, item, step(trail, index), report);
  });
  const kept = list.every((item) => fits(slot.kind, item))
    ? list
    : list.filter((item) => fits(slot.kind, item));
  if (kept.length > 0 || slot.kind !== 'schema') return kept;
  // JSON Schema wants one entry at least; an empty oneOf would refuse every value.
  report.warning('spec.schema-empty-list', `${key} must not be empty; it is ignored`, trail);
  return undefined;
}

function mendMap(slot: Slot, map: JsonObject, trail: Trail, report: Report): void {
  for (const [name, value] of Object.entries(map)) {
    if (fits(slot.kind, value) || name.startsWith('x-')) continue;
    if (slot.kind === 'example' || slot.kind === 'link') continue;
    refuseEntry(slot, value, step(trail, name), report);
    if (slot.kind === 'schema' || slot.kind === 'mediaType') map[name] = {};
    else if (slot.kind === 'response') map[name] = { description: typeof value === 'string' ? value : '' };
    else delete map[name];
  }
}

function refuseEntry(slot: Slot, value: JsonValue, trail: Trail, report: Report): void {
  const outcome =
    slot.kind === 'schema'
      ? 'any value is accepted there'
      : slot.kind === 'mediaType' || slot.kind === 'response'
        ? 'it is taken as not described'
        : 'it is ignored';
  const message = `${show(String(trail.key ?? ''))} must be ${article(slot.kind)}, an object, not ${kindOf(value)}`;
  // An empty key in YAML is null, and an empty path or media type says as much as {} does.
  report.warning('spec.shape', `${message}; ${outcome}`, trail);
}
