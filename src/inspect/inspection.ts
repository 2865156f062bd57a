import { fixOf } from '../diagnostics/catalogue.js';
import { placeText } from '../diagnostics/report.js';
import type { Diagnostic, Place } from '../diagnostics/types.js';
import { isObject } from '../model/json.js';
import { toolTokens } from '../model/tokens.js';
import type { JsonObject, JsonSchema, JsonValue, Operation, ServiceModel, Tool } from '../model/types.js';
import type { SpecDocument } from '../stages.js';
import type { InspectedFinding, InspectedTag, InspectedTool, Inspection } from './types.js';

const MAX_EXCERPT = 200;

/** Source text of a file by the name that places use. */
export type SourceOf = (file: string) => string | undefined;

/** Everything that can be told about a document and the tools that are made of it. */
export function inspectionOf(
  model: ServiceModel,
  document: SpecDocument,
  found: readonly Diagnostic[],
  sourceOf: SourceOf,
): Inspection {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const definitions = new Definitions();
  const places = found.map((diagnostic) => diagnostic.place);
  const lines = new Lines(sourceOf);
  return {
    service: {
      title: model.service.title.spec,
      version: model.service.version.spec,
      slug: model.service.slug,
    },
    document: { name: document.name, version: document.version, files: document.files.length },
    operations: model.operations.length,
    mode: model.toolMode,
    tokens: model.tools.reduce((sum, tool) => sum + tool.tokens, 0),
    tags: tagsOf(model),
    tools: model.tools.flatMap((tool) => {
      const operation = operations.get(tool.operation);
      if (operation === undefined) return [];
      const own = insideOf(operation, document, places);
      return [inspectedTool(tool, operation, own, found, definitions)];
    }),
    findings: found.map((diagnostic) => finding(diagnostic, lines)),
    definitions: definitions.list,
  };
}

function tagsOf(model: ServiceModel): InspectedTag[] {
  const names = new Map(model.tags.map(({ id, name }) => [id, name.spec]));
  return toolTokens(model).tags.map(({ tag, ...sums }) => ({
    id: tag,
    name: names.get(tag) ?? tag,
    ...sums,
  }));
}

/** Places of findings below the operation, in the file in which it stands. */
function insideOf(
  operation: Operation,
  document: SpecDocument,
  places: readonly (Place | undefined)[],
): number[] {
  const at = document.positionOf(operation.pointer);
  const { pointer = '' } = at;
  return places.flatMap((place, index) => {
    if (place?.pointer === undefined || place.file !== at.file) return [];
    return place.pointer === pointer || place.pointer.startsWith(`${pointer}/`) ? [index] : [];
  });
}

function inspectedTool(
  tool: Tool,
  operation: Operation,
  own: readonly number[],
  found: readonly Diagnostic[],
  definitions: Definitions,
): InspectedTool {
  return {
    name: tool.name,
    operation: tool.operation,
    method: operation.method,
    path: operation.path.spec,
    tag: operation.tag,
    title: tool.title.spec,
    description: tool.description.spec,
    tokens: tool.tokens,
    readOnly: tool.annotations.readOnlyHint,
    deprecated: operation.deprecated,
    pinned: tool.pinned,
    cut: tool.cut,
    fixed: tool.fixed.map(({ argument, value }) => ({ name: argument.name, value })),
    inputSchema: definitions.shared(tool.inputSchema),
    ...(tool.outputSchema === undefined ? {} : { outputSchema: definitions.shared(tool.outputSchema) }),
    suspicious: own.some((index) => found[index]?.code.startsWith('text.') === true),
    findings: own.map((index) => ({ index, severity: found[index]?.severity ?? 'info' })),
  };
}

function finding(diagnostic: Diagnostic, lines: Lines): InspectedFinding {
  const { code, severity, message, place } = diagnostic;
  const excerpt = lines.at(place);
  return {
    code,
    severity,
    message,
    fix: fixOf(diagnostic),
    ...(place === undefined ? {} : { place: placeText(place) }),
    ...(excerpt === '' ? {} : { excerpt }),
  };
}

/** Lines of the documents, cut around the column. */
class Lines {
  readonly #lines = new Map<string, readonly string[]>();

  constructor(private readonly sourceOf: SourceOf) {}

  at(place: Place | undefined): string {
    if (place?.line === undefined) return '';
    const lines = this.#lines.get(place.file) ?? (this.sourceOf(place.file) ?? '').split(/\r\n|\n|\r/);
    this.#lines.set(place.file, lines);
    const line = lines[place.line - 1] ?? '';
    const from = Math.max(0, (place.column ?? 1) - MAX_EXCERPT / 2);
    return line.length > MAX_EXCERPT ? line.slice(from, from + MAX_EXCERPT) : line.trim();
  }
}

/** A thousand tools refer to the same definitions: each is kept once. */
class Definitions {
  readonly list: JsonValue[] = [];
  readonly #indexOf = new Map<JsonValue, number>();

  shared(schema: JsonSchema): JsonSchema {
    const { $defs } = schema;
    if (!isObject($defs)) return schema;
    const places: JsonObject = {};
    for (const [name, value] of Object.entries($defs)) places[name] = this.#place(value);
    return { ...schema, $defs: places };
  }

  #place(value: JsonValue): number {
    const known = this.#indexOf.get(value);
    if (known !== undefined) return known;
    this.#indexOf.set(value, this.list.length);
    return this.list.push(value) - 1;
  }
}
