import type { JsonScalar, NamedType, TypeExpr } from '../../../src/model/types.js';
import { call, code, listOf, literal, type TsCode } from './code.js';

/** How a reference to a named type is written. */
export type RefPrinter = (id: string) => TsCode;

const UNKNOWN = code('unknown');

/** `A | B`, each member once; unknown swallows the rest. */
function unionOf(types: readonly TsCode[]): TsCode {
  const texts = [...new Set(types.map(({ ts }) => ts))];
  if (texts.includes('unknown') || texts.length === 0) return UNKNOWN;
  return code(texts.join(' | '));
}

const scalarType = (value: JsonScalar): string => (value === null ? 'null' : typeof value);

const literalType = (values: readonly JsonScalar[]): TsCode => unionOf(values.map((value) => literal(value)));

const orNull = (type: TsCode, nullable: boolean | undefined): TsCode =>
  nullable === true ? unionOf([type, code('null')]) : type;

const inList = ({ ts }: TsCode): string => (/[ |]/.test(ts) ? `(${ts})` : ts);

/** A type as TypeScript writes it. */
export function typeOf(type: TypeExpr, ref: RefPrinter): TsCode {
  return orNull(bareType(type, ref), type.nullable);
}

function bareType(type: TypeExpr, ref: RefPrinter): TsCode {
  switch (type.kind) {
    case 'any':
      return UNKNOWN;
    case 'boolean':
      return code('boolean');
    case 'integer':
    case 'number':
      return code('number');
    case 'string':
    case 'binary':
      return code('string');
    case 'literal':
      return type.values.length === 0 ? UNKNOWN : literalType(type.values);
    case 'array':
      return code(`${inList(typeOf(type.items, ref))}[]`);
    case 'tuple':
      return type.items.length === 0
        ? code('unknown[]')
        : listOf(type.items.map((item) => typeOf(item, ref)));
    case 'map':
      return code(`Record<string, ${typeOf(type.values, ref).ts}>`);
    case 'union':
      return unionOf(type.members.map((member) => typeOf(member, ref)));
    case 'ref':
      return ref(type.id);
  }
}

/* ------------------------------------------------------------ schemas of zod */

/** A longer list of values says less than it costs: the type is then written without it. */
const MAX_VALUES = 400;

/** A type as a schema of zod. */
export function schemaOf(type: TypeExpr, ref: RefPrinter): TsCode {
  const bare = bareSchema(type, ref);
  return type.nullable === true && bare.ts !== 'z.unknown()' ? call('z.nullable', bare) : bare;
}

function bareSchema(type: TypeExpr, ref: RefPrinter): TsCode {
  switch (type.kind) {
    case 'any':
      return code('z.unknown()');
    case 'boolean':
      return code('z.boolean()');
    case 'integer':
    case 'number':
      return code('z.number()');
    case 'string':
    case 'binary':
      return code('z.string()');
    case 'literal':
      return valuesSchema(type.values);
    case 'array':
      return call('z.array', schemaOf(type.items, ref));
    case 'tuple':
      return type.items.length === 0
        ? code('z.array(z.unknown())')
        : call('z.tuple', listOf(type.items.map((item) => schemaOf(item, ref))));
    case 'map':
      return call('z.record', code('z.string()'), schemaOf(type.values, ref));
    case 'union':
      return unionSchema(type.members.map((member) => schemaOf(member, ref)));
    case 'ref':
      return ref(type.id);
  }
}

function unionSchema(members: readonly TsCode[]): TsCode {
  const texts = [...new Set(members.map(({ ts }) => ts))];
  if (texts.length === 0 || texts.includes('z.unknown()')) return code('z.unknown()');
  return texts.length === 1 ? code(texts[0] ?? '') : call('z.union', listOf(texts.map(code)));
}

/** An enumeration: texts as `z.enum`, mixed values as `z.literal`. */
export function valuesSchema(values: readonly JsonScalar[]): TsCode {
  const distinct = [...new Set(values)];
  if (distinct.length === 0) return code('z.unknown()');
  if (distinct.length > MAX_VALUES) {
    return unionSchema([...new Set(distinct.map(scalarType))].map((type) => code(`z.${type}()`)));
  }
  const some = distinct.filter((value) => value !== null);
  const all = listOf(some.map((value) => literal(value)));
  if (some.length === 0) return code('z.null()');
  const schema = some.every((value) => typeof value === 'string')
    ? call('z.enum', all)
    : call('z.literal', all);
  return some.length < distinct.length ? call('z.nullable', schema) : schema;
}

/* ------------------------------------------------------------ arguments: plain JSON values, never models */

const MAX_LITERALS = 8;

/**
 * The type of an argument. Arguments are plain JSON on their way to the wire, so objects are records, and only short lists of
 * values are spelt out.
 */
export function argumentType(type: TypeExpr, types: ReadonlyMap<string, NamedType>, depth = 0): TsCode {
  const inner = (next: TypeExpr): TsCode => (depth > 6 ? UNKNOWN : argumentType(next, types, depth + 1));
  return orNull(plainArgument(type, types, inner), type.nullable);
}

type Inner = (next: TypeExpr) => TsCode;

function plainArgument(type: TypeExpr, types: ReadonlyMap<string, NamedType>, inner: Inner): TsCode {
  switch (type.kind) {
    case 'literal':
      return enumArgument(type.values);
    case 'array':
      return code(`readonly ${inList(inner(type.items))}[]`);
    case 'tuple':
      return code('readonly unknown[]');
    case 'map':
      return code(`Readonly<Record<string, ${inner(type.values).ts}>>`);
    case 'union':
      return unionOf(type.members.map(inner));
    case 'ref':
      return refArgument(types.get(type.id), inner);
    default:
      return bareType(type, () => UNKNOWN);
  }
}

function refArgument(named: NamedType | undefined, inner: Inner): TsCode {
  switch (named?.kind) {
    case 'object':
      return code('Readonly<Record<string, unknown>>');
    case 'enum':
      return enumArgument(named.values);
    case 'alias':
      return inner(named.target);
    case undefined:
      return UNKNOWN;
  }
}

const enumArgument = (values: readonly JsonScalar[]): TsCode =>
  values.length <= MAX_LITERALS && JSON.stringify(values).length <= 160
    ? literalType(values)
    : unionOf(values.map((value) => code(scalarType(value))));
