/** Times that lie so near to the run are those of the run. */
const NEAR_MS = 2 * 24 * 3_600_000;

/**
 * A value as one line, without what is different each time that a program runs: the time of day, random ids, addresses of objects.
 * JSON inside of texts is brought into one spelling.
 */
export function spelled(value: unknown, now = Date.now()): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? plain(one) : one))
    .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, (text) =>
      isNear(Date.parse(withZone(text)), now) ? '<now>' : text,
    )
    .replace(/\b\d{4}-\d\d-\d\d\b/g, (text) => (isNear(Date.parse(text), now) ? '<today>' : text))
    .replace(/\b\d{10}(\d{3})?(\.\d+)?\b/g, (text, millis) =>
      isNear(Number.parseFloat(text) * (millis === undefined ? 1000 : 1), now) ? '<now>' : text,
    )
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\bat 0x[0-9a-f]{6,16}\b/g, 'at <address>');
}

const isNear = (time: number, now: number): boolean => Math.abs(time - now) < NEAR_MS;
const withZone = (text: string): string =>
  /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;

/** A text that is JSON, in one spelling; every other one without the boundary of a form. */
function plain(text: string): string {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.stringify(sorted(JSON.parse(text)));
    } catch {
      // It only looks like JSON.
    }
  }
  return text.replace(/--[0-9a-f]{32}\b/g, '--<boundary>').trim();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
