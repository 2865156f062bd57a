import type { Parser, TreeCursor } from 'web-tree-sitter';
import { wasmFile } from '../../format/bundled.js';

/** A node of Python's concrete syntax, copied out of the parser's memory. Positions are UTF-16 indices into the text. */
export interface PyNode {
  readonly type: string;
  /** The role in its parent: `name`, `module_name`, `function`; '' when it has none. */
  readonly field: string;
  readonly named: boolean;
  readonly missing: boolean;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly children: readonly PyNode[];
}

let loading: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  const { Parser: Loaded, Language } = await import('web-tree-sitter');
  const options = { wasmBinary: wasmFile('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm') };
  await Loaded.init(options);
  const grammar = wasmFile('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm');
  const parser = new Loaded();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}

/** What stands in a tree for everything that is nested deeper than any program is: Python itself gives up there, too. */
export const TOO_DEEP = 'too_deep';
const DEPTH = 900;

/** Parses Python 3; a text with errors has nodes of the type `ERROR`, or missing ones. The parser is loaded once. */
export async function parsePython(text: string): Promise<PyNode> {
  loading ??= load();
  const tree = (await loading).parse(text);
  if (tree === null) throw new Error('the parser gave up');
  const cursor = tree.walk();
  try {
    return copy(cursor, 0);
  } finally {
    cursor.delete();
    tree.delete();
  }
}

function copy(cursor: TreeCursor, depth: number): PyNode {
  const type = depth > DEPTH ? TOO_DEEP : cursor.nodeType;
  const { nodeIsNamed: named, nodeIsMissing: missing } = cursor;
  const { startIndex: start, endIndex: end, startPosition } = cursor;
  const field = cursor.currentFieldName ?? '';
  const children: PyNode[] = [];
  if (type !== TOO_DEEP && cursor.gotoFirstChild()) {
    do children.push(copy(cursor, depth + 1));
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  const { row, column } = startPosition;
  return { type, field, named, missing, start, end, line: row + 1, column: column + 1, children };
}

/** A node and everything below it, in the order of the text. */
export function* walk(node: PyNode): Generator<PyNode> {
  const ahead = [node];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    yield next;
    for (let at = next.children.length - 1; at >= 0; at--) {
      const child = next.children[at];
      if (child !== undefined) ahead.push(child);
    }
  }
}

export const childOf = (node: PyNode, field: string): PyNode | undefined =>
  node.children.find((child) => child.field === field);

export const childrenOf = (node: PyNode, field: string): PyNode[] =>
  node.children.filter((child) => child.field === field);
