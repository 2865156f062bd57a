import type { JsonScalar, NamedType, TypeExpr } from '../../../src/model/types.js';
import { code, literal, type PyCode, subscript } from './code.js';

/** How a reference to a named type is written; the caller notes what has to be imported. */
export type RefPrinter = (id: string) => PyCode;

const ANY = code('Any');

/** What an annotation needs from `typing`. The values of a `Literal` are texts of the document, which may say "Any". */
export function typingNames({ python }: PyCode): readonly string[] {
  const names = new Set(python.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/\b(?:Any|Literal)\b/g));
  return [...names];
}

/** `A | B`, each member once, None last; Any swallows the rest. */
export function unionOf(types: readonly PyCode[]): PyCode {
  const texts = [...new Set(types.flatMap(({ python, members }) => members ?? [python]))];
  if (texts.includes('Any')) return ANY;
  const rest = texts.filter((text) => text !== 'None');
  const members = [...rest, ...(texts.length > rest.length ? ['None'] : [])];
  return { python: members.join(' | ') || 'None', members };
}

export const orNone = (type: PyCode): PyCode => unionOf([type, code('None')]);

/** `Literal["a", 1]`; floats, which Literal cannot hold, widen it to `float`. */
export function literalOf(values: readonly JsonScalar[]): PyCode {
  const some = values.filter((value) => value !== null);
  const kept = [...new Set(some.map((value) => literal(value).python))].map(code);
  const base = some.every((value) => typeof value !== 'number' || Number.isInteger(value))
    ? subscript('Literal', kept)
    : unionOf(some.map((value) => code(scalarType(value))));
  if (some.length === 0) return code('None');
  return some.length < values.length ? orNone(base) : base;
}

const scalarType = (value: JsonScalar): string => {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return value === null ? 'None' : 'str';
};

function bare(type: TypeExpr, ref: RefPrinter): PyCode {
  switch (type.kind) {
    case 'any':
      return ANY;
    case 'boolean':
      return code('bool');
    case 'integer':
      return code('int');
    case 'number':
      return code('float');
    case 'string':
    case 'binary':
      return code('str');
    case 'literal':
      return literalOf(type.values);
    case 'array':
      return subscript('list', [annotation(type.items, ref)]);
    case 'tuple':
      return type.items.length === 0
        ? subscript('list', [ANY])
        : subscript(
            'tuple',
            type.items.map((item) => annotation(item, ref)),
          );
    case 'map':
      return subscript('dict', [code('str'), annotation(type.values, ref)]);
    case 'union':
      return type.members.length === 0 ? ANY : unionOf(type.members.map((member) => annotation(member, ref)));
    case 'ref':
      return ref(type.id);
  }
}

/** The annotation of a value of this type, as the models say it. */
export const annotation = (type: TypeExpr, ref: RefPrinter): PyCode =>
  type.nullable === true ? orNone(bare(type, ref)) : bare(type, ref);

/* ------------------------------------------------------------ arguments: plain JSON values, never models */

const MAX_LITERALS = 8;

/**
 * The annotation of an argument. Arguments are plain JSON on their way to the wire, so objects are dicts, tuples are lists, and
 * only short lists of values are spelt out.
 */
export function argumentType(type: TypeExpr, types: ReadonlyMap<string, NamedType>, depth = 0): PyCode {
  const inner = (next: TypeExpr): PyCode => (depth > 6 ? ANY : argumentType(next, types, depth + 1));
  const plain = plainArgument(type, types, inner);
  return type.nullable === true ? orNone(plain) : plain;
}

type Inner = (next: TypeExpr) => PyCode;

function plainArgument(type: TypeExpr, types: ReadonlyMap<string, NamedType>, inner: Inner): PyCode {
  switch (type.kind) {
    case 'literal':
      return enumArgument(type.values);
    case 'array':
      return subscript('list', [inner(type.items)]);
    case 'tuple':
      return subscript('list', [ANY]);
    case 'map':
      return subscript('dict', [code('str'), inner(type.values)]);
    case 'union':
      return type.members.length === 0 ? ANY : unionOf(type.members.map(inner));
    case 'ref':
      return refArgument(types.get(type.id), inner);
    default:
      return bare(type, () => ANY);
  }
}

function refArgument(named: NamedType | undefined, inner: Inner): PyCode {
  switch (named?.kind) {
    case 'object':
      return subscript('dict', [code('str'), ANY]);
    case 'enum':
      return enumArgument(named.values);
    case 'alias':
      return inner(named.target);
    case undefined:
      return ANY;
  }
}

const enumArgument = (values: readonly JsonScalar[]): PyCode =>
  values.length <= MAX_LITERALS && JSON.stringify(values).length <= 160
    ? literalOf(values)
    : unionOf(values.map((value) => code(scalarType(value))));
