/** Names out of a document, for messages: quoted only where they need it, and never longer than a line. */
export function show(value: unknown, limit = 60): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return /^[^\s"'`]+$/.test(cut) ? cut : JSON.stringify(cut);
}

/** A value as JSON, cut to a line: what was written in place of something else. */
export const quote = (value: unknown, limit = 60): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
};

/** What kind of JSON value this is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return { string: 'a text', number: 'a number', boolean: 'true/false' }[typeof value as string] ?? 'a value';
}
