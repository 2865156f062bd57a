import type { JsonObject } from '../../model/types.js';
import { isObject, own, ownObject } from '../json.js';
import { show } from '../show.js';
import { type Document, placeIn } from './context.js';

/** `200`, `2XX`, `default`. */
const STATUS = /^(?:[1-5](?:\d\d|XX)|default)$/;

/** Gives an operation responses under valid statuses; without any, one that says nothing. */
export function mendResponses(operation: JsonObject, segments: readonly string[], document: Document): void {
  const { report } = document;
  const responses = ownObject(operation, 'responses');
  if (responses !== undefined) mendStatuses(responses, [...segments, 'responses'], document);
  if (responses !== undefined && Object.keys(responses).some((status) => STATUS.test(status))) return;
  operation['responses'] = { ...responses, default: { description: '' } };
  // Since 3.1 an operation may leave them out.
  if (responses === undefined && !/^(?:2|3\.0)/.test(document.version)) return;
  const message = 'The operation has no responses, they are missing; any answer is accepted';
  report.repair('spec.no-responses', message, placeIn(document, segments));
}

function mendStatuses(responses: JsonObject, segments: readonly string[], document: Document): void {
  for (const [status, response] of Object.entries(responses)) {
    if (STATUS.test(status) || status.startsWith('x-')) continue;
    const meant = /^[1-5]xx$/i.test(status) ? status.toUpperCase() : status.trim().toLowerCase();
    const isFree = STATUS.test(meant) && own(responses, meant) === undefined;
    const outcome = isFree ? `it is read as ${meant}` : 'it is ignored';
    const message = `The response status ${show(status)} is invalid; ${outcome}`;
    document.report.warning('spec.response-status', message, placeIn(document, [...segments, status]));
    delete responses[status];
    if (isFree) responses[meant] = response;
  }
}

/** A request body without content says nothing that can be sent. */
export function mendRequestBody(
  operation: JsonObject,
  segments: readonly string[],
  document: Document,
): void {
  const body = document.sites.follow(own(operation, 'requestBody'));
  if (!isObject(body)) {
    delete operation['requestBody'];
    return;
  }
  if (Object.keys(ownObject(body, 'content') ?? {}).length > 0) return;
  const at = placeIn(document, [...segments, 'requestBody']);
  document.report.warning(
    'spec.body-content',
    'The request body has no content, it is missing; it is ignored',
    at,
  );
  delete operation['requestBody'];
}
