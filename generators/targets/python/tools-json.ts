import { jsonLines } from '../../../src/escape/data.js';
import { openText } from '../../../src/escape/text.js';
import type { JsonObject, Tool } from '../../../src/model/types.js';
import type { Context } from './context.js';
import type { Part } from './layout.js';

/** One tool as a client sees it, and under `_operation` what the runtime needs to find and to describe it. */
function toolEntry(tool: Tool, context: Context, part: Part): JsonObject {
  const operation = context.operationOf.get(tool.operation);
  const { title, ...hints } = tool.annotations;
  return {
    name: tool.name,
    title: openText(tool.title),
    description: openText(tool.description),
    inputSchema: tool.inputSchema,
    annotations: { title: openText(title), ...hints },
    _operation: {
      ...(operation?.operationId === undefined ? {} : { operationId: openText(operation.operationId) }),
      method: operation?.method ?? '',
      path: openText(operation?.path ?? ''),
      tags: operation === undefined ? [] : [operation.tag],
      ...(part.module === '' ? {} : { module: part.module }),
    },
  };
}

/** `tools.json`: a tool per line, in document order, so that a diff names the tools that changed. */
export function toolsJson(context: Context): string {
  const partOf = new Map(
    context.layout.parts.flatMap((part) => part.operations.map(({ id }) => [id, part] as const)),
  );
  const entries = context.model.tools.flatMap((tool) => {
    const part = partOf.get(tool.operation);
    return part === undefined ? [] : [toolEntry(tool, context, part)];
  });
  return `{"tools": ${jsonLines(entries).trimEnd()}}\n`;
}
