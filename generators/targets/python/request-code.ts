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
import { call, code, dictOf, type Keywords, listOf, literal, type PyCode, str, tupleOf } from './code.js';

/** An argument under the name that it has inside a method. */
export interface Named {
  readonly argument: Argument;
  readonly name: string;
}
/** An expression, and the runtime's names in it, by runtime module. */
export interface Built {
  readonly expression: PyCode;
  readonly uses: readonly (readonly [module: string, name: string])[];
}

const plain = (expression: PyCode): Built => ({ expression, uses: [] });

/* ------------------------------------------------------------ parameters */

const DEFAULTS: Readonly<Record<string, { readonly style: string; readonly explode: boolean }>> = {
  path: { style: 'simple', explode: false },
  header: { style: 'simple', explode: false },
  query: { style: 'form', explode: true },
  cookie: { style: 'form', explode: true },
  querystring: { style: 'form', explode: true },
};

/** False for what has the same text in every style: one scalar. */
function isScalar(type: TypeExpr, types: ReadonlyMap<string, NamedType>): boolean {
  if (type.kind === 'ref') {
    const named = types.get(type.id);
    return named?.kind === 'enum' || (named?.kind === 'alias' && isScalar(named.target, types));
  }
  return ['boolean', 'integer', 'number', 'string', 'literal'].includes(type.kind);
}

const isJson = (mediaType: string): boolean => /^[^;]*[/+]json\b/i.test(mediaType);

/** How a parameter's value is handed to `_request`: as it is where its style is the usual one of its place. */
export function parameterValue(
  parameter: Parameter,
  value: PyCode,
  types: ReadonlyMap<string, NamedType>,
): Built {
  if (parameter.contentType !== undefined && isJson(openText(parameter.contentType))) {
    return { expression: call('JsonParam', [value]), uses: [['encoding', 'JsonParam']] };
  }
  const usual = DEFAULTS[parameter.in] ?? { style: 'form', explode: true };
  const scalar = isScalar(parameter.type, types) && !['label', 'matrix'].includes(parameter.style);
  const style = parameter.style !== usual.style && !scalar ? literal(parameter.style) : undefined;
  const explode = parameter.explode !== usual.explode && !scalar;
  const keywords: Keywords = {
    style,
    explode: style !== undefined || explode ? literal(parameter.explode) : undefined,
    allow_reserved: parameter.allowReserved ? literal(true) : undefined,
  };
  if (Object.values(keywords).every((keyword) => keyword === undefined)) return plain(value);
  return { expression: call('Param', [value], keywords), uses: [['encoding', 'Param']] };
}

/** `{"petId": pet_id}` for one place; `{}` is undefined. */
export function placeOf(
  place: Parameter['in'],
  operation: Operation,
  named: readonly Named[],
  types: ReadonlyMap<string, NamedType>,
): Built | undefined {
  const built = named.flatMap(({ argument, name }) => {
    if (argument.source.in !== place) return [];
    const wire = openText(argument.source.name);
    const parameter = operation.params.find((param) => param.in === place && openText(param.name) === wire);
    return parameter === undefined ? [] : [[wire, parameterValue(parameter, code(name), types)] as const];
  });
  const fixed =
    place === 'query' ? operation.fixedQuery.map(({ name, value }) => [name, str(value)] as const) : [];
  if (built.length + fixed.length === 0) return undefined;
  return {
    expression: dictOf([...fixed, ...built.map(([wire, value]) => [wire, value.expression] as const)]),
    uses: built.flatMap(([, value]) => value.uses),
  };
}

/* ------------------------------------------------------------ bodies */

/** Where the document says null and absent are two things, `UNSET` is the default and None is sent. */
export const isNullable = ({ source, type }: Argument): boolean =>
  source.in === 'member' &&
  (type.nullable === true || (type.kind === 'literal' && type.values.includes(null)));

function memberValue({ argument, name }: Named): Built {
  const sendsNull = isNullable(argument) || (argument.required && argument.type.kind === 'any');
  if (!sendsNull) return plain(code(name));
  return { expression: call('null_or', [code(name)]), uses: [['values', 'null_or']] };
}

function encodingOf(encoding: MemberEncoding): PyCode | undefined {
  const keywords: Keywords = {
    style: encoding.style === undefined ? undefined : literal(encoding.style),
    explode: encoding.explode === undefined ? undefined : literal(encoding.explode),
    allow_reserved: encoding.allowReserved === true ? literal(true) : undefined,
    content_type: encoding.contentType === undefined ? undefined : str(encoding.contentType),
  };
  const empty = Object.values(keywords).every((keyword) => keyword === undefined);
  return empty ? undefined : call('Encoding', [], keywords);
}

function encodings(content: BodyContent): PyCode | undefined {
  const entries = content.encoding.flatMap((member) => {
    const value = encodingOf(member);
    return value === undefined ? [] : [[member.name, value] as const];
  });
  return entries.length === 0 ? undefined : dictOf(entries);
}

const USUAL_MEDIA: Readonly<Record<string, readonly [cls: string, mediaType: string]>> = {
  json: ['JsonBody', 'application/json'],
  form: ['FormBody', 'application/x-www-form-urlencoded'],
  multipart: ['MultipartBody', 'multipart/form-data'],
  text: ['TextBody', 'text/plain'],
  xml: ['TextBody', 'text/plain'],
  binary: ['BinaryBody', 'application/octet-stream'],
};

/** The `body=` of a request, or undefined where the operation takes none. */
export function bodyOf(operation: Operation, tool: Tool, named: readonly Named[]): Built | undefined {
  const content = operation.body?.content[0];
  if (content === undefined || tool.bodyMode === 'none') return undefined;
  const [cls, usual] = USUAL_MEDIA[content.kind] ?? ['JsonBody', 'application/json'];
  const whole = named.find(({ argument }) => argument.source.in === 'body');
  const members = named.flatMap((entry) => {
    const { source } = entry.argument;
    return source.in === 'member' ? [[source.name, memberValue(entry)] as const] : [];
  });
  const value =
    whole === undefined
      ? dictOf(members.map(([name, member]) => [name, member.expression]))
      : code(whole.name);
  const encoding = content.kind === 'form' || content.kind === 'multipart' ? encodings(content) : undefined;
  const files = content.encoding.filter(({ file }) => file).map(({ name }) => str(name));
  const media = openText(content.mediaType);
  const isForm = cls === 'FormBody' || cls === 'MultipartBody';
  const expression = call(cls, [value], {
    media_type: media === usual || isForm ? undefined : str(media),
    whole: whole !== undefined && cls === 'JsonBody' ? literal(true) : undefined,
    encoding,
    files: files.length > 0 && cls === 'MultipartBody' ? tupleOf(files) : undefined,
    optional: whole === undefined && operation.body?.required === false ? literal(true) : undefined,
  });
  const uses: (readonly [string, string])[] = [
    ['bodies', cls],
    ...members.flatMap(([, member]) => member.uses),
  ];
  return { expression, uses: encoding === undefined ? uses : [...uses, ['bodies', 'Encoding']] };
}

/** `[["api_key"], ["oauth"]]` */
export const securityCode = (alternatives: readonly (readonly string[])[]): PyCode =>
  listOf(alternatives.map((names) => listOf(names.map((name) => str(name)))));
