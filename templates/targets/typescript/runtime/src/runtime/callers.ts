/** Credentials of the caller, passed on to the API where the owner of the server asks for it. */

const YES = new Set(['1', 'true', 'yes', 'on']);

/** Reads MCP_PASS_THROUGH_AUTH: names of headers with commas, in lower case; a plain yes is Authorization. */
export const headerNames = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((name) => name !== '')
    .map((name) => (YES.has(name) ? 'authorization' : name));

/** The headers to pass on: those that are asked for and that the caller sent. There are none over stdio. */
export function passedHeaders(
  names: readonly string[],
  headers: Headers,
): ReadonlyMap<string, string> {
  const found = names.map((name) => [name, headers.get(name)?.trim() ?? ''] as const);
  return new Map(found.filter(([, value]) => value !== ''));
}
