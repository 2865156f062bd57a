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

/** Moving calls of a program to `api_client.py`: what awaits them, and what else changes for it. */
export interface Moving {
  readonly modules: readonly Typing[];
  /** Name of the package: `mcp_weather`. */
  readonly package: string;
  readonly edits: Map<Typing, Edit[]>;
  /** The module among them that is a test of the source, and the only one to change. */
  readonly tests?: Typing;
  /** Functions that are async now. */
  readonly awaited: Map<PyNode, string>;
  /** Calls that are awaited now, and lambdas that stand in place now: several definitions may lead to one. */
  readonly calls: Set<PyNode>;
  /** Decorators of the program whose wrappers are async now, and the functions in them that give those back. */
  readonly decorators: Set<PyNode>;
  /** Functions that are given async functions → the parameters that take them. */
  readonly takers: Map<PyNode, Set<string>>;
}

/** Moving a program from one HTTP library: all of it, or nothing. */
export interface Work extends Moving {
  readonly library: Library;
  /** The module of the package that stands for the library: `api_client`. */
  readonly client: string;
}

/** A move of which nothing is done yet. */
export const movingIn = (modules: readonly Typing[], name: string): Moving => ({
  modules,
  package: name,
  edits: new Map(),
  awaited: new Map(),
  calls: new Set(),
  decorators: new Set(),
  takers: new Map(),
});

/** What came of it, or the place and the reason why nothing. */
export function attempt<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Kept)) throw error;
    return `${error.typing.path}:${error.node.line} ${error.why}`;
  }
}

export function addEdit(typing: Typing, edit: Edit, { edits }: Moving): void {
  const known = edits.get(typing) ?? [];
  known.push(edit);
  edits.set(typing, known);
}
