import type { JsonValue, Operation, ServiceModel, Tool } from '../../model/types.js';

/** A call that can be made: the operation's tool with a sample for each argument that has one. */
export interface PlannedCall {
  readonly tool: Tool;
  readonly operation: Operation;
  readonly args: Readonly<Record<string, JsonValue>>;
}

/**
 * Up to `limit` calls, spread over tags and methods: one of each pair in turn, in document order. Tools with a required argument
 * for which no sample could be made are left out.
 */
export function chooseCalls(model: ServiceModel, limit: number): PlannedCall[] {
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const groups = new Map<string, PlannedCall[]>();
  for (const tool of model.tools) {
    const operation = operations.get(tool.operation);
    if (operation === undefined || !isCallable(tool)) continue;
    const key = `${operation.tag} ${operation.method}`;
    const group = groups.get(key) ?? [];
    groups.set(key, [...group, { tool, operation, args: sampleArguments(tool) }]);
  }
  const chosen: PlannedCall[] = [];
  const queues = [...groups.values()];
  for (let round = 0; chosen.length < limit && queues.some((queue) => round < queue.length); round++) {
    chosen.push(...queues.flatMap((queue) => queue[round] ?? []));
  }
  return chosen.slice(0, limit);
}

const isCallable = (tool: Tool): boolean =>
  tool.arguments.every(({ required, sample }) => !required || sample !== undefined);

function sampleArguments(tool: Tool): Record<string, JsonValue> {
  const pairs = tool.arguments.flatMap(({ name, sample }) =>
    sample === undefined ? [] : [[name, sample] as const],
  );
  return Object.fromEntries(pairs);
}
