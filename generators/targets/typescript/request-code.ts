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
import { call, code, listOf, literal, objectOf, optionsOf, str, type TsCode } from './code.js';

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
  readonly expression: TsCode;
  readonly uses: readonly (readonly [module: string, name: string])[];
}

const plain = (expression: TsCode): Built => ({ expression, uses: [] });
const argumentCode = ({ name }: Argument): TsCode => code(`args.${name}`);

/* ------------------------------------------------------------ parameters */

const USUAL: Readonly<Record<Parameter['in'], { readonly style: string; readonly explode: boolean }>> = {
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

/** How a parameter's value is handed to `request`: as it is where its style is the usual one of its place. */
function parameterValue(parameter: Parameter, value: TsCode, types: ReadonlyMap<string, NamedType>): Built {
  if (parameter.contentType !== undefined && isJson(openText(parameter.contentType))) {
    return { expression: call('jsonParam', value), uses: [['encoding', 'jsonParam']] };
  }
  const usual = USUAL[parameter.in];
  const scalar = isScalar(parameter.type, types) && !['label', 'matrix'].includes(parameter.style);
  const style = parameter.style !== usual.style && !scalar ? literal(parameter.style) : undefined;
  const explode = parameter.explode !== usual.explode && !scalar;
  const options = optionsOf({
    style,
    explode: style !== undefined || explode ? literal(parameter.explode) : undefined,
    allowReserved: parameter.allowReserved ? literal(true) : undefined,
  });
  if (options === undefined) return plain(value);
  return { expression: call('new Param', value, options), uses: [['encoding', 'Param']] };
}

/** `{ petId: args.pet_id }` for one place; `{}` is undefined. */
export function placeOf(
  place: Parameter['in'],
  operation: Operation,
  args: readonly Argument[],
  types: ReadonlyMap<string, NamedType>,
): Built | undefined {
  const values = new Map<string, Built>();
  for (const argument of args) {
    if (argument.source.in !== place) continue;
    const wire = openText(argument.source.name);
    const parameter = operation.params.find((param) => param.in === place && openText(param.name) === wire);
    // Two arguments of one wire name cannot both be sent: the first is the document's own.
    if (parameter === undefined || values.has(wire)) continue;
    // What is left out leaves the path's own value, which tells the operation from others of the same path.
    const pair = place === 'query' && !argument.required ? fixedValue(operation, wire) : undefined;
    const value = argumentCode(argument);
    const given = pair === undefined ? value : code(`${value.ts} ?? ${pair.ts}`);
    values.set(wire, parameterValue(parameter, given, types));
  }
  const fixed = place === 'query' ? fixedPairs(operation) : [];
  if (values.size + fixed.length === 0) return undefined;
  const own = [...values].map(([wire, { expression }]) => [wire, expression] as const);
  return {
    expression: objectOf([...fixed, ...own]),
    uses: [...values.values()].flatMap(({ uses }) => uses),
  };
}

/** Pairs that the path itself has (`/search?type=user`), without those that arguments stand for. */
function fixedPairs(operation: Operation): (readonly [string, TsCode])[] {
  const declared = operation.params.filter((param) => param.in === 'query').map(({ name }) => openText(name));
  const names = new Set(operation.fixedQuery.map(({ name }) => openText(name)));
  return [...names].flatMap((wire) => {
    const value = declared.includes(wire) ? undefined : fixedValue(operation, wire);
    return value === undefined ? [] : [[wire, value] as const];
  });
}

/** What the path itself says of a query parameter. */
function fixedValue(operation: Operation, wire: string): TsCode | undefined {
  const pairs = operation.fixedQuery.filter(({ name }) => openText(name) === wire);
  const [first, ...more] = pairs.map(({ value }) => str(value));
  return first === undefined || more.length === 0 ? first : listOf([first, ...more]);
}

/* ------------------------------------------------------------ bodies */

function encodingOf(encoding: MemberEncoding): TsCode | undefined {
  return optionsOf({
    style: encoding.style === undefined ? undefined : literal(encoding.style),
    explode: encoding.explode === undefined ? undefined : literal(encoding.explode),
    allowReserved: encoding.allowReserved === true ? literal(true) : undefined,
    contentType: encoding.contentType === undefined ? undefined : str(encoding.contentType),
  });
}

function encodings(content: BodyContent): TsCode | undefined {
  const entries = content.encoding.flatMap((member) => {
    const value = encodingOf(member);
    return value === undefined ? [] : [[member.name, value] as const];
  });
  return entries.length === 0 ? undefined : objectOf(entries);
}

const MAKERS: Readonly<Record<BodyContent['kind'], readonly [name: string, mediaType: string]>> = {
  json: ['jsonBody', 'application/json'],
  form: ['formBody', 'application/x-www-form-urlencoded'],
  multipart: ['multipartBody', 'multipart/form-data'],
  text: ['textBody', 'text/plain'],
  xml: ['textBody', 'text/plain'],
  binary: ['binaryBody', 'application/octet-stream'],
};

/** The `body` of a request, or undefined where the operation takes none. */
export function bodyOf(
  operation: Operation,
  mode: Tool['bodyMode'],
  args: readonly Argument[],
): Built | undefined {
  const content = operation.body?.content[0];
  if (content === undefined || mode === 'none') return undefined;
  const whole = args.find(({ source }) => source.in === 'body');
  const [maker, usual] = MAKERS[content.kind];
  const name = maker === 'jsonBody' && whole !== undefined ? 'wholeJsonBody' : maker;
  const isForm = content.kind === 'form' || content.kind === 'multipart';
  const members = args.flatMap((argument) =>
    argument.source.in === 'member' ? [[argument.source.name, argumentCode(argument)] as const] : [],
  );
  const files = content.encoding.filter(({ file }) => file).map((member) => str(member.name));
  const isOptional = (whole === undefined || isForm) && operation.body?.required === false;
  const options = optionsOf({
    mediaType: openText(content.mediaType) === usual || isForm ? undefined : str(content.mediaType),
    encoding: isForm ? encodings(content) : undefined,
    files: files.length > 0 && content.kind === 'multipart' ? listOf(files) : undefined,
    optional: isOptional ? literal(true) : undefined,
  });
  const value = whole === undefined ? objectOf(members) : argumentCode(whole);
  return { expression: call(name, value, options), uses: [['bodies', name]] };
}

/** `[["api_key"], ["oauth"]]` */
export const securityCode = (alternatives: readonly (readonly string[])[]): TsCode =>
  listOf(alternatives.map((names) => listOf(names.map((name) => str(name)))));
