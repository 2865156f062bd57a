import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { type Exposure, exposureOf, functionsIn, type Program } from './exposed.js';
import { returnType, typeOf } from './infer.js';
import { classOf, decoratorName, decoratorsOf, type Typing, textOf } from './module.js';

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text });

/** Annotations for parameters and results that have none. What the SDK reads means the same as before. */
export function signatureEdits(typing: Typing, program: Program): Edit[] {
  return functionsIn(typing).flatMap((definition) => {
    const exposure = exposureOf(definition, typing, program);
    return [
      ...parameterEdits(definition, exposure, typing, program),
      ...resultEdits(definition, exposure, typing),
    ];
  });
}

const HANDLED: Readonly<Record<string, readonly string[]>> = {
  call_tool: ['str', 'dict[str, Any]'],
  get_prompt: ['str', 'dict[str, str] | None'],
};

function parameterEdits(definition: PyNode, exposure: Exposure, typing: Typing, program: Program): Edit[] {
  const own = (childOf(definition, 'parameters')?.children ?? []).filter(
    ({ named, type }) => named && type !== 'comment',
  );
  const decorators = decoratorsOf(definition, typing).map((one) => decoratorName(one, typing));
  const bare = classOf(definition, typing) !== undefined && !decorators.includes('staticmethod');
  const handled = HANDLED[decorators.find((name) => HANDLED[name] !== undefined) ?? ''];
  return own.flatMap((parameter, index) => {
    if (index === 0 && bare && parameter.type === 'identifier') return [];
    const wanted = handled?.[index] ?? serverType(parameter, definition, typing, program);
    if (exposure !== undefined) return exposedEdits(parameter, exposure, typing, program);
    return plainEdits(parameter, wanted, typing);
  });
}

/** `def register(mcp)` with `@mcp.tool()` inside takes the program's server. */
function serverType(
  parameter: PyNode,
  definition: PyNode,
  typing: Typing,
  { serverClass }: Program,
): string | undefined {
  if (serverClass === undefined || parameter.type !== 'identifier') return undefined;
  const name = textOf(parameter, typing);
  const uses = [...walk(definition)].some(
    ({ type, children }) =>
      type === 'decorator' &&
      children.some((one) => new RegExp(`^${name}\\.(tool|resource|prompt)\\b`).test(textOf(one, typing))),
  );
  return uses ? serverClass.split('.').at(-1) : undefined;
}

function plainEdits(parameter: PyNode, wanted: string | undefined, typing: Typing): Edit[] {
  switch (parameter.type) {
    case 'identifier':
      return [insert(parameter.end, `: ${wanted ?? 'Any'}`)];
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return [insert(parameter.end, ': Any')];
    case 'default_parameter':
      return defaulted(parameter, typing);
    case 'typed_parameter':
      return wanted === undefined ? [] : withoutNone(parameter, wanted, typing);
    case 'typed_default_parameter':
      return optional(parameter, typing);
    default:
      return [];
  }
}

/** The SDK always passes a dict of arguments to a handler of tool calls. */
function withoutNone(parameter: PyNode, wanted: string, typing: Typing): Edit[] {
  const type = childOf(parameter, 'type');
  if (type === undefined || wanted.endsWith('None') || !allowsNone(type, typing)) return [];
  return [{ start: type.start, end: type.end, text: wanted }];
}

function defaulted(parameter: PyNode, typing: Typing): Edit[] {
  const name = childOf(parameter, 'name');
  const value = childOf(parameter, 'value');
  if (name === undefined || value === undefined) return [];
  const type = typeOf(value, typing);
  return [insert(name.end, `: ${/^(str|bool)$/.test(type) ? type : 'Any'}`)];
}

const isNone = (node: PyNode | undefined): boolean => node?.type === 'none';

const allowsNone = (type: PyNode, typing: Typing): boolean =>
  /\bNone\b|\bOptional\b|\bAny\b|\bobject\b|\bany\b/.test(textOf(type, typing));

/** `x: str = None` says `str | None`. */
function optional(parameter: PyNode, typing: Typing): Edit[] {
  const type = childOf(parameter, 'type');
  if (type === undefined || !isNone(childOf(parameter, 'value')) || allowsNone(type, typing)) return [];
  const quoted = type.children[0]?.type === 'string';
  return [insert(quoted ? type.end - 1 : type.end, ' | None')];
}

