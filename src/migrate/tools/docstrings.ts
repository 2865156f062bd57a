/** Docstrings of tools say what each argument is, and what comes back. What the SDK lists is passed to it, and stays as it was. */
import { pyString } from '../../escape/python.js';
import { literalText } from '../facts/strings.js';
import { type Edit, lineUpTo } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import type { Asked } from './context.js';
import { docstringNode, parametersOf, type ToolFunction } from './find.js';
import { docOf, literalValue, type Written, written } from './text.js';
import { parameterSentence, resultSentence } from './words.js';

const ARGS = /^[ \t]*(?:Args|Arguments|Parameters|Params)\s*:?[ \t]*$|^[ \t]*:(?:param|arg)\b/m;
export const RETURNS = /\bReturns:|^[ \t]*(?:Returns|Return|Yields)\b[ \t]*(?::|$)|:returns?:/m;
/** Sections that FastMCP would no longer read behind one that it knows. */
const OTHER_STYLE = /^[ \t]*-{3,}[ \t]*$|^[ \t]*:(?:param|arg)\b/m;

/** Sections for a tool's docstring, with the description passed on where the docstring was it. */
export function docstringEdits(tool: ToolFunction): Asked {
  const node = docstringNode(tool.definition);
  if (node === undefined) return withoutDocstring(tool);
  const found = written(textOf(node, tool.typing));
  const value = found && literalValue(found);
  if (found === undefined || value === undefined) return { why: 'its docstring is spelled with escapes' };
  if (RETURNS.test(value)) return { edits: [] };
  if (tool.style === 'fastmcp' && OTHER_STYLE.test(value))
    return { why: 'FastMCP would read its docstring in another way' };
  const sections = sectionsOf(tool, ARGS.test(value));
  const indent = indentOf(node, tool.typing);
  return { edits: [extended(node, found, sections, indent), ...described(tool, docOf(value))] };
}

function extended(node: PyNode, { open, close, inner }: Written, sections: string, indent: string): Edit {
  const said = inner.trimEnd();
  const raw = /^[rR]/.test(open) ? 'r' : '';
  const body = close.length === 3 ? said : said.replaceAll(`\\${close}`, close);
  const quotes = close.length === 3 ? close : '"""';
  const text = `${raw}${quotes}${body}\n\n${indented(sections, indent)}\n${indent}${quotes}`;
  return { start: node.start, end: node.end, text };
}

/** A tool without a docstring gets one where its description does not come from there. */
function withoutDocstring(tool: ToolFunction): Asked {
  const { definition, typing, style, name } = tool;
  const first = childOf(definition, 'body')?.children.find(({ named, type }) => named && type !== 'comment');
  if (first === undefined) return { why: 'it has no body' };
  const given = keyword(tool, 'description');
  if (given === undefined && style !== 'lowlevel')
    return { why: 'it has no description, and a docstring would be one' };
  const said = given === undefined ? '' : (literalText(given, typing.text) ?? '');
  const line = said.trim().split('\n')[0]?.trim() ?? '';
  const summary = line === '' || /["\\]/.test(line) ? `Answer a call of ${name}.` : line;
  const indent = indentOf(first, typing);
  const text = `"""${summary}\n\n${indented(sectionsOf(tool, false), indent)}\n${indent}"""\n${indent}`;
  return { edits: [{ start: first.start, end: first.start, text }] };
}

const indentOf = (node: PyNode, { text }: Typing): string => lineUpTo(node.start, text);
const indented = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent);

const HANDLED: readonly string[] = ['The name of the tool.', 'The arguments of the call, by name.'];

/** `Args:` and `Returns:`, without indentation. FastMCP would list what `Args:` says: there, only `Returns:` is added. */
function sectionsOf(tool: ToolFunction, hasArgs: boolean): string {
  const { definition, typing, style } = tool;
  const type = textOf(childOf(definition, 'return_type'), typing);
  const result = style === 'lowlevel' ? 'The content of the answer.' : resultSentence(type);
  const returns = `Returns:\n    ${result}`;
  const lines = parametersOf(definition).map((one, i) => {
    const { name, sentence } = aboutParameter(one, typing);
    return `    ${name}: ${(style === 'lowlevel' ? HANDLED[i] : undefined) ?? sentence}`;
  });
  if (hasArgs || style === 'fastmcp' || lines.length === 0) return returns;
  return `Args:\n${lines.join('\n')}\n\n${returns}`;
}

const firstType = (parameter: PyNode): PyNode | undefined => childOf(parameter, 'type');

function aboutParameter(
  parameter: PyNode,
  typing: Typing,
): { readonly name: string; readonly sentence: string } {
  const named =
    childOf(parameter, 'name') ?? parameter.children.find(({ type }) => type === 'identifier') ?? parameter;
  const name = textOf(named, typing);
  const type = textOf(firstType(parameter), typing);
  if (/\bContext\b/.test(type) || name === 'ctx')
    return { name, sentence: 'The request that is being answered.' };
  const told = fieldDescription(parameter, typing);
  const value = childOf(parameter, 'value');
  const plain =
    value !== undefined && /^(string|integer|float|true|false|none|unary_operator)$/.test(value.type);
  const literal = plain ? textOf(value, typing) : undefined;
  const short =
    literal !== undefined && !/[\n\\]|"""/.test(literal) && literal.length <= 60 ? literal : undefined;
  return { name, sentence: told ?? parameterSentence(type === '' ? 'Any' : type, short) };
}

/** `Field(description="…")`, in the annotation or as the default: its first paragraph, on one line. */
function fieldDescription(parameter: PyNode, typing: Typing): string | undefined {
  for (const node of walk(parameter)) {
    if (node.type !== 'keyword_argument' || textOf(childOf(node, 'name'), typing) !== 'description') continue;
    const value = childOf(node, 'value');
    const text = value && literalText(value, typing.text);
    const line = text
      ?.trim()
      .split(/\n\s*\n/)[0]
      ?.replace(/\s+/g, ' ');
    if (line !== undefined && line !== '' && !/"""|\\/.test(line)) return line;
  }
  return undefined;
}

const keyword = ({ decorator, typing }: ToolFunction, name: string): PyNode | undefined => {
  const args = decorator.type === 'call' ? childOf(decorator, 'arguments') : undefined;
  const found = args?.children.find(
    (node) => node.type === 'keyword_argument' && textOf(childOf(node, 'name'), typing) === name,
  );
  return found && childOf(found, 'value');
};

/** `description=…`, where the SDK took it from the docstring. FastMCP takes what stands before the first section. */
function described(tool: ToolFunction, doc: string): Edit[] {
  const { decorator, style } = tool;
  if (style !== 'mcp' || keyword(tool, 'description') !== undefined) return [];
  const text = `description=${literalLines(doc)}`;
  const args = decorator.type === 'call' ? childOf(decorator, 'arguments') : undefined;
  if (args === undefined) return [{ start: decorator.end, end: decorator.end, text: `(${text})` }];
  const last = args.children.filter(({ named, type }) => named && type !== 'comment').at(-1);
  return last === undefined
    ? [{ start: args.end - 1, end: args.end - 1, text }]
    : [{ start: last.end, end: last.end, text: `, ${text}` }];
}

/** A literal per line of the text. */
const literalLines = (text: string): string =>
  text
    .split(/(?<=\n)/)
    .map((line) => pyString(line))
    .join('\n');
