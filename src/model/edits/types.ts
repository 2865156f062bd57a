import type { Place } from '../../diagnostics/types.js';
import type { JsonValue } from '../types.js';

export interface Hints {
  readonly readOnly?: boolean;
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  readonly openWorld?: boolean;
}

/** What somebody decided about one tool, in `tools.yaml` or by an extension of the document. */
export interface ToolEdit {
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  readonly hints?: Hints;
  /** No tool is made of the operation. */
  readonly off?: boolean;
  readonly pinned?: boolean;
  readonly scopes?: readonly string[];
  /** Argument or wire name → the value that is always sent; null: the argument is never sent. */
  readonly hidden?: ReadonlyMap<string, JsonValue>;
  /** Where a member of the decision stands: a place in the file, or a pointer into the document. */
  readonly at: (...keys: readonly string[]) => Place | string;
}
