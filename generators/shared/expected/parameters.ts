import type { JsonValue, ParameterStyle } from '../../../src/model/types.js';
import { encode, encodeReserved, isObject, textOf } from './text.js';

export interface Style {
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
}

type Write = (text: string) => string;

/** Members of a value: `[a, b]`, or of an object `[k, v, k, v]`, exploded `[k=v, k=v]`. */
function members(value: JsonValue, explode: boolean, write: Write): string[] {
  if (Array.isArray(value)) return value.map((item) => write(textOf(item)));
  if (!isObject(value)) return [write(textOf(value))];
  const pairs = Object.entries(value).map(([key, member]) => [write(key), write(textOf(member))]);
  return explode ? pairs.map((pair) => pair.join('=')) : pairs.flat();
}

/** RFC 6570: `simple`, `label` (`.a`), `matrix` (`;name=a`). */
export function pathText(name: string, value: JsonValue, { style, explode }: Style): string {
  const parts = members(value, explode, encode);
  if (style === 'label') {
    const several = explode && parts.length > 1;
    return `.${(several ? parts.map((part) => part.replace(/\./g, '%2E')) : parts).join(explode ? '.' : ',')}`;
  }
  if (style !== 'matrix') return parts.join(',');
  if (explode && isObject(value)) return parts.map((part) => `;${part}`).join('');
  const key = encode(name);
  return explode ? parts.map((part) => `;${key}=${part}`).join('') : `;${key}=${parts.join(',')}`;
}

/** Headers are never percent-encoded. */
export const headerText = (value: JsonValue, explode: boolean): string =>
  members(value, explode, (text) => text).join(',');

const DELIMITERS: Partial<Record<ParameterStyle, string>> = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
};

/** `name=value` pairs of the query, of a form and of cookies. */
export function pairsOf(name: string, value: JsonValue, { style, explode, allowReserved }: Style): string[] {
  const key = encode(name);
  const write = allowReserved ? encodeReserved : encode;
  if (style === 'deepObject' && typeof value === 'object' && value !== null) {
    return leaves(value, '').map(([path, leaf]) => `${key}${path}=${write(leaf)}`);
  }
  const within: Write = allowReserved ? (text) => write(text).replace(/,/g, '%2C') : write;
  if (typeof value !== 'object' || value === null) return [`${key}=${write(textOf(value))}`];
  if (explode && isObject(value)) {
    return Object.entries(value).map(([member, item]) => `${encode(member)}=${within(textOf(item))}`);
  }
  const parts = members(value, false, within);
  if (explode) return parts.map((part) => `${key}=${part}`);
  return parts.length === 0 && Array.isArray(value) ? [] : [`${key}=${parts.join(DELIMITERS[style] ?? ',')}`];
}

function leaves(value: JsonValue, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, textOf(value)]];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, `${path}%5B${encode(key)}%5D`));
}
