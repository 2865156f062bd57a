import { clip, firstSentence, isBlank, joinText, openText, type Text } from '../../../src/escape/text.js';
import type { Argument, Operation, ResponseModel, SpecText, Tool } from '../../../src/model/types.js';
import { answerOf, requestLine, securityOf } from '../../shared/operation.js';
import { securityWays, type Ways } from '../../shared/security.js';
import { call, code, objectOf, optionsOf, str, type TsCode } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportLine, type Imports } from './imports.js';
import type { Part } from './layout.js';
import { bodyOf, placedType, placeOf, securityCode } from './request-code.js';
import { wayCode } from './security-code.js';
import { argumentType, schemaOf, typeOf } from './types.js';

export interface FieldView {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TsCode;
  readonly doc: SpecText | null;
}
export interface ArgumentsView {
  readonly name: string;
  readonly tool: string;
  readonly fields: readonly FieldView[];
}
export interface MethodView {
  readonly name: string;
  readonly doc: SpecText;
  /** Null for an operation without arguments. */
  readonly args: string | null;
  readonly returns: TsCode;
  readonly call: TsCode;
}
export interface ClientPartView {
  readonly doc: SpecText;
  readonly imports: readonly ImportLine[];
  readonly className: string;
  readonly arguments: readonly ArgumentsView[];
  readonly methods: readonly MethodView[];
}
export interface ClientView {
  readonly doc: SpecText;
  readonly imports: readonly ImportLine[];
  readonly className: string;
  readonly facts: TsCode;
  readonly groups: readonly { readonly name: string; readonly className: string; readonly doc: SpecText }[];
  readonly arguments: readonly ArgumentsView[];
  readonly methods: readonly MethodView[];
}

const ARGUMENT_TEXT = 200;

export interface MethodScope {
  readonly context: Context;
  readonly ways: Ways;
  readonly imports: Imports;
  /** Path of `src` as the module sees it: `.` or `..`. */
  readonly up: string;
}

function fieldView(argument: Argument, operation: Operation, { context }: MethodScope): FieldView {
  const about = argument.description;
  return {
    name: argument.name,
    optional: !argument.required,
    type: argumentType(placedType(argument, operation), context.types),
    doc: isBlank(about) ? null : firstSentence(about ?? '', ARGUMENT_TEXT),
  };
}

/** The whole path template: literal text as it goes on the wire, parameters in braces. */
const templateOf = (operation: Operation): SpecText =>
  joinText(
    ...operation.segments.flatMap((part): Text[] => ('text' in part ? [part.text] : ['{', part.param, '}'])),
  );

function acceptOf(answer: ResponseModel | undefined): TsCode | undefined {
  if (answer === undefined || answer.kind === 'empty') return str('');
  const media = answer.mediaType === undefined ? '' : openText(answer.mediaType);
  return media === 'application/json' || media === '' || media === '*/*' ? undefined : str(media);
}

interface Returns {
  readonly type: TsCode;
  readonly schema: TsCode | undefined;
}

/** What the document promises: type and schema, from the models. */
function returnsOf(answer: ResponseModel | undefined, { context, imports, up }: MethodScope): Returns {
  const nothing: Returns = { type: code('unknown'), schema: undefined };
  if (answer?.kind !== 'json' || answer.type === undefined) return nothing;
  const ref = (id: string): TsCode => {
    const name = context.typeNames.get(id);
    return code(name === undefined ? 'unknown' : `models.${name}`);
  };
  const schemaRef = (id: string): TsCode => (context.typeNames.has(id) ? ref(id) : code('z.unknown()'));
  const schema = schemaOf(answer.type, schemaRef);
  if (schema.ts === 'z.unknown()') return nothing;
  if (/\bmodels\.\w/.test(schema.ts))
    imports.useAll(`${up}/models${up === '.' ? '' : '/index'}.js`, 'models');
  if (/^z\./.test(schema.ts)) imports.use('zod', 'z');
  return { type: typeOf(answer.type, ref), schema };
}

