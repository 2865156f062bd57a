/** What a regeneration changes for those who call the tools. */
import type { JsonObject } from '../../model/types.js';
import { schemaChanges, stable } from './schema.js';
import type { ContractDiff, ContractTool, SchemaChange, ToolChange, Weight } from './types.js';

export type { ContractDiff, ContractTool, ToolChange, Weight } from './types.js';

/** Reads the `tools.json` of a project; an empty list for anything else. */
export function readTools(text: string): ContractTool[] {
  const parsed = JSON.parse(text) as { tools?: readonly (ContractTool & { _operation?: JsonObject })[] };
  return (parsed.tools ?? []).map(({ _operation, ...tool }) => ({
    ...tool,
    ...(_operation === undefined ? {} : { operation: `${_operation['method']} ${_operation['path']}` }),
  }));
}

/** Compares two lists of tools. A tool whose operation stays and whose name does not is renamed. */
export function compareContracts(
  before: readonly ContractTool[],
  after: readonly ContractTool[],
): ContractDiff {
  const was = new Map(before.map((tool) => [tool.name, tool]));
  const is = new Map(after.map((tool) => [tool.name, tool]));
  const gone = before.filter((tool) => !is.has(tool.name));
  const renamed = new Map(
    after
      .filter((tool) => !was.has(tool.name) && tool.operation !== undefined)
      .flatMap((tool) => {
        const old = gone.find((one) => one.operation === tool.operation);
        return old === undefined ? [] : [[tool.name, old] as const];
      }),
  );
  const lost = new Set([...renamed.values()].map((tool) => tool.name));
  const tools: ToolChange[] = [
    ...gone.filter((tool) => !lost.has(tool.name)).map((tool) => plain(tool.name, 'removed', 'breaking')),
    ...after.flatMap((tool) => {
      const old = renamed.get(tool.name) ?? was.get(tool.name);
      return old === undefined ? [plain(tool.name, 'added', 'extends')] : compareTool(old, tool);
    }),
  ];
  return {
    tools,
    breaking: tools.some((tool) => tool.weight === 'breaking'),
    tokens: { before: tokensOf(before), after: tokensOf(after) },
  };
}

const plain = (tool: string, kind: 'added' | 'removed', weight: Weight): ToolChange => ({
  tool,
  kind,
  weight,
  changes: [],
});

function compareTool(before: ContractTool, after: ContractTool): ToolChange[] {
  const worded = (key: 'description' | 'annotations'): SchemaChange[] =>
    stable(before[key] ?? null) === stable(after[key] ?? null)
      ? []
      : [{ weight: 'wording', at: '', what: `${key} of the tool changed` }];
  const changes = [
    ...schemaChanges(before.inputSchema, after.inputSchema),
    ...worded('description'),
    ...worded('annotations'),
  ];
  if (before.name !== after.name) {
    return [{ tool: after.name, kind: 'renamed', was: before.name, weight: 'breaking', changes }];
  }
  return changes.length === 0
    ? []
    : [{ tool: after.name, kind: 'changed', weight: heaviest(changes), changes }];
}

function heaviest(changes: readonly SchemaChange[]): Weight {
  const has = (weight: Weight): boolean => changes.some((one) => one.weight === weight);
  if (has('breaking')) return 'breaking';
  return has('extends') ? 'extends' : 'wording';
}

function tokensOf(tools: readonly ContractTool[]): number {
  const seen = tools.map(({ operation: _, ...tool }) => Buffer.byteLength(JSON.stringify(tool)));
  return Math.round(seen.reduce((sum, bytes) => sum + bytes, 0) / 4);
}
