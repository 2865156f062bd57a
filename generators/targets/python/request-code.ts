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
  /** The argument's type, where its place does not ask for another one. */
  readonly type: TypeExpr;
}

const ANYTHING: TypeExpr = { kind: 'any' };

/** Forms are mappings, texts and bytes are strings: a whole body that the document describes otherwise may be anything. */
export function placedType({ source, type }: Argument, operation: Operation): TypeExpr {
  const kind = operation.body?.content[0]?.kind;
  if (source.in !== 'body' || kind === 'json') return type;
  const isForm = kind === 'form' || kind === 'multipart';
  if (isForm) return { kind: 'map', values: ANYTHING };
  return type.kind === 'string' || type.kind === 'binary' ? type : ANYTHING;
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
  const values = new Map<string, Built>();
  for (const { argument, name } of named) {
    if (argument.source.in !== place) continue;
    const wire = openText(argument.source.name);
    const parameter = operation.params.find((param) => param.in === place && openText(param.name) === wire);
    // Two arguments of one wire name cannot both be sent: the first is the document's own.
    if (parameter === undefined || values.has(wire)) continue;
    const own = parameterValue(parameter, code(name), types);
    const pair = place === 'query' && !argument.required ? fixedValue(operation, wire) : undefined;
    values.set(
      wire,
      pair === undefined ? own : { ...own, expression: unlessGiven(name, pair, own.expression) },
    );
  }
  const built = [...values];
  const fixed = place === 'query' ? fixedPairs(operation) : [];
  if (built.length + fixed.length === 0) return undefined;
  return {
    expression: dictOf([...fixed, ...built.map(([wire, value]) => [wire, value.expression] as const)]),
    uses: built.flatMap(([, value]) => value.uses),
  };
}

/** Pairs that the path itself has (`/search?type=user`), without those that arguments stand for. */
function fixedPairs(operation: Operation): (readonly [string, PyCode])[] {
  const declared = operation.params.filter((param) => param.in === 'query').map(({ name }) => openText(name));
  const names = new Set(operation.fixedQuery.map(({ name }) => openText(name)));
  return [...names].flatMap((wire) => {
    const value = declared.includes(wire) ? undefined : fixedValue(operation, wire);
    return value === undefined ? [] : [[wire, value] as const];
  });
}

/** What the path itself says of a query parameter. */
function fixedValue(operation: Operation, wire: string): PyCode | undefined {
  const pairs = operation.fixedQuery.filter(({ name }) => openText(name) === wire);
  const [first, ...more] = pairs.map(({ value }) => str(value));
  return first === undefined || more.length === 0 ? first : listOf([first, ...more]);
}

/** An argument that is left out leaves the path's own value, which tells the operation from others of the same path. */
const unlessGiven = (name: string, fixed: PyCode, given: PyCode): PyCode =>
  code(`${fixed.python} if ${name} is None else ${given.python}`);

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

/** A body that is one argument. Values that are no texts are written as JSON where the API wants a text. */
function wholeBody({ name, argument }: Named, isForm: boolean, writesText: boolean): PyCode {
  if (isForm) return code(argument.required ? name : `${name} or {}`);
  if (!writesText) return code(name);
  return code(argument.required ? `text_of(${name})` : `None if ${name} is None else text_of(${name})`);
}

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
  const isForm = cls === 'FormBody' || cls === 'MultipartBody';
  const writesText = cls === 'TextBody' && whole !== undefined && whole.type.kind === 'any';
  const value =
    whole === undefined
      ? dictOf(members.map(([name, member]) => [name, member.expression]))
      : wholeBody(whole, isForm, writesText);
  const encoding = content.kind === 'form' || content.kind === 'multipart' ? encodings(content) : undefined;
  const files = content.encoding.filter(({ file }) => file).map(({ name }) => str(name));
  const media = openText(content.mediaType);
  const expression = call(cls, [value], {
    media_type: media === usual || isForm ? undefined : str(media),
    whole: whole !== undefined && cls === 'JsonBody' ? literal(true) : undefined,
    encoding,
    files: files.length > 0 && cls === 'MultipartBody' ? tupleOf(files) : undefined,
    optional:
      (whole === undefined || isForm) && operation.body?.required === false ? literal(true) : undefined,
  });
  const uses: (readonly [string, string])[] = [
    ['bodies', cls],
    ...members.flatMap(([, member]) => member.uses),
  ];
  if (encoding !== undefined) uses.push(['bodies', 'Encoding']);
  if (writesText) uses.push(['encoding', 'text_of']);
  return { expression, uses };
}

/** `[["api_key"], ["oauth"]]` */
export const securityCode = (alternatives: readonly (readonly string[])[]): PyCode =>
  listOf(alternatives.map((names) => listOf(names.map((name) => str(name)))));