function exposedEdits(parameter: PyNode, exposure: Exposure, typing: Typing, program: Program): Edit[] {
  const name = parameter.type === 'identifier' ? parameter : childOf(parameter, 'name');
  if (parameter.type === 'identifier' || parameter.type === 'default_parameter') {
    if (name === undefined) return [];
    return [insert(name.end, `: ${unannotated(textOf(name, typing), exposure, program)}`)];
  }
  if (parameter.type !== 'typed_default_parameter') return plainEdits(parameter, undefined, typing);
  const type = childOf(parameter, 'type');
  const value = childOf(parameter, 'value');
  if (type === undefined || value === undefined || !isNone(value) || allowsNone(type, typing)) return [];
  if (isContext(type, typing)) return optional(parameter, typing);
  const called = program.called.has(textOf(childOf(enclosing(parameter, typing), 'name'), typing));
  const text = called ? `cast(${textOf(type, typing)}, None)` : 'Field(default=None)';
  return [{ start: value.start, end: value.end, text }];
}

const enclosing = (parameter: PyNode, { parents }: Typing): PyNode =>
  parents.get(parents.get(parameter) ?? parameter) ?? parameter;

const isContext = (type: PyNode, typing: Typing): boolean => /\bContext\b/.test(textOf(type, typing));

/** The SDK lists a parameter without an annotation as a text, and takes anything for it. */
function unannotated(name: string, exposure: Exposure, { textByDefault }: Program): string {
  if (exposure !== 'tool' || !textByDefault) return 'Any';
  return `Annotated[Any, WithJsonSchema({"title": "${name}", "type": "string"})]`;
}

const SPECIAL: Readonly<Record<string, string>> = {
  __init__: 'None',
  __post_init__: 'None',
  __del__: 'None',
  __str__: 'str',
  __repr__: 'str',
  __len__: 'int',
  __hash__: 'int',
  __bool__: 'bool',
  __contains__: 'bool',
};

function resultEdits(definition: PyNode, exposure: Exposure, typing: Typing): Edit[] {
  const written = childOf(definition, 'return_type');
  if (written !== undefined) return exposure === 'tool' ? sameOutput(definition, written, typing) : [];
  const parameters = childOf(definition, 'parameters');
  if (parameters === undefined) return [];
  const special = SPECIAL[textOf(childOf(definition, 'name'), typing)];
  const open = isOpen(definition, typing) ? 'Any' : undefined;
  const type = exposure === 'tool' ? 'Any' : (special ?? open ?? returnType(definition, typing));
  return [insert(parameters.end, ` -> ${type}`)];
}

/** A method that says nothing itself: classes below it return what they like. */
function isOpen(definition: PyNode, typing: Typing): boolean {
  if (classOf(definition, typing) === undefined) return false;
  const body =
    childOf(definition, 'body')?.children.filter(({ named, type }) => named && type !== 'comment') ?? [];
  return body.every(
    ({ type, children }) =>
      type === 'pass_statement' ||
      type === 'raise_statement' ||
      (type === 'expression_statement' && /^(string|ellipsis)$/.test(children[0]?.type ?? '')),
  );
}

/** A bare `dict` has no output schema and `dict[str, Any]` would have one: the decorator says so. */
function sameOutput(definition: PyNode, written: PyNode, typing: Typing): Edit[] {
  const inner = written.children[0];
  const name = textOf(inner, typing);
  if (inner?.type !== 'identifier' || !/^(dict|list|set|tuple|any)$/.test(name) || typing.bound.has(name))
    return [];
  return decoratorsOf(definition, typing).flatMap((expression) => {
    if (decoratorName(expression, typing) !== 'tool' || !isSdkTool(typing)) return [];
    if (expression.type !== 'call') return [insert(expression.end, '(structured_output=False)')];
    const args = childOf(expression, 'arguments');
    if (args === undefined || /\bstructured_output\b/.test(textOf(args, typing))) return [];
    const last = args.children.filter(({ named, type }) => named && type !== 'comment').at(-1);
    return last === undefined
      ? [insert(args.end - 1, 'structured_output=False')]
      : [insert(last.end, ', structured_output=False')];
  });
}

/** `fastmcp` lists the same output schema for both. */
const isSdkTool = ({ text }: Typing): boolean =>
  !/^(from|import) fastmcp\b|runtime\.fastmcp import/m.test(text);
