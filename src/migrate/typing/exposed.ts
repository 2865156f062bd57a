import { childOf, type PyNode, walk } from '../python/tree.js';
import { above, decoratorName, decoratorsOf, isFunction, type Typing, textOf } from './module.js';

export type Exposure = 'tool' | 'other' | undefined;

/** What the whole program says about functions that the SDK looks at, or that others call. */
export interface Program {
  /** Names of functions that are passed on as values: somebody may look at their annotations. */
  readonly passed: ReadonlySet<string>;
  /** Names that are called somewhere. */
  readonly called: ReadonlySet<string>;
  /** The server takes an unannotated parameter for a text, as `mcp` does and `fastmcp` does not. */
  readonly textByDefault: boolean;
  /** Full name of the class of the program's server; undefined when there are several. */
  readonly serverClass?: string;
}

export function programOf(modules: readonly Typing[]): Program {
  const passed = new Set<string>();
  const called = new Set<string>();
  for (const typing of modules) {
    for (const node of walk(typing.root)) {
      if (node.type !== 'identifier') continue;
      const use = useOf(node, typing);
      if (use === 'value') passed.add(textOf(node, typing));
      if (use === 'call') called.add(textOf(node, typing));
    }
  }
  const textByDefault = modules.some(({ bound }) =>
    [...bound.values()].some((full) => /\.(runtime|mcp_runtime)\.mcpserver\.MCPServer$/.test(full)),
  );
  const classes = new Set(
    modules.flatMap(({ bound }) => [...bound.values()].filter((full) => SERVER_CLASS.test(full))),
  );
  const [serverClass] = classes;
  return {
    passed,
    called,
    textByDefault,
    ...(classes.size === 1 && serverClass !== undefined ? { serverClass } : {}),
  };
}

const SERVER_CLASS = /\.(runtime|mcp_runtime)\.(mcpserver\.MCPServer|fastmcp\.FastMCP)$/;

const VALUE_PLACES =
  /^(argument_list|keyword_argument|list|tuple|pair|assignment|return_statement|conditional_expression)$/;

function useOf(node: PyNode, { parents }: Typing): 'value' | 'call' | undefined {
  const parent = parents.get(node);
  if (parent === undefined) return undefined;
  if (parent.type === 'call' && node.field === 'function') return 'call';
  if (parent.type === 'keyword_argument' && node.field === 'name') return undefined;
  if (parent.type === 'assignment' && node.field === 'left') return undefined;
  return VALUE_PLACES.test(parent.type) ? 'value' : undefined;
}

/** Whether the SDK reads the signature of a function: as that of a tool, or as that of something else. */
export function exposureOf(definition: PyNode, typing: Typing, program: Program): Exposure {
  const names = decoratorsOf(definition, typing).map((one) => decoratorName(one, typing));
  if (names.includes('tool')) return 'tool';
  if (names.some((name) => name === 'resource' || name === 'prompt')) return 'other';
  return program.passed.has(textOf(childOf(definition, 'name'), typing)) && usesServer(typing)
    ? 'tool'
    : undefined;
}

const usesServer = ({ bound }: Typing): boolean =>
  [...bound.values()].some((full) => /(^|\.)(FastMCP|MCPServer)$/.test(full));

/** Functions of a module, outermost first. */
export const functionsIn = ({ root }: Typing): PyNode[] => [...walk(root)].filter(isFunction);

export const enclosingFunction = (node: PyNode, typing: Typing): PyNode | undefined =>
  above(node, /^(function_definition|module)$/, typing)?.type === 'function_definition'
    ? above(node, /^function_definition$/, typing)
    : undefined;
