import type { PyNode } from './python/tree.js';

/** The source of a server as it was read; nothing of it was run. */
export interface SourceTree {
  /** As the user named it. */
  readonly shown: string;
  /** The Python file that was named, relative to the root; undefined when a folder was named. */
  readonly entry?: string;
  /** `/`-separated path relative to the root → bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** `import a.b as c` has one name per module; `from ..a import b as c` one per imported name. */
export interface PyImport {
  readonly node: PyNode;
  readonly kind: 'import' | 'from';
  /** Leading dots of a relative import. */
  readonly level: number;
  /** `a.b`; '' for `import` statements and `from . import x`. */
  readonly module: string;
  readonly names: readonly ImportedName[];
  /** Inside a `try`: the program runs without it. */
  readonly optional: boolean;
}
export interface ImportedName {
  /** `*` for a star import. */
  readonly name: string;
  readonly alias?: string;
  readonly node: PyNode;
}

export type ServerStyle = 'mcp' | 'fastmcp' | 'lowlevel';

/** A call that makes a server. */
export interface ServerFact {
  readonly style: ServerStyle;
  readonly call: PyNode;
  /** The name it is bound to, if it is a plain one. */
  readonly variable?: string;
  readonly topLevel: boolean;
}

/** A tool, resource or prompt as far as the text says it. */
export interface OfferFact {
  readonly kind: 'tool' | 'resource' | 'prompt';
  readonly name: string;
  readonly description: string;
  readonly line: number;
}

export interface EnvFact {
  readonly name: string;
  readonly line: number;
  /** Read without a default. */
  readonly required: boolean;
}

/** What one module says. */
export interface ModuleFacts {
  readonly path: string;
  readonly text: string;
  readonly root: PyNode;
  readonly imports: readonly PyImport[];
  readonly servers: readonly ServerFact[];
  readonly offers: readonly OfferFact[];
  readonly env: readonly EnvFact[];
  /** Names bound at the top level of the module. */
  readonly names: ReadonlySet<string>;
  /** `if __name__ == "__main__":` without an else. */
  readonly main?: PyNode;
  /** `mcp.run()` at the top level: loading the module would start the server. */
  readonly bareRun?: PyNode;
}
