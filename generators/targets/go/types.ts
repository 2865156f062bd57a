import type { Argument, JsonScalar, NamedType, Operation, TypeExpr } from '../../../src/model/types.js';

/** A Go type of an argument; what no Go type can hold as it came is `json.RawMessage`. */
export interface ArgumentType {
  readonly go: string;
  /** A value of it may be nil, which means "not given". */
  readonly hasNil: boolean;
}

export const RAW = 'json.RawMessage';
const raw: ArgumentType = { go: RAW, hasNil: true };
const scalar = (go: string): ArgumentType => ({ go, hasNil: false });

/** The common Go type of some values; numbers that are not whole keep their digits. */
function scalarOf(values: readonly JsonScalar[]): ArgumentType {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1) return raw;
  if (kind === 'string') return scalar('string');
  if (kind === 'boolean') return scalar('bool');
  if (kind !== 'number') return raw;
  return scalar(values.every(Number.isSafeInteger) ? 'int64' : 'json.Number');
}

type Types = ReadonlyMap<string, NamedType>;

function refType(named: NamedType | undefined, types: Types, depth: number): ArgumentType {
  if (named?.kind === 'enum') return scalarOf(named.values);
  return named?.kind === 'alias' ? argumentType(named.target, types, depth + 1) : raw;
}

/**
 * The type of an argument's value. Arguments are on their way to the wire and must arrive as they came, so objects stay JSON
 * texts, and numbers keep their digits.
 */
export function argumentType(type: TypeExpr, types: Types, depth = 0): ArgumentType {
  if (depth > 6 || (type.nullable === true && depth > 0)) return raw;
  switch (type.kind) {
    case 'string':
    case 'binary':
      return scalar('string');
    case 'boolean':
      return scalar('bool');
    case 'integer':
      return scalar('int64');
    case 'number':
      return scalar('json.Number');
    case 'literal':
      return scalarOf(type.values.filter((value) => value !== null));
    case 'array':
      return { go: `[]${argumentType(type.items, types, depth + 1).go}`, hasNil: true };
    case 'ref':
      return refType(types.get(type.id), types, depth);
    default:
      return raw;
  }
}

/** Where the document says that null and absent are two things. */
export const isNullable = ({ type }: Argument): boolean =>
  type.nullable === true || (type.kind === 'literal' && type.values.includes(null));

/** Forms are objects, texts and bytes are strings: a whole body that the document describes otherwise may be anything. */
function placedType({ source, type }: Argument, operation: Operation, types: Types): ArgumentType {
  const kind = operation.body?.content[0]?.kind;
  if (source.in !== 'body' || kind === 'json') return argumentType(type, types);
  const isText =
    kind !== 'form' && kind !== 'multipart' && (type.kind === 'string' || type.kind === 'binary');
  return isText ? scalar('string') : raw;
}

/** The field of an argument: a pointer where it may be left out, `rest.Nullable` where it may be null as well. */
export function fieldType(argument: Argument, operation: Operation, types: Types): string {
  const { go, hasNil } = placedType(argument, operation, types);
  if (go === RAW) return go;
  if (argument.source.in === 'member' && isNullable(argument)) return `rest.Nullable[${go}]`;
  return hasNil || (argument.required && !isNullable(argument)) ? go : `*${go}`;
}
