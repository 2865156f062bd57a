import type { Edit } from '../python/edits.js';
import type { PyNode } from '../python/tree.js';
import type { Typing } from '../typing/module.js';
import type { Library } from './libraries.js';

/** A place that keeps the library, with the reason. */
export class Kept extends Error {
  constructor(
    readonly why: string,
    readonly typing: Typing,
    readonly node: PyNode,
  ) {
    super(why);
  }
}

/** Moving a program from one library to `api_client.py`: all of it, or nothing. */
export interface Work {
  readonly library: Library;
  readonly modules: readonly Typing[];
  /** Name of the package: `mcp_weather`. */
  readonly package: string;
  readonly edits: Map<Typing, Edit[]>;
  /** The module among them that is a test of the source, and the only one to change. */
  readonly tests?: Typing;
  /** Functions that are async now. */
  readonly awaited: Map<PyNode, string>;
  /** Calls that are awaited now: several definitions may lead to one. */
  readonly calls: Set<PyNode>;
  /** Decorators of the program whose wrappers are async now, and the functions in them that give those back. */
  readonly decorators: Set<PyNode>;
  /** Functions that are given async functions → the parameters that take them. */
  readonly takers: Map<PyNode, Set<string>>;
}

export function addEdit(typing: Typing, edit: Edit, { edits }: Work): void {
  const known = edits.get(typing) ?? [];
  known.push(edit);
  edits.set(typing, known);
}
