import { jsonLines } from '../../src/escape/data.js';
import { openText } from '../../src/escape/text.js';
import type { JsonObject, Operation, Paging, SpecText, Tool } from '../../src/model/types.js';

const texts = (path: readonly SpecText[]): string[] => path.map(openText);

/** How the runtime asks for further pages; `arguments`: name of the query parameter to name of the argument. */
function pagingEntry({ kind, arguments: moves, items, next, more, first, size }: Paging): JsonObject {
  return {
    kind,
    arguments: Object.fromEntries(moves.map(({ argument, wire }) => [openText(wire), argument])),
    items: texts(items),
    ...(next === undefined ? {} : { next: texts(next) }),
    ...(more === undefined ? {} : { more: texts(more) }),
    ...(first === undefined ? {} : { first }),
    ...(size === undefined ? {} : { size }),
  };
}

/** One tool as a client sees it, and under `_operation` what the runtime needs to find and to describe it. */
export function toolEntry(tool: Tool, operation: Operation, more: JsonObject = {}): JsonObject {
  const { title, ...hints } = tool.annotations;
  return {
    name: tool.name,
    title: openText(tool.title),
    description: openText(tool.description),
    inputSchema: tool.inputSchema,
    ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema }),
    annotations: { title: openText(title), ...hints },
    _operation: {
      ...(tool.name === operation.id ? {} : { id: operation.id }),
      ...(operation.operationId === undefined ? {} : { operationId: openText(operation.operationId) }),
      method: operation.method,
      path: openText(operation.path),
      tags: [operation.tag],
      ...(tool.paging === undefined ? {} : { paging: pagingEntry(tool.paging) }),
      ...more,
    },
  };
}

/** `tools.json`: a tool per line, in document order, so that a diff names the tools that changed. */
export const toolsFile = (entries: readonly JsonObject[]): string =>
  `{"tools": ${jsonLines(entries).trimEnd()}}\n`;
