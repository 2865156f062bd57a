import type { ServiceModel } from './types.js';

export interface ToolTokens {
  readonly total: number;
  /** In the order of the model's tags; tags without a chosen tool are left out. */
  readonly tags: readonly { readonly tag: string; readonly tools: number; readonly tokens: number }[];
}

/** What the tools cost in a model's context, in total and per tag. */
export function toolTokens(model: ServiceModel): ToolTokens {
  const tagOf = new Map(model.operations.map((operation) => [operation.id, operation.tag]));
  const sums = new Map<string, { tools: number; tokens: number }>();
  for (const { operation, tokens } of model.tools) {
    const tag = tagOf.get(operation) ?? '';
    const before = sums.get(tag) ?? { tools: 0, tokens: 0 };
    sums.set(tag, { tools: before.tools + 1, tokens: before.tokens + tokens });
  }
  return {
    total: model.tools.reduce((sum, tool) => sum + tool.tokens, 0),
    tags: model.tags.flatMap(({ id }) => {
      const sum = sums.get(id);
      return sum === undefined ? [] : [{ tag: id, ...sum }];
    }),
  };
}
