import { Reserved } from '../../../src/escape/names/index.js';
import {
  clip,
  firstSentence,
  isBlank,
  joinText,
  openText,
  type Text,
  wrap,
} from '../../../src/escape/text.js';
import type { Argument, Operation, SpecText, Tool } from '../../../src/model/types.js';
import { answerOf, requestLine } from '../../shared/operation.js';
import { call, code, literal, type PyCode, str } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportSection } from './imports.js';
import type { Part } from './layout.js';
import { createScope, functionScope, type Scope } from './names.js';
import { type ParamView, paramsOf, paramView, useName } from './view-client.js';

export interface ToolView {
  /** `@mcp.operation()`; with the tool's name where the function cannot have it. */
  readonly decorator: PyCode;
  readonly name: string;
  readonly params: readonly ParamView[];
  readonly doc: SpecText;
  readonly answer: PyCode;
  readonly call: PyCode;
}
export interface ServerModuleView {
  readonly doc: SpecText;
  readonly imports: readonly ImportSection[];
  readonly tools: readonly ToolView[];
}

/** tools.json has the full texts; the more tools a service has, the shorter they are here. */
const LIMITS = { single: { doc: 600, argument: 160 }, split: { doc: 240, argument: 80 } };
const WIDTH = 92;

/** Helper functions by the names that they have in one module: no argument of a tool in it may hide them. */
export interface Helpers {
  readonly answer: string;
  readonly getClient: string;
}

export function helperNames(tools: readonly Tool[]): Helpers {
  const scope = createScope(new Reserved(tools.flatMap((tool) => tool.arguments.map(({ name }) => name))));
  return { answer: scope.claim('answer'), getClient: scope.claim('get_client') };
}

const asName = (name: string, as: string): string => (name === as ? name : `${name} as ${as}`);

/** Indented below its heading, as Google style docstrings want it. */
const item = (name: string, text: Text): SpecText => joinText('\n    ', name, ': ', text);

function answerText(operation: Operation): SpecText {
  const description = answerOf(operation)?.description;
  const what = isBlank(description)
    ? ''
    : joinText(': ', clip(description ?? '', 160).spec.replace(/\.+$/, ''));
  return joinText('The answer of ', requestLine(operation), what, '.');
}

const PLACES = {
  path: 'Path parameter',
  query: 'Query parameter',
  header: 'Header',
  cookie: 'Cookie',
} as const;

function argumentText({ description, source }: Argument, limit: number): SpecText {
  if (!isBlank(description)) return firstSentence(description ?? '', limit);
  switch (source.in) {
    case 'body':
      return { spec: 'The request body.' };
    case 'querystring':
      return { spec: 'The whole query string.' };
    case 'member':
      return joinText('Member ', clip(source.name, 80), ' of the request body.');
    default:
      return joinText(PLACES[source.in], ' ', clip(source.name, 80), '.');
  }
}

/** Summary, description, arguments, answer, as Google style docstrings have them. */
function toolDoc(tool: Tool, operation: Operation, split: boolean): SpecText {
  const limits = split ? LIMITS.split : LIMITS.single;
  const text = openText(tool.description).trim() || openText(tool.title) || 'Call the API.';
  const [head = '', ...rest] = text.split(/\n+/);
  const body = clipParagraphs(
    rest.map((paragraph) => paragraph.trim()),
    limits.doc,
  );
  const args = tool.arguments.map((argument) => item(argument.name, argumentText(argument, limits.argument)));
  return joinText(
    wrap(clip(head, limits.doc), WIDTH),
    ...body.map((paragraph) => joinText('\n\n', wrap(paragraph, WIDTH))),
    '\n\nArgs:',
    item('ctx', 'The MCP context of this call.'),
    ...args,
    '\n\nReturns:\n    ',
    answerText(operation),
  );
}

/** Whole paragraphs up to a size: tools.json has the full text. */
function clipParagraphs(paragraphs: readonly string[], limit: number): string[] {
  let room = limit;
  return paragraphs.filter((paragraph) => {
    room -= paragraph.length;
    return room >= 0 && paragraph !== '';
  });
}

function toolView(tool: Tool, operation: Operation, scope: ModuleScope): ToolView {
  const { context, part, functions, helpers, uses } = scope;
  const name = functions.claim(tool.name);
  const named = paramsOf(tool, operation);
  const fixed = new Map(tool.fixed.map(({ argument, value }) => [argument.name, value]));
  const params = named
    .filter((one) => !fixed.has(one.argument.name))
    .map((one) => paramView({ ...one, name: one.argument.name }, context, uses));
  const method = context.methodNames.get(operation.id) ?? operation.id;
  const client = part.group === '' ? `${helpers.getClient}(ctx)` : `${helpers.getClient}(ctx).${part.group}`;
  const passed = Object.fromEntries(
    named.map(({ name: parameter, argument }) => {
      const value = fixed.get(argument.name);
      return [parameter, value === undefined ? code(argument.name) : literal(value)];
    }),
  );
  return {
    decorator: call('mcp.operation', name === tool.name ? [] : [str(tool.name)]),
    name,
    params,
    doc: toolDoc(tool, operation, context.layout.split),
    answer: code(helpers.answer),
    call: call(`${client}.${method}`, [], passed),
  };
}

interface ModuleScope {
  readonly context: Context;
  readonly part: Part;
  readonly functions: Scope;
  readonly helpers: Helpers;
  readonly uses: (name: string) => void;
}

/** The tool functions of one module, and the imports that they need. */
export function serverModuleView(part: Part, context: Context, imports = createImports()): ServerModuleView {
  const tools = part.operations.flatMap((operation) => context.toolOf.get(operation.id) ?? []);
  const helpers = helperNames(tools);
  const runtime = part.module === '' ? '.runtime' : '..runtime';
  imports.use('__future__', 'annotations');
  imports.use('typing', 'Any');
  imports.use('mcp.server.mcpserver', 'Context');
  imports.use('mcp_types', 'CallToolResult');
  imports.use(`${runtime}.results`, asName('answer', helpers.answer));
  if (part.module !== '') imports.use('.base', asName('get_client', helpers.getClient), 'mcp');
  const scope: ModuleScope = {
    context,
    part,
    functions: functionScope([helpers.answer, helpers.getClient]),
    helpers,
    uses: useName(imports, runtime),
  };
  const views = part.operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    return tool === undefined ? [] : [toolView(tool, operation, scope)];
  });
  const tag = context.tags.get(part.tag);
  return {
    doc: joinText('Tools of the group "', clip(tag?.name ?? part.tag, 80), '".'),
    imports: imports.sections(),
    tools: views,
  };
}
