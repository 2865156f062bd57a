import { toolEntry, toolsFile } from '../../shared/tool-entry.js';
import type { Context } from './context.js';

/** `tools.json`, with the module that each tool's function is in. */
export function toolsJson(context: Context): string {
  const partOf = new Map(
    context.layout.parts.flatMap((part) => part.operations.map(({ id }) => [id, part] as const)),
  );
  const entries = context.model.tools.flatMap((tool) => {
    const part = partOf.get(tool.operation);
    const operation = context.operationOf.get(tool.operation);
    if (part === undefined || operation === undefined) return [];
    return [toolEntry(tool, operation, part.module === '' ? {} : { module: part.module })];
  });
  return toolsFile(entries);
}
