import { toWords } from '../../escape/names/index.js';
import type { Safety } from '../types.js';

/** RFC 9110, 9.2.1 and 9.2.2, and the QUERY method's own specification. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);

/** First words of names and summaries under which a POST takes something away. */
const TAKES_AWAY = new Set(
  (
    'delete remove destroy purge erase drop clear cancel revoke terminate wipe reset unlink detach disable deactivate archive ' +
    'close kill stop uninstall'
  ).split(' '),
);

/**
 * What a method promises, and for POST what its name and summary say. A POST is never called read-only, whatever its summary says: a wrong hint would let a client
 * change something without asking.
 */
export function safetyOf(method: string, texts: readonly (string | undefined)[]): Safety {
  if (SAFE.has(method)) return { readOnly: true, destructive: false, idempotent: true };
  return {
    readOnly: false,
    // MCP: false means "only additive". POST adds, as a rule; PUT and PATCH replace what was there.
    destructive: method !== 'POST' || texts.some(takesAway),
    idempotent: method === 'PUT' || method === 'DELETE',
  };
}

/** "Deletes a file", `files.delete`, `delete_file`. */
function takesAway(text: string | undefined): boolean {
  if (text === undefined) return false;
  const words = toWords(text.slice(0, 80));
  const isName = !text.trim().includes(' ');
  return (isName ? words : words.slice(0, 1)).some(
    (word) =>
      TAKES_AWAY.has(word) ||
      TAKES_AWAY.has(word.replace(/e?s$/, '')) ||
      TAKES_AWAY.has(word.replace(/s$/, '')),
  );
}