function methodDoc(operation: Operation): SpecText {
  const summary = isBlank(operation.summary) ? operation.description : operation.summary;
  const request = joinText('`', openText(requestLine(operation)).replace(/`/g, "'"), '`');
  if (isBlank(summary)) return joinText(request, '.');
  const first = firstSentence(summary ?? '', 120).spec.replace(/[.:;,]+$/, '');
  return joinText({ spec: first }, ': ', request, '.');
}

/** The arguments of a tool, and those that it sends by itself. */
const argumentsOf = (tool: Tool): readonly Argument[] => [
  ...tool.arguments,
  ...tool.fixed.map(({ argument }) => argument),
];

const sameSecurity = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

function methodView(operation: Operation, tool: Tool, scope: MethodScope): MethodView {
  const { context, imports, ways, up } = scope;
  const place = (where: 'path' | 'query' | 'header' | 'cookie') =>
    placeOf(where, operation, argumentsOf(tool), context.types);
  const built = {
    path: place('path'),
    query: place('query'),
    headers: place('header'),
    cookies: place('cookie'),
    body: bodyOf(operation, tool.bodyMode, argumentsOf(tool)),
  };
  for (const [module, name] of Object.values(built).flatMap((one) => one?.uses ?? [])) {
    imports.use(`${up}/runtime/${module}.js`, name);
  }
  const answer = answerOf(operation);
  const { type, schema } = returnsOf(answer, scope);
  const security = securityOf(operation);
  const spec = optionsOf({
    ...Object.fromEntries(Object.entries(built).map(([key, one]) => [key, one?.expression])),
    security: sameSecurity(security, context.defaultSecurity)
      ? undefined
      : securityCode(ways.expand(security)),
    accept: acceptOf(answer),
    returns: schema,
    server: operation.server === undefined ? undefined : str(operation.server.url),
  });
  return {
    name: context.methodNames.get(operation.id) ?? operation.id,
    doc: methodDoc(operation),
    args: argumentsOf(tool).length === 0 ? null : (context.argumentNames.get(operation.id) ?? null),
    returns: type.ts === 'unknown' ? code('ApiResponse') : code(`ApiResponse<${type.ts}>`),
    call: call(
      'this.request',
      str(operation.method),
      str(templateOf(operation)),
      spec ?? code('{}'),
      code('call'),
    ),
  };
}

interface Members {
  readonly arguments: readonly ArgumentsView[];
  readonly methods: readonly MethodView[];
}

/** The methods of some operations, and the types of their arguments. */
function membersOf(operations: readonly Operation[], scope: MethodScope): Members {
  const { context, imports, up } = scope;
  imports.useType(`${up}/runtime/answers.js`, 'ApiResponse');
  imports.useType(`${up}/runtime/http.js`, 'CallOptions');
  const tools = operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    return tool === undefined ? [] : [{ operation, tool }];
  });
  return {
    arguments: tools.flatMap(({ operation, tool }) =>
      argumentsOf(tool).length === 0
        ? []
        : [
            {
              name: context.argumentNames.get(operation.id) ?? '',
              tool: tool.name,
              fields: argumentsOf(tool).map((argument) => fieldView(argument, operation, scope)),
            },
          ],
    ),
    methods: tools.map(({ operation, tool }) => methodView(operation, tool, scope)),
  };
}

/** What the document says about the API as a whole. */
function factsOf({ model, distribution, defaultSecurity }: Context, ways: Ways): TsCode {
  return objectOf([
    ['baseUrl', str(model.servers[0]?.url ?? '')],
    ['envPrefix', str(model.service.envPrefix)],
    ['userAgent', str(distribution)],
    ['schemes', objectOf(ways.all.map((way) => [way.id, wayCode(way).expression] as const))],
    ['security', securityCode(ways.expand(defaultSecurity))],
  ]);
}

/** `client.ts`, or `client/index.ts` with a group of methods per tag. */
export function clientView(context: Context): ClientView {
  const { layout, model } = context;
  const imports = createImports();
  const ways = securityWays(model);
  const up = layout.split ? '..' : '.';
  imports.use(`${up}/runtime/http.js`, 'ApiClient');
  imports.useType(`${up}/runtime/http.js`, 'ApiFacts', 'ClientOptions');
  for (const { module, maker } of ways.all.map(wayCode)) imports.use(`${up}/runtime/${module}.js`, maker);
  if (layout.split)
    for (const { module, className } of layout.parts) imports.use(`./${module}.js`, className);
  const operations = layout.split ? [] : layout.parts.flatMap((part) => part.operations);
  const members = layout.split
    ? { arguments: [], methods: [] }
    : membersOf(operations, { context, ways, imports, up });
  return {
    doc: joinText('The client of ', clip(model.service.title, 80), '.'),
    imports: imports.lines(),
    className: context.clientClass,
    facts: factsOf(context, ways),
    groups: layout.split
      ? layout.parts.map((part) => ({
          name: part.group,
          className: part.className,
          doc: groupDoc(part, context),
        }))
      : [],
    ...members,
  };
}

export function groupDoc({ tag }: Part, { tags }: Context): SpecText {
  const found = tags.get(tag);
  return isBlank(found?.description)
    ? joinText('Operations of "', clip(found?.name ?? tag, 80), '".')
    : clip(found?.description ?? '', 300);
}

/** A module of the split client: the operations of one tag, or some of them. */
export function clientPartView(part: Part, context: Context, ways: Ways): ClientPartView {
  const imports = createImports();
  imports.use('../runtime/group.js', 'ApiGroup');
  const members = membersOf(part.operations, { context, ways, imports, up: '..' });
  return {
    doc: groupDoc(part, context),
    imports: imports.lines(),
    className: part.className,
    ...members,
  };
}
