import { jsonLines } from '../../src/escape/data.js';
import { openText } from '../../src/escape/text.js';
import type { JsonObject, Operation, Tool } from '../../src/model/types.js';

/** One tool as a client sees it, and under `_operation` what the runtime needs to find and to describe it. */
export function toolEntry(tool: Tool, operation: Operation, more: JsonObject = {}): JsonObject {
  const { title, ...hints } = tool.annotations;
  return {
    name: tool.name,
    title: openText(tool.title),
    description: openText(tool.description),
    inputSchema: tool.inputSchema,
    annotations: { title: openText(title), ...hints },
    _operation: {
      ...(operation.operationId === undefined ? {} : { operationId: openText(operation.operationId) }),
      method: operation.method,
      path: openText(operation.path),
      tags: [operation.tag],
      ...more,
    },
  };
}

/** `tools.json`: a tool per line, in document order, so that a diff names the tools that changed. */
export const toolsFile = (entries: readonly JsonObject[]): string =>
  `{"tools": ${jsonLines(entries).trimEnd()}}\n`;
