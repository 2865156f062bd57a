import { openText } from '../../../src/escape/text.js';
import type {
  Argument,
  BodyContent,
  MemberEncoding,
  NamedType,
  Operation,
  Parameter,
  Tool,
  TypeExpr,
} from '../../../src/model/types.js';
import { call, code, type GoCode, str } from './code.js';

/** An argument and the field that holds it. */
export interface Named {
  readonly argument: Argument;
  readonly field: string;
}

type Types = ReadonlyMap<string, NamedType>;

const value = ({ field }: Named): GoCode => code(`args.${field}`);
const styled = (style: string, explode: boolean): GoCode =>
  call('rest.Style', [str(style), code(String(explode))]);

/* ------------------------------------------------------------ parameters */

/** False for what has the same text in every style: one scalar. */
function isScalar(type: TypeExpr, types: Types): boolean {
  if (type.kind === 'ref') {
    const named = types.get(type.id);
    return named?.kind === 'enum' || (named?.kind === 'alias' && isScalar(named.target, types));
  }
  return ['boolean', 'integer', 'number', 'string', 'literal'].includes(type.kind);
}

const isJson = (mediaType: string): boolean => /^[^;]*[/+]json\b/i.test(mediaType);

/** How a parameter is written, where that is not the usual way of its place. */
function options(parameter: Parameter, types: Types): GoCode[] {
  if (parameter.contentType !== undefined && isJson(openText(parameter.contentType)))
    return [code('rest.AsJSON')];
  const usual = parameter.in === 'path' || parameter.in === 'header' ? 'simple' : 'form';
  const marked = parameter.style === 'label' || parameter.style === 'matrix';
  const differs = parameter.style !== usual || parameter.explode !== (usual === 'form');
  const style = marked || (differs && !isScalar(parameter.type, types));
  return [
    ...(style ? [styled(parameter.style, parameter.explode)] : []),
    ...(parameter.allowReserved ? [code('rest.AllowReserved')] : []),
  ];
}

const METHODS: Partial<Record<Parameter['in'], string>> = {
  path: 'Path',
  query: 'Query',
  header: 'Header',
  cookie: 'Cookie',
};

function parameterStatements(operation: Operation, named: readonly Named[], types: Types): GoCode[] {
  const seen = new Set<string>();
  return named.flatMap((one) => {
    const { source } = one.argument;
    if (source.in === 'body' || source.in === 'member') return [];
    const wire = openText(source.name);
    const parameter = operation.params.find(
      (param) => param.in === source.in && openText(param.name) === wire,
    );
    const method = METHODS[source.in];
    // Two arguments of one wire name cannot both be sent: the first is the document's own.
    const key = `${source.in} ${wire}`;
    if (parameter === undefined || method === undefined || seen.has(key)) return [];
    seen.add(key);
    return [call(`r.${method}`, [str(wire), value(one), ...options(parameter, types)])];
  });
}

/** Pairs that the path itself has (`/search?type=user`); a declared parameter of that name takes their place. */
function fixedStatements(operation: Operation): GoCode[] {
  const declared = operation.params.filter((param) => param.in === 'query').map(({ name }) => openText(name));
  return operation.fixedQuery
    .filter(({ name }) => !declared.includes(openText(name)))
    .map((pair) => call('r.Query', [str(pair.name), str(pair.value)]));
}

/* ------------------------------------------------------------ bodies */

function memberOptions(encoding: MemberEncoding | undefined, isMultipart: boolean): GoCode[] {
  if (encoding === undefined) return [];
  const { style, explode, allowReserved, contentType, file } = encoding;
  const isStyled = style !== undefined || explode !== undefined;
  return [
    ...(isStyled ? [styled(style ?? 'form', explode ?? (style === undefined || style === 'form'))] : []),
    ...(allowReserved === true ? [code('rest.AllowReserved')] : []),
    ...(contentType === undefined ? [] : [call('rest.ContentType', [str(contentType)])]),
    ...(file && isMultipart ? [code('rest.File')] : []),
  ];
}

const encodingOf = ({ encoding }: BodyContent, wire: string): MemberEncoding | undefined =>
  encoding.find(({ name }) => openText(name) === wire);

/** `map[string][]rest.Option{…}` for a form that is one argument. */
function formats(content: BodyContent, isMultipart: boolean): GoCode {
  const entries = content.encoding.flatMap((member) => {
    const found = memberOptions(member, isMultipart);
    return found.length === 0 ? [] : [`${str(member.name).go}: {${found.map(({ go }) => go).join(', ')}}`];
  });
  return code(entries.length === 0 ? 'nil' : `map[string][]rest.Option{${entries.join(', ')}}`);
}

const WHOLE: Partial<Record<BodyContent['kind'], string>> = {
  json: 'r.JSON',
  text: 'r.Text',
  xml: 'r.Text',
  binary: 'r.Binary',
};

function bodyStatements(operation: Operation, tool: Tool, named: readonly Named[]): GoCode[] {
  const content = operation.body?.content[0];
  if (content === undefined || tool.bodyMode === 'none') return [];
  const whole = named.find(({ argument }) => argument.source.in === 'body');
  const isMultipart = content.kind === 'multipart';
  const send = WHOLE[content.kind];
  if (whole !== undefined && send !== undefined) return [call(send, [str(content.mediaType), value(whole)])];
  const start = isMultipart
    ? call('r.MultipartBody', [])
    : content.kind === 'form'
      ? call('r.FormBody', [])
      : call('r.JSONBody', [str(content.mediaType)]);
  const begin = operation.body?.required === false ? `${start.go}.Optional()` : start.go;
  if (whole !== undefined)
    return [code(`${begin}.SetAll(${value(whole).go}, ${formats(content, isMultipart).go})`)];
  const members = named.flatMap((one) => {
    const { source } = one.argument;
    if (source.in !== 'member') return [];
    const encoding = memberOptions(encodingOf(content, openText(source.name)), isMultipart);
    const kept = content.kind === 'json' ? [] : encoding;
    return [call('body.Set', [str(source.name), value(one), ...kept])];
  });
  return [code(members.length === 0 ? begin : `body := ${begin}`), ...members];
}

/** The statements that fill a request: path, query, headers, cookies, body. */
export function requestStatements(
  operation: Operation,
  tool: Tool,
  named: readonly Named[],
  types: Types,
): GoCode[] {
  return [
    ...fixedStatements(operation),
    ...parameterStatements(operation, named, types),
    ...bodyStatements(operation, tool, named),
  ];
}
