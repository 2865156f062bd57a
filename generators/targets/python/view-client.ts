import { clip, isBlank, joinText } from '../../../src/escape/text.js';
import type { Operation, ResponseModel, SpecText, Tool } from '../../../src/model/types.js';
import {
  acceptOf,
  answerOf,
  requestDoc,
  sameSecurity,
  securityOf,
  templateOf,
} from '../../shared/operation.js';
import { code, type Keywords, literal, type PyCode, str } from './code.js';
import type { Context } from './context.js';
import { createImports, type ImportSection, type Imports } from './imports.js';
import type { Part } from './layout.js';
import { parameterScope } from './names.js';
import {
  type Built,
  bodyOf,
  isNullable,
  type Named,
  placedType,
  placeOf,
  securityCode,
} from './request-code.js';
import type { Schemes } from './security-code.js';
import { annotation, argumentType, orNone, type RefPrinter, typingNames, unionOf } from './types.js';
import { refPrinter } from './view-models.js';

export interface ParamView {
  readonly name: string;
  readonly annotation: PyCode;
  readonly value: PyCode | null;
}
export interface MethodView {
  readonly name: string;
  readonly params: readonly ParamView[];
  readonly doc: SpecText;
  readonly method: PyCode;
  readonly path: PyCode;
  readonly keywords: readonly { readonly name: string; readonly value: PyCode }[];
}
export interface ClientModuleView {
  readonly doc: SpecText;
  readonly imports: readonly ImportSection[];
  readonly className: string;
  readonly base: string;
  readonly moreBases: readonly string[];
  readonly classDoc: SpecText;
  readonly methods: readonly MethodView[];
}

/** What an operation answers with, in words. */
export function answerWords(operation: Operation, returns: PyCode | undefined): string {
  const answer = answerOf(operation);
  if (returns !== undefined && returns.python.length <= 60) return `answers with ${returns.python}`;
  if (answer?.kind === 'binary') return 'answers with bytes';
  if (answer?.kind === 'empty') return 'answers with nothing';
  return answer?.kind === 'text' ? 'answers with text' : 'answers with JSON';
}

/** The arguments of a tool and those that it sends by itself, as parameters of the client's method. */
export const paramsOf = (tool: Tool, operation: Operation): Named[] => {
  const scope = parameterScope();
  return [...tool.arguments, ...tool.fixed.map((one) => one.argument)].map((argument) => ({
    argument,
    name: scope.claim(argument.name),
    type: placedType(argument, operation),
  }));
};

/** A parameter as a signature shows it. `uses` gets what has to be imported. */
export function paramView(
  { argument, name, type }: Named,
  context: Context,
  uses: (name: string) => void,
): ParamView {
  const typed = argumentType(type, context.types);
  typingNames(typed).forEach(uses);
  if (argument.required) return { name, annotation: typed, value: null };
  if (!isNullable(argument)) return { name, annotation: orNone(typed), value: code('None') };
  uses('UNSET');
  uses('Unset');
  return { name, annotation: unionOf([orNone(typed), code('Unset')]), value: code('UNSET') };
}

/** Types and runtime values of signatures, by the module that has them. */
export const useName =
  (imports: Imports, runtime: string) =>
  (name: string): void =>
    name === 'Any' || name === 'Literal'
      ? imports.use('typing', name)
      : imports.use(`${runtime}.values`, name);

const isJsonType = (answer: ResponseModel | undefined): boolean => answer?.kind === 'json';

function returnsOf(operation: Operation, ref: RefPrinter): PyCode | undefined {
  const answer = answerOf(operation);
  if (!isJsonType(answer) || answer?.type === undefined) return undefined;
  const typed = annotation(answer.type, ref);
  return typed.python === 'Any' ? undefined : typed;
}

interface MethodScope {
  readonly context: Context;
  readonly schemes: Schemes;
  readonly imports: Imports;
  /** Names of models; null where there are none. */
  readonly ref: RefPrinter | null;
  /** `.runtime` or `..runtime`. */
  readonly runtime: string;
}

function methodView(operation: Operation, tool: Tool, scope: MethodScope): MethodView {
  const { context, imports, runtime, schemes } = scope;
  const named = paramsOf(tool, operation);
  const place = (where: 'path' | 'query' | 'header' | 'cookie'): Built | undefined =>
    placeOf(where, operation, named, context.types);
  const built = {
    path: place('path'),
    query: place('query'),
    headers: place('header'),
    cookies: place('cookie'),
    body: bodyOf(operation, tool, named),
  };
  for (const [module, name] of Object.values(built).flatMap((one) => one?.uses ?? [])) {
    imports.use(`${runtime}.${module}`, name);
  }
  const returns = scope.ref === null ? undefined : returnsOf(operation, scope.ref);
  const security = securityOf(operation);
  const accept = acceptOf(operation);
  const keywords: Keywords = {
    ...Object.fromEntries(Object.entries(built).map(([key, one]) => [key, one?.expression])),
    security: sameSecurity(security, context.defaultSecurity)
      ? undefined
      : securityCode(schemes.expand(security)),
    accept: accept === undefined ? undefined : str(accept),
    returns,
    server: operation.server === undefined ? undefined : str(operation.server.url),
  };
  for (const part of returns === undefined ? [] : typingNames(returns)) imports.use('typing', part);
  return {
    name: context.methodNames.get(operation.id) ?? operation.id,
    params: named.map((one) => paramView(one, context, useName(imports, runtime))),
    doc: requestDoc(operation, answerWords(operation, returns)),
    method: literal(operation.method),
    path: str(templateOf(operation)),
    keywords: Object.entries(keywords).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value }],
    ),
  };
}

export function methodsOf(part: Part, scope: MethodScope): MethodView[] {
  return part.operations.flatMap((operation) => {
    const tool = scope.context.toolOf.get(operation.id);
    return tool === undefined ? [] : [methodView(operation, tool, scope)];
  });
}

/** A module of the split client: the operations of one tag, or some of them. */
export function clientModuleView(part: Part, context: Context, schemes: Schemes): ClientModuleView {
  const imports = createImports();
  imports.use('__future__', 'annotations');
  imports.use('..runtime.answers', 'ApiResponse');
  if (part.bases.length === 0) imports.use('.group', 'ApiGroup');
  for (const { module, className } of part.bases) imports.use(`.${module}`, className);
  const ref = refPrinter(context, imports, '', '..api_models.');
  const methods = methodsOf(part, { context, schemes, imports, ref, runtime: '..runtime' });
  const tag = context.tags.get(part.tag);
  const title = clip(tag?.name ?? part.tag, 80);
  const [base = 'ApiGroup', ...moreBases] = part.bases.map(({ className }) => className);
  return {
    doc: joinText('Client methods of the group "', title, '".'),
    imports: imports.sections(),
    className: part.className,
    base,
    moreBases,
    classDoc: joinText(
      isBlank(tag?.description)
        ? joinText('Operations of "', title, '".')
        : clip(tag?.description ?? '', 300),
    ),
    methods,
  };
}
