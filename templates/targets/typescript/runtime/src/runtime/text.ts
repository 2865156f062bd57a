/** Texts on their way to the wire. */
import { ArgumentError } from './errors.js';

/** Characters that `allowReserved` leaves as they are and that have no meaning inside a query value. */
const RESERVED = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g;

/** Percent-encodes everything but the unreserved characters of RFC 3986. Lone surrogates become U+FFFD. */
export const encodeComponent = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export const encodeReserved = (text: string): string =>
  encodeComponent(text).replace(RESERVED, (code) => decodeURIComponent(code));

/** Decodes what can be decoded. */
export function decodeLoosely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%2e/gi, '.').replace(/%25/g, '%');
  }
}

/** Writes a compact JSON text. Throws `ArgumentError` for what JSON cannot hold. */
export function jsonText(value: unknown, name = 'value'): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new ArgumentError(name, 'the value cannot be written as JSON');
  return text;
}

/** Writes one value: texts as they are, everything else as JSON; whole numbers have no exponent. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 1e21)
    return String(value);
  return jsonText(value);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a parameter is to be sent at all. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Drops the members that were not given; null is a value. */
export const givenMembers = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
