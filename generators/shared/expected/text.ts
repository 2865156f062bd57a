import { wellFormed } from '../../../src/escape/quote.js';
import type { JsonValue } from '../../../src/model/types.js';

/** RFC 3986: everything but unreserved characters is encoded. */
export const encode = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** With `allowReserved`: what has no meaning of its own inside a query value stays. */
export const encodeReserved = (text: string): string =>
  encode(text).replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g, (code) => decodeURIComponent(code));

/** One value as text: texts as they are, everything else as JSON. */
export const textOf = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

export const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
