import { childOf, type PyNode, walk } from '../python/tree.js';
import { decoratorName, decoratorsOf, isFunction, type Typing, textOf } from '../typing/module.js';

export type ToolStyle = 'mcp' | 'fastmcp' | 'lowlevel';

/** A function that answers calls: one tool, or the handler of all tools. */
export interface ToolFunction {
  readonly typing: Typing;
  readonly definition: PyNode;
  readonly name: string;
  readonly style: ToolStyle;
  /** The expression behind the `@` that registers it. */
  readonly decorator: PyNode;
}

const RUNTIME = /\.(?:runtime|mcp_runtime)\.(mcpserver\.MCPServer|fastmcp\.FastMCP|lowlevel\.Server)$/;
const STYLES: Readonly<Record<string, ToolStyle>> = {
  'mcpserver.MCPServer': 'mcp',
  'fastmcp.FastMCP': 'fastmcp',
  'lowlevel.Server': 'lowlevel',
};
const REGISTERS: Readonly<Record<ToolStyle, string>> = {
  mcp: 'tool',
  fastmcp: 'tool',
  lowlevel: 'call_tool',
};

/** The style of a program's servers; undefined when they are of several. */
export function styleOf(modules: readonly Typing[]): ToolStyle | undefined {
  const found = new Set(
    modules.flatMap(({ bound }) =>
      [...bound.values()].flatMap((full) => STYLES[RUNTIME.exec(full)?.[1] ?? ''] ?? []),
    ),
  );
  const [style] = found;
  return found.size === 1 ? style : undefined;
}

/** Functions that are registered by a decorator. */
export function toolFunctions(modules: readonly Typing[], style: ToolStyle): ToolFunction[] {
  return modules.flatMap((typing) =>
    [...walk(typing.root)].filter(isFunction).flatMap((definition) => {
      const decorator = decoratorsOf(definition, typing).find(
        (one) =>
          decoratorName(one, typing) === REGISTERS[style] && /^[\w.]+\.\w+\b/.test(textOf(one, typing)),
      );
      const name = textOf(childOf(definition, 'name'), typing);
      return decorator === undefined ? [] : [{ typing, definition, name, style, decorator }];
    }),
  );
}

/** The string that a function's docstring is written as. */
export function docstringNode(definition: PyNode): PyNode | undefined {
  const body = childOf(definition, 'body')?.children.find(({ named, type }) => named && type !== 'comment');
  const first = body?.type === 'expression_statement' ? body.children[0] : undefined;
  return first?.type === 'string' && body?.children.length === 1 ? first : undefined;
}

/** Parameters, without `*` and `/`. */
export const parametersOf = (definition: PyNode): PyNode[] =>
  (childOf(definition, 'parameters')?.children ?? []).filter(
    ({ named, type }) => named && !/^(comment|keyword_separator|positional_separator)$/.test(type),
  );
