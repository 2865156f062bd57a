import type { SpecText, TypeExpr } from '../types.js';
import type { Shape } from './shape.js';

const SCALARS: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean']);

/** Neither members nor items nor alternatives: one plain type, or any. */
export function isScalar(shape: Shape): boolean {
  if (shape.members.size > 0 || shape.alternatives.length > 0) return false;
  if (shape.items !== undefined || shape.tuple !== undefined) return false;
  if (shape.types === undefined) return shape.additional === undefined;
  const [type] = shape.types;
  return shape.types.size === 1 && type !== undefined && SCALARS.has(type);
}

/** An object whose members are named. */
export const isRecord = (shape: Shape): boolean =>
  shape.members.size > 0 &&
  (shape.types === undefined || (shape.types.has('object') && shape.types.size === 1));

export const ANY: TypeExpr = { kind: 'any' };

export const orNull = (type: TypeExpr): TypeExpr =>
  type.kind === 'any' || type.nullable === true ? type : { ...type, nullable: true };

export const withNull = (type: TypeExpr, nullable: boolean): TypeExpr => (nullable ? orNull(type) : type);

/** Different members only; any of them being any type makes the whole so. */
export function union(members: readonly TypeExpr[], discriminator: SpecText | undefined): TypeExpr {
  const distinct = [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
  const [only] = distinct;
  if (only === undefined || distinct.some((member) => member.kind === 'any')) return ANY;
  if (distinct.length === 1) return only;
  return { kind: 'union', members: distinct, ...(discriminator === undefined ? {} : { discriminator }) };
}
