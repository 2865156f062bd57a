import type { JsonObject } from '../../model/types.js';

/** A tool as a client sees it, and what tells it apart from others when its name changes. */
export interface ContractTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
  readonly annotations?: JsonObject;
  /** `GET /pets/{petId}`: the same before and after, it is the same tool under another name. */
  readonly operation?: string;
}

/**
 * `breaking`: a call that was accepted before may be refused now, or the tool is gone.
 * `extends`: every call that was accepted still is. `wording`: only texts changed.
 */
export type Weight = 'breaking' | 'extends' | 'wording';

export interface SchemaChange {
  readonly weight: Weight;
  /** Where in the input schema: `limit`, `pet.tags[]`; empty for the whole. */
  readonly at: string;
  /** One sentence without a full stop. */
  readonly what: string;
}

export interface ToolChange {
  readonly tool: string;
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed';
  /** The earlier name. */
  readonly was?: string;
  readonly weight: Weight;
  readonly changes: readonly SchemaChange[];
}

export interface ContractDiff {
  readonly tools: readonly ToolChange[];
  readonly breaking: boolean;
  /** Rough cost of all tools in a model's context: bytes of their JSON / 4. */
  readonly tokens: { readonly before: number; readonly after: number };
}
