/** JSON pointers (RFC 6901) as lists of segments and back. */

export type Segments = readonly string[];

const escapeSegment = (segment: string): string =>
  /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;

/** `['paths', '/pets']` → `/paths/~1pets`. */
export const toPointer = (segments: readonly (string | number)[]): string =>
  segments.map((segment) => `/${escapeSegment(String(segment))}`).join('');

/** `/paths/~1pets` (also with a leading `#`) → `['paths', '/pets']`. Never fails: bad escapes are kept as written. */
export function fromPointer(pointer: string): string[] {
  const text = pointer.startsWith('#') ? pointer.slice(1) : pointer;
  if (text === '') return [];
  return text
    .replace(/^\//, '')
    .split('/')
    .map((segment) =>
      segment.includes('~') ? segment.replaceAll('~1', '/').replaceAll('~0', '~') : segment,
    );
}

/**
 * The fragment of a `$ref` (without `#`) as segments, or why it is none. The fragment is percent-decoded
 * first (RFC 6901 section 6); documents that forget to encode `%` are read as written where that is unambiguous.
 */
export function fromFragment(fragment: string): { segments: Segments } | { problem: string } {
  if (fragment === '') return { segments: [] };
  if (!fragment.startsWith('/')) return { problem: 'is not a JSON pointer (it must start with #/)' };
  if (/~(?![01])/.test(fragment)) return { problem: 'has a bad escape: ~ stands only before 0 or 1' };
  try {
    return { segments: fromPointer(fragment.includes('%') ? decodeURIComponent(fragment) : fragment) };
  } catch {
    return { problem: 'has a bad percent escape' };
  }
}

/** The fragment that names these segments, percent-encoded where a URI needs it: `#/paths/~1pets~1%7Bid%7D`. */
export const toFragment = (segments: Segments): string => `#${encodePointer(toPointer(segments))}`;

const encodePointer = (pointer: string): string =>
  /^[\w./~$:@!&'()*+,;=-]*$/.test(pointer)
    ? pointer
    : pointer.replaceAll('%', '%25').replace(/["<>\\^`{|}# ]/g, (mark) => encodeURIComponent(mark));
