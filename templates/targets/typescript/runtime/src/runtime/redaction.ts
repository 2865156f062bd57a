/** Secrets and other people's text: what may be shown, and how much of it. */
import { encodeComponent, isRecord } from './text.js';

const MASK = '***';
const secrets = new Set<string>();

// Control characters, and those that change how the text around them is shown or read.
const INVISIBLE =
  /[\p{Cc}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LOOKS_SECRET =
  /\b(bearer\s+|basic\s+|(?:token|api[_-]?key|secret|passw(?:or)?d|cookie)"?\s*[=:]\s*)[^\s,;]{6,}/gi;

/** Members of an error body that are shown: they describe the problem in nearly every API. */
const ERROR_MEMBERS = new Set(
  (
    'code description detail details error error_code error_description error_message errorcode ' +
    'errormessage errors field hint location message messages msg name param parameter path ' +
    'pointer reason request_id source status title type'
  ).split(' '),
);

/** Remembers a credential so that `redact` finds it in every spelling that is sent. */
export function registerSecret(value: string): void {
  // Shorter ones would blank out ordinary words.
  if (value.length < 6 || secrets.has(value)) return;
  secrets.add(value);
  secrets.add(encodeComponent(value));
  secrets.add(Buffer.from(value).toString('base64'));
}

/** Replaces every known credential. */
export function redact(text: string): string {
  let clean = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (clean.includes(secret)) clean = clean.replaceAll(secret, MASK);
  }
  return clean;
}

/** Makes a text from outside fit to be shown: redacted, on one line, visible, capped. */
export function shown(text: string, limit = 300): string {
  const clean = redact(text.slice(0, limit * 4))
    .replace(LOOKS_SECRET, `$1${MASK}`)
    .replace(INVISIBLE, ' ');
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1)}…`;
}

/** Picks the members of an error body that describe the problem, capped in number and length. */
export function errorDetails(body: unknown, depth = 0): Record<string, unknown> | undefined {
  if (!isRecord(body) || depth > 3) return undefined;
  const known = Object.entries(body).filter(([key]) =>
    ERROR_MEMBERS.has(key.toLowerCase().replaceAll('-', '_')),
  );
  const picked = known.slice(0, 8).flatMap(([key, value]) => {
    const detail = detailOf(value, depth);
    return detail === undefined ? [] : [[key, detail] as const];
  });
  return picked.length === 0 ? undefined : Object.fromEntries(picked);
}

function detailOf(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shown(value, 200);
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (!Array.isArray(value)) return errorDetails(value, depth + 1);
  const items = value.slice(0, 5).map((item) => detailOf(item, depth + 1));
  const given = items.filter((item) => item !== undefined);
  return given.length === 0 ? undefined : given;
}
