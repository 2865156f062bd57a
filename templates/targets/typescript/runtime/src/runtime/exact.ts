/** Values of JSON whose numbers keep their digits, for what is put together from answers or picked out of them. */
import { type ApiResponse, parseJson } from './answers.js';
import { isRecord } from './text.js';

/** Stands before the digits of a number that a double cannot hold. No text of a JSON document begins with it by accident. */
const MARK = '\ue000';
const STRINGS_AND_NUMBERS = /("(?:[^"\\]|\\.)*")|-?\d[\d.eE+-]*/g;
const MARKED = new RegExp(`"${MARK}(-?\\d[\\d.eE+-]*)"`, 'g');

/** The data of an answer. Long numbers are texts with a mark. */
export function exactData({ data, exact }: ApiResponse): unknown {
  if (exact === undefined) return data;
  const marked = exact.replace(STRINGS_AND_NUMBERS, (all, text: string | undefined) =>
    text === undefined && /\d{16,}/.test(all) ? `"${MARK}${all}"` : all,
  );
  return JSON.parse(marked);
}

/** The same value, with no members but its own: `constructor` is none of them. */
export function ownMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownMembers);
  if (!isRecord(value)) return value;
  const bare: Record<string, unknown> = Object.create(null);
  for (const [name, member] of Object.entries(value)) bare[name] = ownMembers(member);
  return bare;
}

/** An answer with other data, in which long numbers have marks; null for what JSON cannot hold. */
export function answerWith(data: unknown, status = 200): ApiResponse {
  const text = (JSON.stringify(data) ?? 'null').replace(MARKED, '$1');
  const decoded = parseJson(status, Buffer.from(text));
  const parse = (): never => {
    throw new TypeError('The document promises no type for parts of an answer.');
  };
  return { status, headers: {}, mediaType: 'application/json', ...decoded, parse };
}
