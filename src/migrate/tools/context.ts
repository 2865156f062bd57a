/** The request that a tool answers: the SDK gives it to functions that ask for it, and lists them as it did. */
import { referencesTo } from '../client/scopes.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { classOf, decoratorsOf, isFunction, type Typing, textOf } from '../typing/module.js';
import { parametersOf, type ToolFunction, type ToolStyle } from './find.js';

interface ContextType {
  readonly name: string;
  readonly module: string;
  readonly written: string;
}

export const CONTEXT_TYPES: Readonly<Record<ToolStyle, ContextType>> = {
  mcp: { name: 'Context', module: 'mcp.server.mcpserver', written: 'Context[Any, Any]' },
  fastmcp: { name: 'Context', module: 'fastmcp', written: 'Context' },
  lowlevel: {
    name: 'ServerRequestContext',
    module: 'mcp.server',
    written: 'ServerRequestContext[Any, Any]',
  },
};

/** What is done to a tool, or why nothing is. */
export type Asked = { readonly edits: readonly Edit[] } | { readonly why: string };

export interface Callers {
  readonly modules: readonly Typing[];
  /** Texts of the program's own tests. */
  readonly tests: readonly string[];
}

/** A parameter `ctx`. It stands first, and where other code calls the function, last and may be left out. */
export function contextEdits(tool: ToolFunction, callers: Callers): Asked {
  const { typing, definition, style } = tool;
  const type = CONTEXT_TYPES[style];
  const own = parametersOf(definition);
  if (own.some((one) => new RegExp(`\\b${type.name}\\b`).test(textOf(one, typing)))) return { edits: [] };
  const reason = obstacle(tool, own, callers.modules);
  if (reason !== undefined) return { why: reason };
  const parameters = childOf(definition, 'parameters');
  if (parameters === undefined) return { why: 'it has no parameters' };
  if (style !== 'lowlevel' && !isCalled(tool, callers)) {
    const text = `ctx: ${type.written}${own.length === 0 ? '' : ', '}`;
    const at = own[0]?.start ?? parameters.end - 1;
    return { edits: [{ start: at, end: at, text }] };
  }
  const optional = isCalled(tool, callers) ? ' | None = None' : '';
  const last = own.at(-1);
  const at = last?.end ?? parameters.end - 1;
  const text = `${last === undefined ? '' : ', '}ctx: ${type.written}${optional}`;
  return { edits: [{ start: at, end: at, text }] };
}

function obstacle(
  tool: ToolFunction,
  own: readonly PyNode[],
  modules: readonly Typing[],
): string | undefined {
  const { typing, definition, style } = tool;
  const { name, module } = CONTEXT_TYPES[style];
  const bound = typing.bound.get(name);
  if (bound !== undefined && bound !== `${module}.${name}` && bound !== `mcp.server.${name}`)
    return `${name} means something else there`;
  if (bound === undefined && new RegExp(`^(class ${name}\\b|${name}\\s*=)`, 'm').test(typing.text))
    return `${name} means something else there`;
  if (own.some((one) => /^\**ctx\b/.test(textOf(one, typing)))) return 'it has a ctx of its own';
  if (own.some(({ type }) => /splat/.test(type))) return 'it takes any arguments';
  if (childrenOfSeparators(definition)) return 'its parameters have kinds';
  if (classOf(definition, typing) !== undefined) return 'it is a method';
  const others = decoratorsOf(definition, typing).filter((one) => one !== tool.decorator);
  const between = others.find((one) => !passesOn(one, typing, modules));
  return between === undefined ? undefined : `@${textOf(between, typing)} may look at its arguments`;
}

const childrenOfSeparators = (definition: PyNode): boolean =>
  (childOf(definition, 'parameters')?.children ?? []).some(({ type }) => /_separator$/.test(type));

/** Other code, or a test, names the function. */
function isCalled({ typing, definition, name }: ToolFunction, { modules, tests }: Callers): boolean {
  if (tests.some((text) => new RegExp(`\\b${name}\\b`).test(text))) return true;
  return referencesTo(definition, typing, { modules }).length > 0;
}

/** A decorator of the program itself whose functions hand on what they are given: `(*args, **kwargs)`, and nothing else of it. */
function passesOn(expression: PyNode, typing: Typing, modules: readonly Typing[]): boolean {
  const callee = expression.type === 'call' ? childOf(expression, 'function') : expression;
  if (callee?.type !== 'identifier') return false;
  const name = textOf(callee, typing);
  const found = modules.flatMap((one) =>
    [...walk(one.root)]
      .filter((node) => isFunction(node) && textOf(childOf(node, 'name'), one) === name)
      .map((node) => ({ node, one })),
  );
  const [only] = found;
  if (found.length !== 1 || only === undefined) return false;
  const inner = [...walk(only.node)].filter((node) => isFunction(node) && node !== only.node);
  const wrapper = inner.at(-1);
  if (wrapper === undefined || !/@(functools\.)?wraps\(/.test(textOf(only.node, only.one))) return false;
  const names = parametersOf(wrapper).map((one) => /^\*+\s*(\w+)/.exec(textOf(one, only.one))?.[1]);
  if (names.length !== 2 || names.includes(undefined)) return false;
  return [...walk(childOf(wrapper, 'body') ?? wrapper)]
    .filter((node) => node.type === 'identifier' && names.includes(textOf(node, only.one)))
    .every((node) => /_splat$/.test(only.one.parents.get(node)?.type ?? ''));
}
