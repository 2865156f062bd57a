import type { JsonObject } from '../../model/types.js';
import { own, ownObject, scalarText } from '../json.js';
import { show } from '../show.js';
import { liftSchema } from '../upgrade/parameters.js';
import { type Document, placeIn } from './context.js';

const PLACES = ['path', 'query', 'header', 'cookie', 'querystring'];
const STYLES = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'tabDelimited',
  'deepObject',
  'cookie',
];

/**
 * Makes a parameter complete: name, place, `required` where it stands in the path, a schema. False when it cannot be used;
 * the report says so.
 */
export function mendParameter(
  parameter: JsonObject,
  segments: readonly string[],
  pathNames: ReadonlySet<string>,
  document: Document,
): boolean {
  const { report } = document;
  const at = placeIn(document, segments);
  const name = own(parameter, 'name');
  if (typeof name === 'number' || typeof name === 'boolean') parameter['name'] = String(name);
  else if (typeof name !== 'string' || name === '') {
    report.warning('spec.parameter-name', 'A parameter without a name is ignored', at);
    return false;
  }
  if (!mendPlace(parameter, String(name), pathNames, document, segments)) return false;
  mendRequired(parameter, String(name), document, segments);
  mendSchemaOf(parameter, String(name), document, segments);
  const style = own(parameter, 'style');
  if (style !== undefined && !STYLES.includes(scalarText(style))) {
    delete parameter['style'];
    const message = `The parameter ${show(name)} has the unknown style ${show(style)}; it is ignored`;
    report.warning('spec.parameter-style', message, placeIn(document, [...segments, 'style']));
  }
  return true;
}

function mendPlace(
  parameter: JsonObject,
  name: string,
  pathNames: ReadonlySet<string>,
  document: Document,
  segments: readonly string[],
): boolean {
  const written = own(parameter, 'in');
  if (typeof written === 'string' && PLACES.includes(written)) return true;
  const lower = typeof written === 'string' ? written.trim().toLowerCase() : '';
  const guessed = PLACES.includes(lower)
    ? lower
    : pathNames.has(name)
      ? 'path'
      : written === undefined
        ? 'query'
        : undefined;
  const problem =
    written === undefined
      ? `The parameter ${show(name)} does not say where it goes: in is missing`
      : `The parameter ${show(name)} has the unknown place ${show(written)}`;
  const outcome = guessed === undefined ? 'it is ignored' : `it is taken as a ${guessed} parameter`;
  document.report.warning('spec.parameter-in', `${problem}; ${outcome}`, placeIn(document, segments));
  if (guessed === undefined) return false;
  parameter['in'] = guessed;
  return true;
}

function mendRequired(
  parameter: JsonObject,
  name: string,
  document: Document,
  segments: readonly string[],
): void {
  const written = own(parameter, 'required');
  if (parameter['in'] === 'path') {
    if (written === true) return;
    parameter['required'] = true;
    const message = `The path parameter ${show(name)} is not marked as required, which is invalid; it is taken as required`;
    document.report.repair('spec.path-parameter-optional', message, placeIn(document, segments));
    return;
  }
  if (written === undefined || typeof written === 'boolean') return;
  parameter['required'] = written === 'true';
  const message = `required of the parameter ${show(name)} must be true or false; it is read as ${written === 'true'}`;
  document.report.repair('spec.parameter-required', message, placeIn(document, segments));
}

function mendSchemaOf(
  parameter: JsonObject,
  name: string,
  document: Document,
  segments: readonly string[],
): void {
  if (own(parameter, 'schema') !== undefined) return;
  const content = ownObject(parameter, 'content');
  if (content !== undefined && Object.keys(content).length > 0) return;
  delete parameter['content'];
  liftSchema(parameter);
  const isEmpty = Object.keys(ownObject(parameter, 'schema') ?? {}).length === 0;
  const problem = isEmpty
    ? 'has no schema, it is missing; any value is accepted'
    : 'is described beside its schema, as in 2.0';
  document.report.repair(
    'spec.parameter-schema',
    `The parameter ${show(name)} ${problem}`,
    placeIn(document, segments),
  );
}
