import { fitsJsonTag } from '../../../src/escape/go.js';
import { toWordsOr } from '../../../src/escape/names/index.js';
import { clip, firstSentence, isBlank, joinText, type Text, wrap } from '../../../src/escape/text.js';
import type { Operation, SpecText, Tool } from '../../../src/model/types.js';
import {
  acceptOf,
  answerOf,
  requestDoc,
  sameSecurity,
  securityOf,
  templateOf,
} from '../../shared/operation.js';
import { call, code, type GoCode, listOf, str } from './code.js';
import type { Context } from './context.js';
import type { Part } from './layout.js';
import { modelType } from './model-types.js';
import { createScope, exported } from './names.js';
import { type Named, requestStatements } from './request-code.js';
import { schemeCode, securityCode } from './security-code.js';
import { fieldType } from './types.js';

export interface FieldView {
  readonly name: string;
  readonly type: GoCode;
  readonly tag: GoCode;
  /** What it is; null where the document does not say. */
  readonly about: Text | null;
}
export interface MethodView {
  readonly name: string;
  readonly doc: SpecText;
  readonly args: string;
  readonly argsDoc: Text;
  /** Empty for methods without arguments. */
  readonly fields: readonly FieldView[];
  readonly statements: readonly GoCode[];
}
export interface MethodsView {
  readonly imports: readonly GoCode[];
  readonly methods: readonly MethodView[];
}
export interface ClientView {
  readonly imports: readonly GoCode[];
  readonly packageDoc: SpecText;
  readonly clientDoc: SpecText;
  readonly baseUrl: GoCode;
  readonly envPrefix: string;
  readonly program: string;
  readonly schemes: readonly { readonly id: GoCode; readonly scheme: GoCode }[];
  readonly security: GoCode | null;
}

const WIDTH = 110;
/** tools.json has the full texts; the more operations a service has, the shorter they are here. */
const ABOUT = { single: 160, split: 100 };

/** A struct tag: names are arguments' own or fit, so nothing ends the literal. */
export const jsonTag = (name: string, optional: boolean): GoCode => {
  if (!fitsJsonTag(name)) throw new Error('A name that is no JSON tag was planned as one.');
  return code(`\`json:"${name}${optional ? ',omitempty' : ''}"\``);
};

/** `[]string{"a"}, []string{"b", "c"}` */
const alternatives = (security: readonly (readonly string[])[]): GoCode[] =>
  security.map((names) =>
    listOf(
      '[]string',
      names.map((name) => str(name)),
    ),
  );

function namedFields(tool: Tool): Named[] {
  const scope = createScope();
  const all = [...tool.arguments, ...tool.fixed.map(({ argument }) => argument)];
  return all.map((argument) => ({
    argument,
    field: scope.claim(exported(toWordsOr(argument.name, ['value']), 'Arg')),
  }));
}

function returnsOf(operation: Operation, context: Context): GoCode | undefined {
  const answer = answerOf(operation);
  if (answer?.kind !== 'json' || answer.type === undefined) return undefined;
  const type = modelType(answer.type, context);
  return type === 'any' || type === 'json.RawMessage' ? undefined : code(type);
}

function answerWords(operation: Operation, returns: GoCode | undefined): string {
  if (returns !== undefined && returns.go.length <= 60) return `answers with ${returns.go}`;
  const kind = answerOf(operation)?.kind;
  if (kind === 'binary') return 'answers with bytes';
  if (kind === 'empty') return 'answers with nothing';
  return kind === 'text' ? 'answers with text' : 'answers with JSON';
}

function statementsOf(
  operation: Operation,
  tool: Tool,
  named: readonly Named[],
  returns: GoCode | undefined,
  context: Context,
): GoCode[] {
  const security = securityOf(operation);
  const accept = acceptOf(operation);
  const own = !sameSecurity(security, context.defaultSecurity);
  return [
    code(`r := ${call('rest.NewRequest', [str(operation.method), str(templateOf(operation))]).go}`),
    ...requestStatements(operation, tool, named, context.types),
    ...(own ? [call('r.Security', alternatives(context.ways.expand(security)))] : []),
    ...(accept === undefined ? [] : [call('r.Accept', [str(accept)])]),
    ...(operation.server === undefined ? [] : [call('r.Server', [str(operation.server.url)])]),
    ...(returns === undefined ? [] : [code(`r.Returns(rest.As[${returns.go}]())`)]),
  ];
}

function methodView(operation: Operation, tool: Tool, context: Context): MethodView {
  const named = namedFields(tool);
  const returns = returnsOf(operation, context);
  const name = context.methodNames.get(operation.id) ?? 'Call';
  const limit = context.layout.split ? ABOUT.split : ABOUT.single;
  const doc = requestDoc(operation, answerWords(operation, returns));
  return {
    name,
    doc: wrap(joinText(name, ': ', doc), WIDTH),
    args: context.argsNames.get(operation.id) ?? 'Args',
    argsDoc: `${context.argsNames.get(operation.id) ?? 'Args'} are the arguments of ${name}.`,
    fields: named.map(({ argument, field }) => ({
      name: field,
      type: code(fieldType(argument, operation, context.types)),
      tag: jsonTag(argument.name, !argument.required),
      about: isBlank(argument.description) ? null : firstSentence(argument.description ?? '', limit),
    })),
    statements: statementsOf(operation, tool, named, returns, context),
  };
}

/** `"encoding/json"`, then the project's own. */
export function importsOf(context: Context, names: readonly string[], own: readonly string[]): GoCode[] {
  const paths = own.map((name) => `${context.program}/internal/${name}`);
  const ours = paths.map((path) => str(path));
  const std = [...names].sort().map((name) => str(name));
  return std.length > 0 && ours.length > 0 ? [...std, code(''), ...ours] : [...std, ...ours];
}

const usesJson = (views: readonly MethodView[]): boolean =>
  views.some(({ fields, statements }) =>
    [...fields.map(({ type }) => type), ...statements.slice(-1)].some(({ go }) => /\bjson\.\w/.test(go)),
  );

/** The methods of one file. */
export function methodsView(part: Part, context: Context): MethodsView {
  const methods = part.operations.flatMap((operation) => {
    const tool = context.toolOf.get(operation.id);
    return tool === undefined ? [] : [methodView(operation, tool, context)];
  });
  const imports = importsOf(context, ['context', ...(usesJson(methods) ? ['encoding/json'] : [])], ['rest']);
  return { imports, methods };
}

/** `client.go` */
export function clientView(context: Context): ClientView {
  const { model, ways, defaultSecurity } = context;
  const security = ways.expand(defaultSecurity);
  const title = clip(model.service.title, 80);
  return {
    imports: importsOf(context, [], ['rest']),
    packageDoc: joinText(
      'Package api is the client of ',
      title,
      ': a method per operation, and what it answers.',
    ),
    clientDoc: joinText('Client calls ', title, '.'),
    baseUrl: str(model.servers[0]?.url ?? ''),
    envPrefix: model.service.envPrefix,
    program: context.program,
    schemes: ways.all.map((way) => ({ id: str(way.id), scheme: schemeCode(way) })),
    security: security.length === 0 ? null : securityCode(security),
  };
}
