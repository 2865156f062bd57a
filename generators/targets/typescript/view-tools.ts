import { clip, isBlank, joinText } from '../../../src/escape/text.js';
import type { SpecText, Tool } from '../../../src/model/types.js';
import { code, listOf, literal, objectOf, str, type TsCode } from './code.js';
import { hasFeatures } from './additions.js';
import type { Context } from './context.js';
import { createImports, type ImportLine } from './imports.js';
import type { Part } from './layout.js';

export interface ToolView {
  readonly name: TsCode;
  /** Type of what a caller gives; null for nothing. */
  readonly args: TsCode | null;
  /** What the method gets besides the call's options; null for nothing. */
  readonly passed: TsCode | null;
  /** `client.pets.getPet` */
  readonly method: TsCode;
}
export interface ToolsView {
  readonly doc: SpecText;
  readonly imports: readonly ImportLine[];
  readonly register: string;
  readonly clientClass: string;
  readonly tools: readonly ToolView[];
}

const clientModule = ({ layout }: Context, up: string): string =>
  layout.split ? `${up}/client/index.js` : `${up}/client.js`;

/** What a caller gives, and what the tool adds to it. */
function argumentsView({ arguments: own, fixed }: Tool, type: string): Pick<ToolView, 'args' | 'passed'> {
  const added = objectOf(fixed.map(({ argument, value }) => [argument.name, literal(value)] as const));
  if (own.length === 0) return { args: null, passed: fixed.length === 0 ? null : added };
  if (fixed.length === 0) return { args: code(type), passed: code('args') };
  const names = fixed.map(({ argument }) => str(argument.name).ts).join(' | ');
  return {
    args: code(`Omit<${type}, ${names}>`),
    passed: code(`{ ...args, ${added.ts.slice(1, -1).trim()} }`),
  };
}

/** `tools/<tag>.ts`: what each tool of a group calls. */
export function toolsView(part: Part, context: Context): ToolsView {
  const { layout, clientClass } = context;
  const imports = createImports();
  imports.useType(clientModule(context, '..'), clientClass);
  imports.useType('../runtime/tools.js', 'ToolServer');
  const tools = part.operations.flatMap((operation): ToolView[] => {
    const tool = context.toolOf.get(operation.id);
    if (tool === undefined) return [];
    const name = context.argumentNames.get(operation.id) ?? '';
    const home = layout.split ? `../client/${part.module}.js` : clientModule(context, '..');
    if (tool.arguments.length > 0) imports.useType(home, name);
    const method = context.methodNames.get(operation.id) ?? operation.id;
    const path = layout.split ? `client.${part.group}.${method}` : `client.${method}`;
    return [{ name: str(tool.name), ...argumentsView(tool, name), method: code(path) }];
  });
  const title = clip(context.tags.get(part.tag)?.name ?? part.tag, 80);
  return {
    doc: joinText(
      'Tools of the group "',
      title,
      '". Their names, texts and input schemas are in tools.json.',
    ),
    imports: imports.lines(),
    register: part.register,
    clientClass,
    tools,
  };
}

export interface ServerView {
  readonly doc: SpecText;
  readonly imports: readonly ImportLine[];
  readonly clientClass: string;
  readonly name: string;
  readonly title: TsCode;
  readonly mode: TsCode;
  readonly pinned: TsCode | null;
  readonly registers: readonly TsCode[];
  /** What makes the list of what stands around the tools. */
  readonly features: TsCode | null;
}

/** `server.ts` */
export function serverView(context: Context): ServerView {
  const { model, layout } = context;
  const imports = createImports();
  imports.use(clientModule(context, '.'), context.clientClass);
  imports.use('./custom-tools.js', 'registerCustomTools');
  imports.use('./runtime/tools.js', 'ToolServer');
  if (hasFeatures(context)) imports.use('./features/index.js', 'createFeatures');
  for (const { module, register } of layout.parts) imports.use(`./tools/${module}.js`, register);
  const title = clip(model.service.title, 80);
  const pinned = model.tools.filter((tool) => tool.pinned).map(({ name }) => str(name));
  return {
    doc: joinText('The MCP server of ', isBlank(title) ? 'the API' : title, '.'),
    imports: imports.lines(),
    clientClass: context.clientClass,
    name: context.distribution,
    title: str(title),
    mode: str(model.toolMode),
    pinned: pinned.length === 0 ? null : listOf(pinned),
    registers: layout.parts.map(({ register }) => code(register)),
    features: hasFeatures(context) ? code('createFeatures()') : null,
  };
}
