import type { Severity } from '../diagnostics/types.js';
import type { JsonSchema, JsonValue } from '../model/types.js';

/** What a document becomes, for people and programs to look at. Its texts are the document's: show them as text only. */
export interface Inspection {
  readonly service: { readonly title: string; readonly version: string; readonly slug: string };
  readonly document: { readonly name: string; readonly version: string; readonly files: number };
  readonly operations: number;
  readonly mode: 'static' | 'dynamic';
  readonly tokens: number;
  readonly tags: readonly InspectedTag[];
  readonly tools: readonly InspectedTool[];
  readonly findings: readonly InspectedFinding[];
  /** Definitions of schemas, each once; `$defs` of a tool's schemas have places in this list in their stead. */
  readonly definitions: readonly JsonValue[];
}

export interface InspectedTag {
  readonly id: string;
  readonly name: string;
  readonly tools: number;
  readonly tokens: number;
}

export interface InspectedTool {
  readonly name: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly title: string;
  readonly description: string;
  readonly tokens: number;
  readonly readOnly: boolean;
  readonly deprecated: boolean;
  readonly pinned: boolean;
  /** What was left out to keep the tool small. */
  readonly cut: readonly string[];
  readonly fixed: readonly { readonly name: string; readonly value: JsonValue }[];
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  /** A text of it looks like an instruction to a model, or hides something. */
  readonly suspicious: boolean;
  /** Findings inside its operation. */
  readonly findings: readonly { readonly index: number; readonly severity: Severity }[];
}

export interface InspectedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  /** `api.yaml:212:9`. */
  readonly place?: string;
  /** The line of the document. */
  readonly excerpt?: string;
}
