import type { JsonObject } from '../../model/types.js';
import { objectEntries, own, ownObject } from '../json.js';
import { show } from '../show.js';
import { METHODS } from '../walk/kinds.js';
import { type Document, placeIn } from './context.js';
import { ParameterRepair } from './parameters.js';
import { mendRequestBody, mendResponses } from './responses.js';
import { mendSecurity } from './security.js';
import { mendServers } from './servers.js';

/** Mends every operation under `paths`: its parameters against the path, its responses, security and servers. */
export function mendOperations(document: Document): void {
  const ids = new OperationIds(document);
  const parameters = new ParameterRepair(document);
  const shapes = new Map<string, string>();
  for (const [path, item] of objectEntries(document.root['paths'])) {
    if (!path.startsWith('/')) continue;
    const at = ['paths', path];
    mendServers(item, at, document);
    parameters.mendList(item, path, at);
    for (const [segments, operation] of operationsOf(item, at)) {
      ids.note(operation, segments);
      noteTwin(path, segments.slice(2).join(' '), shapes, document);
      mendServers(operation, segments, document);
      mendSecurity(operation, segments, document);
      parameters.mendList(operation, path, segments);
      parameters.addMissing(operation, item, path, segments);
      mendRequestBody(operation, segments, document);
      mendResponses(operation, segments, document);
    }
  }
  ids.close();
}

function operationsOf(item: JsonObject, at: readonly string[]): [string[], JsonObject][] {
  const fixed = METHODS.flatMap((method): [string[], JsonObject][] => {
    const operation = ownObject(item, method);
    return operation === undefined ? [] : [[[...at, method], operation]];
  });
  const additional = objectEntries(own(item, 'additionalOperations')).map(
    ([method, operation]): [string[], JsonObject] => [[...at, 'additionalOperations', method], operation],
  );
  return [...fixed, ...additional];
}

/** Two paths that differ in the names of their parameters only are one path to a server. */
function noteTwin(path: string, method: string, shapes: Map<string, string>, document: Document): void {
  if (!path.includes('{')) return;
  const shape = `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`;
  const twin = shapes.get(shape);
  if (twin === undefined) {
    shapes.set(shape, path);
    return;
  }
  const message = `${method.toUpperCase()} ${show(path)} is a duplicate of ${show(twin)}: only the names of the parameters differ`;
  document.report.warning('spec.path-twin', message, placeIn(document, ['paths', path]));
}

/** Counts operations without an id, and reports ids that are used twice; the names are made unique later. */
class OperationIds {
  readonly #seen = new Map<string, readonly string[]>();
  #missing = 0;
  #firstMissing: readonly string[] = [];

  constructor(private readonly document: Document) {}

  note(operation: JsonObject, segments: readonly string[]): void {
    const id = own(operation, 'operationId');
    if (typeof id !== 'string' || id === '') {
      if (this.#missing === 0) this.#firstMissing = segments;
      this.#missing += 1;
      return;
    }
    const other = this.#seen.get(id);
    if (other === undefined) {
      this.#seen.set(id, segments);
      return;
    }
    const used = `${(other.at(-1) ?? '').toUpperCase()} ${show(other[1])}`;
    const message = `The operationId ${show(id)} is a duplicate: ${used} has it, too; the operations get names of their own`;
    this.document.report.repair(
      'spec.operation-id',
      message,
      placeIn(this.document, [...segments, 'operationId']),
    );
  }

  close(): void {
    if (this.#missing === 0) return;
    const subject = this.#missing === 1 ? 'One operation has' : `${this.#missing} operations have`;
    const message = `${subject} no operationId; method and path are used`;
    this.document.report.add(
      'info',
      'spec.no-operation-id',
      message,
      placeIn(this.document, this.#firstMissing),
    );
  }
}
